import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { countOutcomes } from "../../server/store/work-items.ts";
import { stopWork } from "../../server/store/works.ts";
import { closeMail } from "../../server/worker/mail.ts";
import { drain } from "../../server/worker/worker.ts";
import { drainWorks, workTurn } from "../../server/worker/works.ts";
import { type MailServer, openMailServer } from "../helpers/mail-server.ts";
import { offer } from "../helpers/offer.ts";
import { CLUB, chosen, HOME, join, LABELS, launched, NEWS, workOf } from "./sendings-office.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
let ctx: Context;
let server: MailServer;

beforeAll(async () => {
  server = await openMailServer();
  town = await openTown({ messagesADay: 0, smtpUrl: server.url, publicUrl: "https://demarches.exemple.fr" });
  ctx = town.ctx;
  await offer(ctx, CLUB, [MEMBER]);
});
afterAll(async () => {
  closeMail();
  await server.close();
  await town.stop();
});

/** Sends the form of what is to be written, as this person. */
async function asks(work: string, what: string, fields: Record<string, string>, person: Person = "agent") {
  const { headers, csrf } = await town.sitting(person);
  return town.app.request(`/mulhouse/agent/travaux/${work}/actions/${what}`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
  });
}

const text = { motif: "consent", objet: "Des nouvelles", texte: "Bonjour {{ nom }}" };

describe("a text to many", () => {
  test.each([
    ["names what the service keeps to itself", { texte: "Note : {{ secret }}" }, "est interne"],
    ["names nothing of the fiche", { texte: "{{ inconnu }}" }, "inconnu"],
    ["opens what it does not close", { objet: "{{ nom" }, "n&#39;est pas fermée"],
    ["leads to a request there is not", { texte: "{{ lien }}" }, "mène à une demande"],
    ["quotes without end", { texte: "{{ nom }}".repeat(101) }, "plus de 100 réponses"],
    ["is owed to all without a reason", { motif: "service" }, "pour quelle raison"],
    ["has no subject", { objet: " " }, "Écrivez l’objet."],
    ["is longer than a letter", { texte: "x".repeat(10_001) }, "dépasse"],
  ])("is refused where it is typed when it %s", async (_, wrong, said) => {
    const work = await chosen(town, [await join(town, { nom: "Ada", courriel: "ada@exemple.fr", lettre: true })]);
    const answer = await asks(work, "_courriel", { ...text, ...wrong });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page.replaceAll("'", "&#39;")).toContain(said);
    expect(page).toContain('id="erreurs"');
    expect((await workOf(town, work)).params).not.toHaveProperty("action");
  });

  test("makes neither a header nor a tag of what a fiche says, and carries its way out", async () => {
    const nom = "Zoé <script>alert(1)</script> {{ secret }} Bcc: pirate@exemple.fr";
    await launched(
      town,
      [await join(town, { nom, courriel: "zoe@exemple.fr", lettre: true, secret: "dossier noir" })],
      NEWS,
    );
    await drainWorks(ctx);
    await drain(ctx);
    const got = server.received.find(({ to }) => to === "zoe@exemple.fr");
    const header = (name: string) => got?.mail.headers.find(({ key }) => key === name)?.value;
    expect(got?.mail.bcc ?? []).toEqual([]);
    expect(header("list-unsubscribe")).toMatch(/^<https:\/\/demarches\.exemple\.fr\/mulhouse\/desabonnement\/[\w-]+>$/);
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(got?.mail.subject).toContain("<script>");
    expect(got?.mail.html).not.toContain("<script>");
    expect(`${got?.mail.html} ${got?.mail.text}`).not.toContain("dossier noir");
  });

  test("is not written by who only reads, whatever she posts", async () => {
    const { agent: reader } = town.people.reader;
    expect(reader).not.toBeNull();
    const { headers, csrf } = await town.sitting("reader");
    const id = await join(town, { nom: "Lue", courriel: "lue@exemple.fr", lettre: true });
    const picked = await town.app.request("/mulhouse/agent/voirie/adherent/lot", {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ _csrf: csrf, portee: "choix", liste: "", dossier: id }).toString(),
    });
    expect(picked.status).toBe(403);
    const work = await chosen(town, [id]);
    expect((await asks(work, "_courriel", text, "reader")).status).toBe(404);
  });

  test("tried on oneself goes to the agent alone, with nobody's way out, and not without end", async () => {
    const work = await chosen(town, [await join(town, { nom: "Essai", courriel: "essai@exemple.fr", lettre: true })]);
    const before = server.received.length;
    expect(await (await asks(work, "_courriel", { ...text, faire: "essai" })).text()).toContain("Un essai part à");
    await drain(ctx);
    const got = server.received.slice(before);
    expect(got.map(({ to }) => to)).toEqual([town.people.agent.agent?.email]);
    expect(got[0]?.mail.text).toContain("/desabonnement/…");
    for (let trial = 0; trial < 20; trial += 1) await asks(work, "_courriel", { ...text, faire: "essai" });
    expect(await (await asks(work, "_courriel", { ...text, faire: "essai" })).text()).toContain("beaucoup d’essais");
  });
});

describe("a recipient whom her server refuses", () => {
  test("is told on her fiche, and the others receive theirs", async () => {
    const gone = await join(town, { nom: "Partie", courriel: "inconnue@exemple.fr", lettre: true });
    const there = await join(town, { nom: "Là", courriel: "la@exemple.fr", lettre: true });
    const work = await launched(town, [gone, there], NEWS);
    await drainWorks(ctx);
    await drain(ctx);
    expect(server.received.filter(({ to }) => to === "la@exemple.fr")).toHaveLength(1);
    const { headers } = await town.sitting("agent");
    const page = await (await town.app.request(`/mulhouse/agent/travaux/${work}`, { headers })).text();
    expect(page).toContain("1 courriel remis au serveur");
    expect(page).toContain("1 refusé ou revenu");
  });
});

describe("ten thousand recipients", () => {
  test("are counted, labelled on one file, and stopped where they are when their agent says so", {
    timeout: 240_000,
  }, async () => {
    const model = await join(town, { nom: "Modèle", adresse: HOME, courriel: "un@exemple.fr", lettre: true });
    const ids = await withActor(ctx.db, { member: MEMBER }, async (tx) => {
      const rows = await tx<{ id: string }[]>`
        insert into entry
        select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'reference', 'T' || n,
          'answers', e.answers || jsonb_build_object('nom', 'Nom ' || n, 'courriel', 'p' || n || '@exemple.fr')))).*
        from entry e cross join generate_series(1, 10000) n where e.member_id = ${MEMBER} and e.id = ${model} returning id`;
      return rows.map(({ id }) => id);
    });
    const labels = await launched(town, ids, LABELS);
    await drainWorks(ctx);
    expect(await workOf(town, labels)).toMatchObject({ state: "done", progress: 10_000 });
    expect((await countOutcomes(ctx.db, { member: MEMBER, id: labels })).get("done")).toBe(10_000);
    const mailing = await launched(town, ids, NEWS);
    await workTurn(ctx, ["bulk"]);
    expect(await stopWork(ctx.db, { member: MEMBER, id: mailing }, ctx.clock())).toBe(true);
    await drainWorks(ctx);
    const before = server.received.length;
    await drain(ctx);
    expect(server.received.length - before).toBe(50);
    const outcomes = await countOutcomes(ctx.db, { member: MEMBER, id: mailing });
    expect([outcomes.get("done"), outcomes.get("stopped")]).toEqual([50, 9_950]);
  });
});
