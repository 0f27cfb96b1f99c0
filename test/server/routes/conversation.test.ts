import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAccount } from "../../../server/commands/export-account.ts";
import { verify } from "../../../server/commands/verify.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { drain } from "../../../server/worker/worker.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import { pngOf } from "../../helpers/pictures.ts";
import { Browser } from "../identity/installation.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { fileEntry, link, openTown, PDF, type Town } from "../whole-town.ts";
import { words } from "./back-office.ts";
import { browserOf, placesOf, read, send } from "./conversation-office.ts";

/** A service that takes no message once it has decided. */
const CLOSED = buildDefinition({
  id: "voirie/benne",
  workflow: {
    states: {
      deposee: { type: "final", meta: { label: "Reçue", sentence: "Votre demande est arrivée.", messages: false } },
    },
  },
});

let town: Town;
let agent: Browser;
let holder: Browser;
beforeAll(async () => {
  town = await openTown();
  agent = await browserOf(town, town.people.agent);
  holder = await browserOf(town, town.people.holder);
});
afterAll(() => town.stop());

const message = (text: string) => ({ "message[texte]": text });
const note = (text: string) => ({ "note[texte]": text });

async function asked(text = "Quelle surface, en mètres carrés ?") {
  const id = await fileEntry(town, town.people.holder);
  const at = placesOf(id);
  const sent = await send(agent, at.back, `${at.back}/messages`, message(text));
  expect(sent.status, await sent.clone().text()).toBe(303);
  town.advance(60_000);
  return { id, ...at };
}

async function answered(text = "Douze mètres carrés.") {
  const at = await asked();
  const sent = await send(holder, `${at.front}/messages`, `${at.front}/messages`, message(text));
  expect(sent.status, await sent.clone().text()).toBe(303);
  town.advance(60_000);
  return at;
}

