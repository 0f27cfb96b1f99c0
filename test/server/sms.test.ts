import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeSms, startFakeSms } from "../../server/connectors/fake-sms/fake-sms.ts";
import { httpSms } from "../../server/connectors/sms/http-sms.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { RECEIPTS, receiptToken } from "../../server/sms-receipt-token.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { type Browser, hidden } from "./identity/installation.ts";
import { words } from "./routes/back-office.ts";
import { browserOf, placesOf, read, send } from "./routes/conversation-office.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

/** A pool card: a text when it is ready, a reminder a service may send. */
const POOL = buildDefinition({
  id: "sports/piscine",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 2000 },
    courriel: { type: "string", format: "email", title: "Courriel" },
    portable: { type: "string", format: "phone", title: "Portable" },
  },
  definition: { privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "sports", retention: "P1Y" } },
  workflow: {
    states: {
      deposee: {
        entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
        meta: { label: "Reçue", sentence: "Votre demande est arrivée.", task: true },
        on: {
          rappeler: {
            actions: [{ type: "mail", params: { to: "courriel", template: "rappel" } }],
            meta: { label: "Rappeler" },
          },
          delivrer: {
            target: "prete",
            actions: [{ type: "sms", params: { to: "portable", template: "prete" } }],
            meta: { label: "Délivrer" },
          },
        },
      },
      prete: { type: "final", meta: { label: "Prête", sentence: "Votre carte est prête." } },
    },
    templates: {
      accuse: { subject: "Reçue", body: "Bonjour,\n\nSuivre la demande : {{lien}}" },
      rappel: {
        subject: "Rappel",
        body: "Répondez : {{lien}}",
        sms: "N’oubliez pas {{nom}} : {{lien}}",
        reminder: true,
      },
      prete: { subject: "Carte prête", body: "Prête", sms: "Votre carte est prête, {{nom}}. {{lien}}" },
    },
  },
});

let town: Town;
let fake: FakeSms;
let agent: Browser;
let holder: Browser;

beforeAll(async () => {
  town = await openTown();
  fake = await startFakeSms({
    key: "cle",
    delay: 5,
    receipt: async (body) => {
      const headers = { "Content-Type": "application/json" };
      const path = `${RECEIPTS}/${receiptToken(town.ctx)}`;
      return (await town.app.request(path, { method: "POST", headers, body: JSON.stringify(body) })).ok;
    },
  });
  Object.assign(town.ctx, { sms: httpSms(fake.settings) });
  await offer(town.ctx, POOL);
  agent = await browserOf(town, town.people.agent);
  holder = await browserOf(town, town.people.holder);
});
beforeEach(() => drain(town.ctx));
afterAll(async () => {
  await fake.close();
  await town.stop();
});

async function filed(portable: string, nom = "Zoé", courriel = "zoe@exemple.fr") {
  const answers = { nom, courriel, ...(portable !== "" && { portable }) };
  town.advance(1000);
  const id = await fileEntry(town, town.people.holder, POOL, answers);
  return { id, ...placesOf(id, POOL) };
}

/** Sends an event by its button. */
async function does(back: string, type: string): Promise<void> {
  town.advance(1000);
  const revision = hidden(await read(agent, back), "revision");
  const sent = await send(agent, back, `${back}/evenements/${type}`, { revision });
  expect(sent.status, await sent.clone().text()).toBe(303);
  await drain(town.ctx);
}

const last = () => fake.taken().at(-1);

describe("a text message", () => {
  test("leaves for a French mobile in plain letters, with the link, and its receipt reaches the entry", async () => {
    const { back } = await filed("06 39 98 12 34", "Zoë « la reine »");
    await does(back, "delivrer");
    expect(last()?.to).toBe("+262639981234");
    expect(last()?.text).toMatch(
      /^Votre carte est prete, Zoe " la reine "\. http:\/\/localhost\/mulhouse\/suivi\/[\w-]{32}$/,
    );
    expect(words(await read(agent, back))).toMatch(/SMS Carte prête (Envoyé|Remis) .* \+262639981234/);
    await fake.settled();
    expect(words(await read(agent, back))).toMatch(/SMS Carte prête Remis/);
    const kept = (await latestMails(town.ctx, 5)).find(({ channel }) => channel === "sms");
    expect(kept).toMatchObject({ channel: "sms", recipient: "+262639981234" });
  });

  test("does not leave for another number, and the entry says why", async () => {
    const before = fake.taken().length;
    for (const [number, why] of [
      ["03 89 00 00 00", "pas un numéro de mobile français"],
      ["+4915112345678", "pas un numéro de mobile français"],
      ["06 39 98 12 00", "l’opérateur l’a refusé"],
    ] as const) {
      const { back } = await filed(number);
      await does(back, "delivrer");
      expect(words(await read(agent, back)), number).toContain(why);
    }
    expect(fake.taken()).toHaveLength(before);
  });

  test("is tried again when the provider is busy, and leaves once", async () => {
    const { back } = await filed("06 39 98 12 29");
    await does(back, "delivrer");
    expect(last()?.to).not.toBe("+262639981229");
    town.advance(10_000);
    await drain(town.ctx);
    expect(fake.taken().filter(({ to }) => to === "+262639981229")).toHaveLength(1);
  });

  test("that never arrives is something to do", async () => {
    const { back } = await filed("06 39 98 12 99");
    await does(back, "delivrer");
    await fake.settled();
    expect(words(await read(agent, back))).toContain("Courriel non arrivé");
    expect(await read(agent, `/${MEMBER}/agent/taches?sorte=bounce`)).toContain(back);
  });

  test("keeps within three parts, its link whole, however long what it quotes", async () => {
    const { back } = await filed("06 39 98 12 35", "très ".repeat(200));
    await does(back, "delivrer");
    const { text = "" } = last() ?? {};
    expect(text.length).toBeLessThanOrEqual(459);
    expect(text).toMatch(/\.\.\. http:\/\/localhost\/mulhouse\/suivi\/[\w-]{32}$/);
  });
});

