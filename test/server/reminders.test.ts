import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parisDay } from "../../engine/index.ts";
import { oweEveryReminder } from "../../server/commands/owe-reminders.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { morningOf } from "../../server/morning.ts";
import { findEntry } from "../../server/store/entries.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain, tick } from "../../server/worker/worker.ts";
import { offer } from "../helpers/offer.ts";
import { fiche, fichePlaces, heldFiche, KEEPER, LUCIE, pageOf, STAGE } from "./fiche-town.ts";
import { browserOf, send } from "./routes/conversation-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown({ messagesADay: 0 });
  for (const definition of [KEEPER, STAGE]) await offer(town.ctx, definition, [MEMBER]);
});
afterAll(() => town.stop());

/** Goes to the morning of a day, owes what is to be owed, and lets the worker do it. */
async function goesTo(day: string, work: (ctx: Context) => Promise<unknown> = drain): Promise<void> {
  await oweEveryReminder(town.ctx);
  town.advance(morningOf(day).getTime() - town.ctx.clock().getTime());
  await work(town.ctx);
}
const mails = async (address: string) =>
  (await latestMails(town.ctx, 500))
    .filter(({ recipient, subject }) => recipient === address && !subject.includes("vous ouvre"))
    .map(({ subject }) => subject)
    .reverse();
const address = (name: string) => ({ courriel: `${name}@exemple.fr` });

async function sends(id: string, type: string, answers: Record<string, string | number | readonly string[]>) {
  const entry = await findEntry(town.ctx, MEMBER, id);
  const { agent } = town.people.agent;
  if (!entry || !agent) throw new Error("nobody");
  const actor = actorFor(town.ctx, { account: null, agent, grants: [], visitor: null, via: null }, MEMBER, KEEPER);
  const known = type === "modifier" ? { ...entry.answers, ...answers } : answers;
  const request = { member: MEMBER, definitionId: KEEPER.id, id, actor, type, revision: null };
  const sent = await sendEvent(town.ctx, { ...request, ...(type !== "arreter" && { answers: known }) });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}
const CONFIRMS = { places: 1, jours: ["lundi"] };

describe("a confirmation to come", () => {
  test("is recalled thirty and seven days before, once each, and no more once it is made", async () => {
    await heldFiche(town, address("oublie"));
    const said = await heldFiche(town, address("repond"));
    const over = await heldFiche(town, address("finie"));
    await sends(over, "arreter", {});
    await goesTo("2026-05-01");
    expect(await mails("oublie@exemple.fr")).toEqual([]);
    await goesTo("2026-05-02");
    await goesTo("2026-05-03");
    expect(await mails("oublie@exemple.fr")).toEqual(["Confirmez avant le 1er juin 2026"]);
    await sends(said, "confirmer", CONFIRMS);
    await goesTo("2026-05-25");
    await goesTo("2026-05-26");
    expect(await mails("oublie@exemple.fr")).toHaveLength(2);
    expect(await mails("repond@exemple.fr")).toHaveLength(1);
    expect(await mails("finie@exemple.fr")).toEqual([]);
    await goesTo("2026-06-01");
    expect(await mails("oublie@exemple.fr")).toHaveLength(2);
    await goesTo("2026-11-01");
    expect(await mails("repond@exemple.fr")).toHaveLength(2);
  });

  test("leads to her page, by a link that opens nothing to anyone else", async () => {
    const id = await heldFiche(town, address("lien"));
    await goesTo("2026-11-02");
    const [mail] = (await latestMails(town.ctx, 500)).filter(
      ({ recipient, subject }) => recipient === "lien@exemple.fr" && subject.startsWith("Confirmez"),
    );
    const path = /http:\/\/localhost(\S+)/.exec(mail?.body ?? "")?.[1] ?? "";
    expect(path).toBe(fichePlaces(id).front);
    expect((await pageOf(town, "nobody", path)).status).toBe(404);
    expect((await pageOf(town, "holder", path)).status).toBe(200);
  });

  test("is not written of when it was made between the search and the mail", async () => {
    const id = await heldFiche(town, address("entre-temps"));
    await goesTo("2026-11-24", async (ctx) => {
      while ((await owed("remind-mail")) === 0) await tick(ctx);
      await sends(id, "confirmer", CONFIRMS);
      await drain(ctx);
    });
    expect(await mails("entre-temps@exemple.fr")).toEqual([]);
  });
});

/** Effects of a kind that wait. */
async function owed(type: string): Promise<number> {
  const [row] = await readAs(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ count: number }[]>`
      select count(*)::integer as count from effect where type = ${type} and done_at is null and dead_at is null`,
  );
  return row?.count ?? 0;
}

