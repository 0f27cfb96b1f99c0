import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { launchWork } from "../../server/commands/plan-work.ts";
import { readUnsubscribe, unsubscribe } from "../../server/commands/unsubscribe.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { openFile } from "../../server/files/vault.ts";
import { deliveriesIn } from "../../server/store/deliveries.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { readItems } from "../../server/store/work-items.ts";
import { takeTurn } from "../../server/store/work-turns.ts";
import { drain } from "../../server/worker/worker.ts";
import { drainWorks } from "../../server/worker/works.ts";
import { offer } from "../helpers/offer.ts";
import { readPdf } from "../helpers/pdf.ts";
import { CLUB, chosen, HOME, join, LABELS, launched, NEWS, workOf } from "./sendings-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
let ctx: Context;

beforeAll(async () => {
  town = await openTown({ messagesADay: 0 });
  ctx = town.ctx;
  await offer(ctx, CLUB, [MEMBER]);
});
afterAll(() => town.stop());

/** The file of a work that has ended, read again. */
async function fileOf(id: string) {
  const work = await workOf(town, id);
  if (work.kind !== "print" || work.report.file === undefined) throw new Error(JSON.stringify(work));
  const opened = await openFile(ctx, MEMBER, work.report.file);
  if (!opened.ok) throw new Error("no file");
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.value.content) chunks.push(chunk);
  return readPdf(new Uint8Array(Buffer.concat(chunks)));
}

const reasons = async (id: string) =>
  (await readItems(ctx.db, { member: MEMBER, id }, { limit: 100 })).map(({ outcome, reason }) => [outcome, reason]);

async function logged(of: string) {
  await auditWritten(ctx);
  return withActor(
    ctx.db,
    { system: true },
    (tx) => tx<{ detail: Record<string, unknown> }[]>`
      select detail from audit where action = 'export' and detail->>'of' = ${of} order by at`,
  );
}