describe("a delivery receipt", () => {
  test("is taken with the secret alone, in the forms providers send", async () => {
    const { back } = await filed("06 39 98 12 36");
    await does(back, "delivrer");
    await fake.settled();
    const id = last()?.id ?? "";
    const path = `${RECEIPTS}/${receiptToken(town.ctx)}`;
    const post = (body: string, type: string, to = path) =>
      town.app.request(to, { method: "POST", body, headers: { "Content-Type": type } });
    const json = JSON.stringify({ id, status: "undelivered" });
    expect((await post(json, "application/json", `${RECEIPTS}/devine`)).status).toBe(404);
    expect(words(await read(agent, back))).toContain("Remis");
    expect((await post(`id=${id}&status=transit`, "application/x-www-form-urlencoded")).status).toBe(204);
    expect((await post("{", "application/json")).status).toBe(400);
    expect((await post("[]", "application/json")).status).toBe(400);
    expect((await post("x".repeat(30_000), "application/json")).status).toBe(400);
    expect((await town.app.request(`${path}?id=autre&status=delivered`)).status).toBe(404);
    expect((await town.app.request(`${path}?id=${id}&status=UNDELIVERED`)).status).toBe(204);
    expect(words(await read(agent, back))).toContain("Revenu");
  });
});

describe("how a citizen wants to be reached", () => {
  const path = "/mon-espace/notifications";
  const choose = (rappels: string, messages: string, telephone = "06 39 98 12 37") =>
    send(holder, path, path, {
      "root[rappels]": rappels,
      "root[messages]": messages,
      "root[telephone]": telephone,
    });

  test("asks for a mobile number before any text message", async () => {
    const refused = await choose("sms", "mail", "03 89 00 00 00");
    expect([refused.status, words(await refused.text())]).toEqual([422, expect.stringContaining("mobile français")]);
    expect((await choose("sms", "both")).status).toBe(303);
    expect(await read(holder, path)).toMatch(/value="sms"[^>]*checked|checked[^>]*value="sms"/);
  });

  test("is followed for reminders and messages; what the law asks for still leaves by mail", async () => {
    await choose("sms", "both");
    const { back } = await filed("");
    await drain(town.ctx);
    const subjects = async () => (await latestMails(town.ctx, 200)).map((mail) => `${mail.channel} ${mail.subject}`);
    expect((await subjects())[0]).toBe("mail Reçue");
    const count = (await subjects()).length;
    await does(back, "rappeler");
    expect((await subjects()).slice(0, -count)).toEqual(["sms Rappel"]);
    expect(last()).toMatchObject({ to: "+262639981237", text: expect.stringMatching(/^N'oubliez pas Zoé : http/) });
    town.advance(1000);
    await send(agent, back, `${back}/messages`, { "message[texte]": "Venez demain." });
    await drain(town.ctx);
    const told = (await subjects()).slice(0, -count - 1).map((subject) => subject.slice(0, 4));
    expect(told.sort()).toEqual(["mail", "sms "]);
    expect(last()?.text).not.toContain("Venez demain");
  });

  test("is mailed what no text message could tell her", async () => {
    await choose("sms", "sms", "06 39 98 12 00");
    const { back } = await filed("", "Zoé", "zoe.weber@exemple.fr");
    await drain(town.ctx);
    await does(back, "rappeler");
    expect((await latestMails(town.ctx, 1))[0]).toMatchObject({ channel: "mail", subject: "Rappel" });
    expect(words(await read(agent, back))).toMatch(/SMS Rappel Refusé .* l’opérateur l’a refusé/);
  });

  test("leaves nothing in the base that joins her account to her requests", async () => {
    const { account } = town.people.holder;
    const rows = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`select to_jsonb(d)::text as row from delivery d union all select to_jsonb(e)::text from effect e`,
    );
    const all = rows.map(({ row }) => String(row)).join("\n");
    expect(all).not.toContain("639981237");
    expect(all).not.toContain(account?.id ?? "-");
  });
});