describe("a date to come", () => {
  test("is recalled once, and once more when it changes", async () => {
    const id = await fiche(town, { ...address("agrement"), fin: "2027-06-30" });
    await sends(id, "confirmer", CONFIRMS);
    await goesTo("2027-02-27");
    expect(await mails("agrement@exemple.fr")).toEqual([]);
    await goesTo("2027-02-28");
    await goesTo("2027-03-01");
    await goesTo("2027-03-02");
    expect(await mails("agrement@exemple.fr")).toEqual(["Votre agrément finit le 30 juin 2027"]);
    await sends(id, "modifier", { fin: "2027-07-31" });
    await goesTo("2027-03-31");
    await goesTo("2027-04-01");
    expect(await mails("agrement@exemple.fr")).toHaveLength(2);
    await sends(id, "modifier", { fin: "2027-06-30" });
    await goesTo("2027-04-02");
    expect(await mails("agrement@exemple.fr")).toHaveLength(2);
  });

  test("is in the list of what agents recall until one of them settles it, or it changes", async () => {
    const list = `${fichePlaces("").list}/rappels`;
    const id = await fiche(town, { ...address("liste"), nom: "Odile Liste", fin: "2027-09-30" });
    const other = await fiche(town, { ...address("autre"), nom: "Zoé Autre", fin: "2027-09-30" });
    await goesTo("2027-06-01");
    const first = await pageOf(town, "agent", list);
    expect(first.html).toContain("Odile Liste");
    expect(first.html).toContain("30 septembre 2027");
    await sends(other, "modifier", { fin: "2029-09-30" });
    expect((await pageOf(town, "agent", list)).html).not.toContain("Zoé Autre");
    const line = { collectivite: MEMBER, fiche: id, rappel: "fin", date: "2027-09-30" };
    const reader = await browserOf(town, town.people.reader);
    expect((await send(reader, list, list, line)).status).toBe(403);
    const agent = await browserOf(town, town.people.agent);
    const settled = await send(agent, list, list, line);
    expect(settled.headers.get("location")).toContain("fait=vu");
    expect((await send(agent, list, list, line)).headers.get("location")).toContain("fait=trop-tard");
    await goesTo("2027-06-02");
    expect((await pageOf(town, "agent", list)).html).not.toContain("Odile Liste");
    const again = await browserOf(town, town.people.agent);
    expect((await send(again, list, list, { ...line, fiche: "x" })).status).toBe(404);
    expect((await send(again, list, list, { ...line, collectivite: "rixheim" })).status).toBe(404);
  });

  test("is for agents to say when there is no address", async () => {
    const { courriel: _, ...without } = LUCIE;
    const id = await fiche(town, { ...without, nom: "Sans Adresse", courriel: "a@exemple.fr" });
    await sends(id, "modifier", { courriel: "" }).catch(() => undefined);
    await withActor(town.ctx.db, { member: MEMBER }, async (tx) => {
      await tx`update entry set answers = answers - 'courriel' where id = ${id}`;
    });
    await goesTo("2027-11-02");
    const { html } = await pageOf(town, "agent", `${fichePlaces("").list}/rappels`);
    expect(html).toContain("Sans Adresse");
    expect(html).toContain("Aucun : à dire autrement");
  });
});

describe("two workers, and one that dies", () => {
  test("write once to each of many, whoever does what", async () => {
    const names = Array.from({ length: 260 }, (_, index) => `nombre${index}`);
    for (const name of names) {
      await fiche(town, { ...address(name), fin: "2028-12-31" });
    }
    await goesTo("2028-08-31", async (ctx) => {
      await Promise.all([drain(ctx), drain(ctx), drain({ ...ctx })]);
      await oweEveryReminder(ctx);
      await Promise.all([drain(ctx), drain(ctx)]);
    });
    const sent = (await latestMails(town.ctx, 2_000)).filter(({ subject }) => subject.includes("31 décembre 2028"));
    expect(sent.map(({ recipient }) => recipient).sort()).toEqual(names.map((name) => `${name}@exemple.fr`).sort());
  }, 120_000);

  test("lose nothing and repeat nothing when the search fails on its way", async () => {
    await fiche(town, { ...address("panne"), fin: "2030-12-31" });
    const failing = (ctx: Context): Context => {
      let left = 3;
      const version: Context["catalogue"]["version"] = async (...of) => {
        left -= 1;
        if (left <= 0) throw new Error("the process dies here");
        return ctx.catalogue.version(...of);
      };
      return { ...ctx, catalogue: { ...ctx.catalogue, version } };
    };
    await goesTo("2030-08-31", (ctx) => drain(failing(ctx)));
    expect(await mails("panne@exemple.fr")).toEqual([]);
    expect(await owed("remind-some")).toBe(1);
    town.advance(3_600_000);
    await drain(town.ctx);
    expect(await mails("panne@exemple.fr")).toEqual(["Votre agrément finit le 31 décembre 2030"]);
    expect(parisDay(town.ctx.clock().toISOString())).toBe("2030-08-31");
  });
});