describe("the conversation of an entry", () => {
  test("goes from the agent to the citizen by a mail that gives a link and not the words", async () => {
    const { front } = await asked("Quelle surface occupez-vous ?");
    await drain(town.ctx);
    const mail = (await latestMails(town.ctx, 5)).find(({ subject }) => subject.startsWith("Vous avez un message"));
    expect(mail).toMatchObject({ recipient: "yvonne@exemple.fr", memberId: MEMBER });
    expect(mail?.body).not.toContain("surface");
    const path = /http:\/\/localhost(\/\S+)/.exec(mail?.body ?? "")?.[1] ?? "";
    const visitor = new Browser(town.app);
    const opened = await visitor.get(path);
    expect(opened.headers.get("location")).toBe(`${front}/messages`);
    expect(await read(visitor, `${front}/messages`)).toContain("Quelle surface occupez-vous ?");
  });

  test("is unread for the citizen until she opens it, on her page and in her space, then seen when she did", async () => {
    const { front, back } = await asked();
    expect(await read(agent, back)).toContain("Pas encore vu par le demandeur");
    expect(await read(holder, front)).toContain("Vous avez un nouveau message du service.");
    expect(await read(holder, "/mon-espace")).toContain("1 nouveau message");
    expect(await read(agent, back)).toContain("Pas encore vu par le demandeur");
    expect(words(await read(holder, `${front}/messages`))).toContain("Nouveau");
    expect(await read(agent, back)).toMatch(/Vu par le demandeur le 3 mars 2026/);
    expect(await read(holder, front)).not.toContain("nouveau message");
    expect(await read(holder, "/mon-espace")).not.toContain(`${front}/messages`);
    expect(words(await read(holder, `${front}/messages`))).not.toContain("Nouveau");
  });

  test("comes back to the agents as something to do, until one answers or settles it", async () => {
    const { back } = await answered();
    const home = words(await read(agent, `/${MEMBER}/agent`));
    expect(home).toMatch(/1 réponse reçue/);
    expect(await read(agent, `/${MEMBER}/agent/taches?sorte=reply`)).toContain(back);
    expect(await read(agent, back)).toContain("Douze mètres carrés.");
    // Reading is not answering: a colleague still finds it.
    expect(await read(agent, `/${MEMBER}/agent/taches?sorte=reply`)).toContain(back);
    await send(agent, back, `${back}/messages`, message("Merci."));
    expect(await read(agent, `/${MEMBER}/agent/taches?sorte=reply`)).not.toContain(back);
    const other = await answered();
    const settled = await send(agent, other.back, `${other.back}/taches/reply`, {});
    expect(words(await read(agent, settled.headers.get("location") ?? ""))).toContain("il n’y a plus rien à faire");
    expect(await read(agent, `/${MEMBER}/agent/taches`)).not.toContain(other.back);
  });

  test("says to the citizen whether the service saw her answer", async () => {
    const { back, front } = await answered();
    expect(await read(holder, `${front}/messages`)).toContain("Pas encore vu par le service");
    await read(await browserOf(town, town.people.reader), back);
    expect(await read(holder, `${front}/messages`)).toContain("Pas encore vu par le service");
    await read(agent, back);
    expect(await read(holder, `${front}/messages`)).toMatch(/Vu par le service le 3 mars 2026/);
  });

  test("takes files, which only those who may read the entry open", async () => {
    const { front, back } = await asked();
    const file = new File([PDF], "plan de la terrasse.pdf", { type: "application/pdf" });
    const sent = await send(holder, `${front}/messages`, `${front}/messages`, message("Voici le plan."), [file]);
    expect(sent.status, await sent.clone().text()).toBe(303);
    const href = /href="([^"]*fichiers[^"]*)">plan de la terrasse/.exec(await read(agent, back))?.[1] ?? "";
    expect((await agent.get(href)).status).toBe(200);
    const stranger = await browserOf(town, town.people.citizen);
    expect((await stranger.get(href.replace(back, front))).status).toBe(404);
  });

  test.each(["agent", "citizen"])("keeps a file as soon as it is chosen, and sends nothing yet: %s", async (who) => {
    const { front, back } = await asked();
    const [by, page, path] =
      who === "agent" ? [agent, back, `${back}/messages`] : [holder, `${front}/messages`, `${front}/messages`];
    const sends = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
      send(by, page, path, message("Voici"), [new File([content], name)], { "X-Partial": "fields" });
    const drawn = await (await sends("terrasse.png", Uint8Array.from(pngOf(40, 30)))).text();
    expect(drawn).toMatch(/^<div class="fields/);
    const id = /name="message\[pieces\]" value="([0-9a-f-]{36})"/.exec(drawn)?.[1] ?? "";
    expect(drawn).toContain("terrasse.png");
    expect(words(await (await sends("facture.pdf", "MZ\x90\0")).text())).toContain(
      "facture.pdf : Ce fichier est un programme",
    );
    expect(await read(by, page)).not.toContain("terrasse.png");
    await send(by, page, path, { ...message("Voici la terrasse."), "message[pieces]": id });
    const html = await read(by === agent ? holder : agent, by === agent ? `${front}/messages` : back);
    expect(html).toContain("terrasse.png");
    const picture = /<img src="([^"]+)" alt="terrasse.png"/.exec(html)?.[1] ?? "";
    const shown = await (by === agent ? holder : agent).get(picture);
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
  });

  test("draws no form for who may not write", async () => {
    const { back } = await asked();
    const reader = await browserOf(town, town.people.reader);
    const partial = { "X-Partial": "fields" };
    expect((await send(reader, back, `${back}/messages`, message("Oui"), [], partial)).status).toBe(409);
  });

  test("keeps what was typed with what to mend when it cannot be taken", async () => {
    const { front, back } = await asked();
    const empty = await send(holder, `${front}/messages`, `${front}/messages`, message("   "));
    expect([empty.status, words(await empty.text())]).toEqual([422, expect.stringContaining("Écrivez votre message.")]);
    const long = `${"é".repeat(10_001)}`;
    const tooLong = await send(agent, back, `${back}/messages`, message(long));
    const html = await tooLong.text();
    expect([tooLong.status, words(html)]).toEqual([422, expect.stringContaining("10 000 caractères au plus")]);
    expect(html).toContain(long);
    const whole = await send(agent, back, `${back}/messages`, message("é".repeat(10_000)));
    expect(whole.status).toBe(303);
  });

  test("shows what someone wrote as text, whatever it is", async () => {
    const { back } = await answered('<script>alert(1)</script> <img src=x onerror="alert(2)">');
    const html = await read(agent, back);
    expect(html).toContain("&lt;script>alert(1)");
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain("<img src=x");
  });

  test("counts a button pressed twice once, and two answers at once as two", async () => {
    const { front } = await asked();
    const path = `${front}/messages`;
    const both = await Promise.all(["Un.", "Deux."].map((text) => send(holder, path, path, message(text))));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    await send(holder, path, path, message("Trois."));
    await send(holder, path, path, message("Trois."));
    const html = await read(holder, path);
    for (const text of ["Un.", "Deux.", "Trois."]) expect(html.split(text)).toHaveLength(2);
  });

  test("is nobody else's: another citizen, another member's agent, a reader, an agent on the citizen's page", async () => {
    const { front, back } = await asked();
    const [stranger, elsewhere, reader] = await Promise.all(
      (["citizen", "elsewhere", "reader"] as const).map((person) => browserOf(town, town.people[person])),
    );
    for (const browser of [stranger, elsewhere]) {
      expect((await browser?.get(`${front}/messages`))?.status).toBe(404);
    }
    if (!stranger || !elsewhere || !reader) throw new Error("nobody");
    expect((await send(stranger, "/mon-espace/informations", `${front}/messages`, message("Moi"))).status).toBe(404);
    expect((await send(elsewhere, "/rixheim/agent/securite", `${back}/messages`, message("Moi"))).status).toBe(404);
    expect((await send(reader, `/${MEMBER}/agent/securite`, `${back}/messages`, message("Moi"))).status).toBe(403);
    expect((await send(agent, back, `${front}/messages`, message("Moi"))).status).toBe(403);
    expect(await read(agent, back)).not.toContain(">Moi<");
  });

  test("opens by the link to another request neither for reading nor for writing", async () => {
    const [first, second] = [await asked(), await asked()];
    const visitor = new Browser(town.app);
    await visitor.get(`/${MEMBER}/suivi/${await link(town, "entry", first.id)}`);
    expect((await visitor.get(`${first.front}/messages`)).status).toBe(200);
    expect((await visitor.get(`${second.front}/messages`)).status).toBe(404);
    const sent = await send(visitor, `${first.front}/messages`, `${second.front}/messages`, message("Moi"));
    expect(sent.status).toBe(404);
  });

  test("refuses a citizen who writes without end, and says when to come back", async () => {
    const { front } = await asked();
    const path = `${front}/messages`;
    let last = new Response();
    for (let count = 0; count <= 20; count += 1) last = await send(holder, path, path, message(`Message ${count}`));
    expect([last.status, Number(last.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect(await last.text()).toContain("Message 20");
  });

  test("is closed where the definition says so", async () => {
    await offer(town.ctx, CLOSED);
    const id = await fileEntry(town, town.people.holder, CLOSED, { nom: "Yvonne" });
    const at = placesOf(id, CLOSED);
    expect(words(await read(agent, at.back))).toContain("n’accepte plus de message");
    const sent = await send(holder, at.front, `${at.front}/messages`, message("Bonjour"));
    expect([sent.status, words(await sent.text())]).toEqual([
      409,
      expect.stringContaining("n’accepte plus de message"),
    ]);
  });

  test("goes with the data a citizen takes away, agents' notes left out", async () => {
    const { back } = await answered("Douze mètres carrés exactement.");
    await send(agent, back, `${back}/notes`, note("Dossier à revoir avec Paul."));
    const { account } = town.people.holder;
    if (!account) throw new Error("no account");
    const taken = JSON.stringify(await exportAccount(town.ctx, { account, grants: [] }));
    expect(taken).toContain("Douze mètres carrés exactement.");
    expect(taken).toContain("Quelle surface, en mètres carrés ?");
    expect(taken).not.toContain("à revoir avec Paul");
  });
});

describe("a note among agents", () => {
  test("is read by colleagues with its author and time, and by no citizen anywhere", async () => {
    const { id, back, front } = await answered();
    const saved = await send(agent, back, `${back}/notes`, note("À revoir avec Paul."));
    expect(words(await read(agent, saved.headers.get("location") ?? ""))).toContain("La note est enregistrée.");
    const seen = words(await read(await browserOf(town, town.people.reader), back));
    expect(seen).toMatch(/Sophie Muller 3 mars 2026 à \d+ h \d+ À revoir avec Paul\./);
    const bearer = { Authorization: `Bearer ${town.people.holder.token}` };
    const api = `/api/v1/${MEMBER}/${TERRACE.id}/entries/${id}`;
    const pages = [
      await read(holder, front),
      await read(holder, `${front}/messages`),
      await read(holder, "/mon-espace"),
      await (await town.app.request(api, { headers: bearer })).text(),
      await (await town.app.request(`${api}/history`, { headers: bearer })).text(),
    ];
    for (const page of pages) expect(page).not.toContain("revoir avec Paul");
  });

  test("is not a reader's to leave", async () => {
    const { back } = await asked();
    const reader = await browserOf(town, town.people.reader);
    expect((await send(reader, `/${MEMBER}/agent/securite`, `${back}/notes`, note("Moi"))).status).toBe(403);
  });
});

describe("what was written", () => {
  test("can be added to and read, never changed, by the application", async () => {
    for (const table of ["message", "message_seen", "note"]) {
      for (const change of ["update", "delete"] as const) {
        const changing = withActor(town.ctx.db, { member: MEMBER }, (tx) =>
          change === "update" ? tx`update ${tx(table)} set at = now()` : tx`delete from ${tx(table)}`,
        );
        await expect(changing, `${change} ${table}`).rejects.toThrow(/permission denied/);
      }
    }
  });

  test("shows when someone altered it behind the application", async () => {
    const { id, back } = await answered();
    await send(agent, back, `${back}/notes`, note("Vrai."));
    expect((await verify(town.ctx)).broken).toEqual([]);
    const alter = (text: string, table: string) =>
      town.database.owner.begin(async (tx) => {
        await tx`select set_config('guichet.system', 'on', true)`;
        await tx`update ${tx(table)} set body = ${text} where entry_id = ${id} and seq = 1`;
      });
    await alter("Autre chose", "message");
    await alter("Faux.", "note");
    const { broken } = await verify(town.ctx);
    expect(broken.map(({ entry, seq, reason }) => [entry, seq, reason])).toEqual([
      [id, 1, "ce message a été modifié"],
      [id, 1, "cette note a été modifiée"],
    ]);
  });
});