describe("labels", () => {
  test("are one for each address, and say line by line who has none", async () => {
    const ids = [
      await join(town, { nom: "Camille Le Goff", adresse: HOME }),
      await join(town, { nom: "Sans adresse" }),
      await join(town, { nom: "Zoé {{nom}} <b>", adresse: { ...HOME, voie: "7 quai des Pêcheurs" } }),
    ];
    const work = await launched(town, ids, LABELS);
    await drainWorks(ctx);
    const { text, pages } = await fileOf(work);
    expect(pages).toHaveLength(1);
    for (const words of [
      "Camille Le Goff",
      "4 RUE DES TILLEULS",
      "68100 MULHOUSE",
      "Zoé {{nom}} <b>",
      "7 QUAI DES PECHEURS",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain("Sans adresse");
    expect(await reasons(work)).toEqual([
      ["done", null],
      ["refused", "Aucune adresse postale complète."],
      ["done", null],
    ]);
    expect((await logged("labels")).map(({ detail }) => detail["rows"])).toEqual([2]);
  });

  test("begin where the sheet was left, and are one for a home when asked", async () => {
    const ids = [
      await join(town, { nom: "Ada Klein", adresse: HOME }),
      await join(town, { nom: "Ivo Klein", adresse: { ...HOME, voie: "4, RUE DES TILLEULS" } }),
      await join(town, { nom: "Uma Roth", adresse: { ...HOME, voie: "5 rue des Tilleuls" } }),
    ];
    const work = await launched(town, ids, { type: "labels", format: "3x8", skipped: 23, household: true });
    await drainWorks(ctx);
    const { text, pages } = await fileOf(work);
    expect(pages).toHaveLength(2);
    expect(text.match(/4 RUE DES TILLEULS/g)).toHaveLength(1);
    expect(text).toContain("Ivo Klein");
    const [first, second, third] = await reasons(work);
    expect([first?.[0], second?.[0], third?.[0]]).toEqual(["done", "refused", "done"]);
    expect(second?.[1]).toMatch(/^Même adresse que [0-9A-Z]{4}-[0-9A-Z]{4} : une seule étiquette\.$/);
  });

  test("are drawn anew by another process when the first dies, once", async () => {
    const ids = [await join(town, { nom: "Reprise", adresse: HOME })];
    const work = await launched(town, ids, LABELS);
    const dead = await takeTurn(ctx.db, ["print"], ctx.clock(), "0190f000-0000-7000-8000-000000000001");
    expect(dead?.id).toBe(work);
    await drainWorks(ctx);
    expect((await workOf(town, work)).state).toBe("running");
    town.advance(31_000);
    await drainWorks(ctx);
    expect((await workOf(town, work)).state).toBe("done");
    expect(await reasons(work)).toEqual([["done", null]]);
  });

  test("are not for who lost the right meanwhile", async () => {
    const work = await launched(town, [await join(town, { nom: "Perdu", adresse: HOME })], LABELS);
    const { agent } = town.people.agent;
    const kept = await withActor(
      ctx.db,
      { member: MEMBER },
      (tx) => tx`delete from agent_role where agent_id = ${agent?.id ?? ""} returning *`,
    );
    await drainWorks(ctx);
    const { state } = await workOf(town, work);
    await withActor(ctx.db, { member: MEMBER }, (tx) => tx`insert into agent_role ${tx(kept as never)}`);
    const outcomes = state === "done" ? (await reasons(work)).map(([outcome]) => outcome) : [state];
    expect(outcomes).not.toContain("done");
  });
});

describe("letters", () => {
  test("are in one file, each with its address and the words of its fiche, quoted as they are", async () => {
    const ids = [
      await join(town, { nom: "Camille # [saut de page]", adresse: HOME }),
      await join(town, { nom: "Dominique", adresse: { ...HOME, voie: "9 rue Haute" } }),
    ];
    const body = "Bonjour {{ nom }},\n\nVous habitez **{{ adresse.commune }}**.\n\n[signature]";
    const work = await launched(town, ids, { type: "letters", title: "Réunion de mars", body });
    await drainWorks(ctx);
    const { text, pages } = await fileOf(work);
    expect(pages).toHaveLength(2);
    expect(text).toContain("Bonjour Camille # [saut de page],");
    expect(text).toContain("9 RUE HAUTE");
    expect(text.match(/Réunion de mars/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).toContain(town.people.agent.agent?.name);
  });
});

describe("a mail to many", () => {
  const mailsTo = async (...addresses: readonly string[]) =>
    (await latestMails(ctx, 500)).filter(({ recipient }) => addresses.includes(recipient));

  test("goes once to those who accepted it, with a way out, and leaves its trace", async () => {
    const yes = await join(town, { nom: "Oui", courriel: "oui@exemple.fr", lettre: true });
    const no = await join(town, { nom: "Non", courriel: "non@exemple.fr", lettre: false });
    const unasked = await join(town, { nom: "Rien", courriel: "rien@exemple.fr" });
    const twin = await join(town, { nom: "Jumeau", courriel: "OUI@exemple.fr", lettre: true });
    const nowhere = await join(town, { nom: "Nulle part", lettre: true });
    const work = await launched(town, [yes, no, unasked, twin, nowhere], NEWS);
    const prepared = await workOf(town, work);
    if (prepared.kind !== "bulk") throw new Error("not a bulk");
    expect((await launchWork(ctx, prepared)).ok).toBe(false);
    await drainWorks(ctx);
    await drain(ctx);
    await drain(ctx);
    const mails = await mailsTo("oui@exemple.fr", "OUI@exemple.fr", "non@exemple.fr", "rien@exemple.fr");
    expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
      ["oui@exemple.fr", "La lettre de mars pour Oui"],
    ]);
    expect(mails[0]?.body).toMatch(
      /Ne plus recevoir la lettre du club : http:\/\/localhost\/mulhouse\/desabonnement\/\S+/,
    );
    expect(mails[0]?.body).not.toContain(yes);
    expect((await reasons(work)).map(([outcome]) => outcome)).toEqual([
      "done",
      "refused",
      "refused",
      "refused",
      "refused",
    ]);
    const traces = await withActor(ctx.db, { member: MEMBER }, (tx) => deliveriesIn(tx, MEMBER, yes));
    expect(traces.map(({ kind, subject, state }) => [kind, subject, state])).toEqual([
      ["mailing", "La lettre de mars pour Oui", "sent"],
    ]);
    expect((await logged("mailing")).at(-1)?.detail).toMatchObject({ rows: 1, purpose: "consent" });
  });

  test("owed to all goes to those who accepted nothing, says why, and has no way out", async () => {
    const id = await join(town, { nom: "Service", courriel: "service@exemple.fr", lettre: false });
    await launched(town, [id], { ...NEWS, purpose: "service", reason: "La salle ferme lundi" } as typeof NEWS);
    await drainWorks(ctx);
    await drain(ctx);
    const [mail] = await mailsTo("service@exemple.fr");
    expect(mail?.body).toContain("La salle ferme lundi");
    expect(mail?.body).not.toContain("desabonnement");
  });

  test("is held from who took her consent back after it was launched", async () => {
    const early = await join(town, { nom: "Avant", courriel: "avant@exemple.fr", lettre: true });
    const late = await join(town, { nom: "Après", courriel: "apres@exemple.fr", lettre: true });
    const work = await launched(town, [early, late], NEWS);
    await unsubscribe(ctx, MEMBER, early);
    await drainWorks(ctx);
    await unsubscribe(ctx, MEMBER, late);
    await drain(ctx);
    expect(await mailsTo("avant@exemple.fr", "apres@exemple.fr")).toEqual([]);
    expect((await reasons(work)).map(([outcome]) => outcome)).toEqual(["refused", "done"]);
    const [held] = await withActor(ctx.db, { member: MEMBER }, (tx) => deliveriesIn(tx, MEMBER, late));
    expect(held).toMatchObject({ state: "refused", status: "consent-withdrawn" });
  });

  test("neither doubles nor loses a mail when the process dies between any two of them", async () => {
    const ids: string[] = [];
    for (let rank = 0; rank < 6; rank += 1) {
      ids.push(await join(town, { nom: `Chute ${rank}`, courriel: `chute-${rank}@exemple.fr`, lettre: true }));
    }
    await launched(town, ids, NEWS);
    let sealed = 0;
    const dying: Context = {
      ...ctx,
      clock: () => (sealed > 3 ? killed() : ctx.clock()),
      secrets: {
        ...ctx.secrets,
        seal(purpose, text) {
          if (purpose === "mailing") sealed += 1;
          return sealed > 3 ? killed() : ctx.secrets.seal(purpose, text);
        },
      },
    };
    await expect(drainWorks(dying)).rejects.toThrow("killed");
    await drainWorks(ctx);
    await drain(ctx);
    const mails = await mailsTo(...ids.map((_, rank) => `chute-${rank}@exemple.fr`));
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual(ids.map((_, rank) => `chute-${rank}@exemple.fr`));
  });
});

function killed(): never {
  throw new Error("killed");
}

describe("the way out of a mail", () => {
  const link = async (id: string, to: string) => {
    await launched(town, [id], NEWS);
    await drainWorks(ctx);
    await drain(ctx);
    const mail = (await latestMails(ctx, 500)).find(({ recipient }) => recipient === to);
    return /http:\/\/localhost(\/mulhouse\/desabonnement\/\S+)/.exec(mail?.body ?? "")?.[1] ?? "";
  };

  test("takes the consent off the fiche at one press of a mail program, which its history tells", async () => {
    const id = await join(town, { nom: "Départ", courriel: "depart@exemple.fr", lettre: true });
    const path = await link(id, "depart@exemple.fr");
    expect((await town.app.request(path)).status).toBe(200);
    expect((await findEntry(ctx, MEMBER, id))?.answers["lettre"]).toBe(true);
    const press = () =>
      town.app.request(path, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
      });
    for (const answer of [await press(), await press()]) expect(answer.status).toBe(200);
    const entry = await findEntry(ctx, MEMBER, id);
    expect(entry?.answers["lettre"]).toBe(false);
    const history = await entryHistory(ctx, MEMBER, id);
    expect(history.map(({ type }) => type)).toEqual([history[0]?.type, "se-desinscrire"]);
    expect(history[1]?.data).toMatchObject({
      unsubscribed: "mail",
      changes: [{ field: "lettre", before: true, after: false }],
    });
    const work = await launched(town, [id], NEWS);
    await drainWorks(ctx);
    expect(await reasons(work)).toEqual([["refused", "N’a pas accepté de recevoir ces envois."]]);
  });

  test("says nothing to who made the address up, nor to another town", async () => {
    const id = await join(town, { nom: "Reste", courriel: "reste@exemple.fr", lettre: true });
    const path = await link(id, "reste@exemple.fr");
    for (const wrong of [
      `${path}x`,
      path.replace("mulhouse", "illzach"),
      "/mulhouse/desabonnement/%00",
      path.slice(0, -9),
    ]) {
      expect((await town.app.request(wrong, { method: "POST" })).status).toBe(404);
    }
    expect(readUnsubscribe(ctx, "illzach", path.split("/").at(-1) ?? "")).toBeNull();
    expect((await findEntry(ctx, MEMBER, id))?.answers["lettre"]).toBe(true);
  });
});

describe("someone else's list", () => {
  test("is not to be seen, and its work is nobody else's", async () => {
    const id = await join(town, { nom: "Privé", adresse: HOME });
    const work = await chosen(town, [id]);
    const { headers } = await town.sitting("partner");
    expect((await town.app.request(`/mulhouse/agent/travaux/${work}?action=_etiquettes`, { headers })).status).toBe(
      404,
    );
  });
});
