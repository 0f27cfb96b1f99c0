import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../server/app.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import { checkPaperCode, redeemPaperCode } from "../../../server/identity/paper-codes.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Browser } from "../identity/installation.ts";
import { atWork, fieldsOf, GARDEN, hire, type Office, openOffice, stored, words } from "./back-office.ts";

/** A service that asks citizens for an address and writes to it. */
const LOAN = buildDefinition({
  id: "culture/emprunt",
  required: ["nom", "courriel"],
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
  },
  definition: {
    list: ["nom"],
    clock: { regime: "SVR", delay: "P2M" },
    templates: {
      accuse: {
        subject: "Votre demande {{entry.reference}}",
        body: "Bonjour {{nom}},\n\n{{about.service}}\n{{about.silence}}\n\nSuivez-la : {{lien}}",
      },
    },
  },
  workflow: {
    title: "Emprunt",
    opened: "Demande déposée",
    initial: "recue",
    states: {
      recue: {
        entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
        meta: {
          label: "Reçue",
          sentence: "Votre demande est arrivée.",
          next: "Le service vous répond.",
          tone: "active",
          task: true,
        },
        on: {
          accepter: { target: "acceptee", meta: { label: "Accepter" } },
          retirer: { target: "acceptee", meta: { label: "Retirer ma demande", who: ["holder"] } },
        },
      },
      acceptee: { type: "final", meta: { label: "Acceptée", sentence: "Acceptée.", tone: "success" } },
    },
  },
});
const DEFINITIONS = [LOAN, GARDEN];
const NEW = `/mulhouse/agent/${LOAN.id}/nouveau`;

let office: Office;
let app: Hono<AppEnv>;
let anne: AgentIdentity;
let agent: Browser;

beforeAll(async () => {
  const find = (id: string) => DEFINITIONS.find((each) => each.id === id);
  const installed = await openOffice({
    definitions: () => DEFINITIONS,
    definition: (_member, id) => find(id) ?? null,
    version: async (_member, id) => find(id) ?? LOAN,
  });
  const links = { front: "/front.css", back: "/back.css", script: "/script.js" };
  app = createApp(installed.ctx, { links, find: () => null });
  office = { ...installed, app };
  anne = await hire(office.ctx, "Sophie Muller");
  agent = await atWork(office, anne);
});
afterAll(() => office.stop());

/** Files a request for someone; gives its id and where the agent was led. */
async function files(fields: Record<string, string>) {
  const form = fieldsOf(await (await agent.get(NEW)).text(), NEW);
  const answer = await agent.post(NEW, { ...form, canal: "guichet", ...fields });
  const location = answer.headers.get("location") ?? "";
  return { id: location.split(/[/?#]/)[5] ?? "", location, form, status: answer.status };
}
const receiptOf = async (id: string) =>
  words(await (await agent.get(`/mulhouse/agent/${LOAN.id}/${id}/recepisse`)).text());
const codeOn = (text: string) => /\b(\d{4} \d{4})\b/.exec(text)?.[1] ?? "";
/** A browser at the address of the receipt, after typing what it says. */
async function follows(reference: string, code: string) {
  const browser = new Browser(app);
  const form = fieldsOf(await (await browser.get("/mulhouse/suivi")).text(), "/mulhouse/suivi");
  const answer = await browser.post("/mulhouse/suivi", { ...form, "root[reference]": reference, "root[code]": code });
  return { browser, answer };
}

describe("an agent who files for someone", () => {
  test("is told so, chooses how the request came, and keeps that choice when the form comes back", async () => {
    const html = await (await agent.get(NEW)).text();
    expect(words(html)).toContain("Nouvelle demande pour un usager");
    expect(html).toMatch(/value="guichet" checked/);
    const again = await agent.post(NEW, { ...fieldsOf(html, NEW), canal: "courrier", "root[nom]": "" });
    expect(again.status).toBe(422);
    expect(await again.text()).toMatch(/value="courrier" checked/);
  });

  test("acts for a citizen, who holds the request; the channel is in the fact", async () => {
    const { id } = await files({ "root[nom]": "Roth", canal: "telephone" });
    const { entry, history } = await stored(office, id);
    expect(history[0]).toMatchObject({
      actor: { kind: "agent", id: anne.id, name: "Sophie Muller", onBehalfOf: { kind: "citizen" } },
      data: { channel: "telephone" },
    });
    expect(entry.holder).toMatch(/./);
    expect(entry.holder).not.toBe(anne.id);
    const second = await files({ "root[nom]": "Roth" });
    expect((await stored(office, second.id)).entry.holder).not.toBe(entry.holder);
    const odd = await files({ "root[nom]": "Roth", canal: "pigeon" });
    expect((await stored(office, odd.id)).history[0]?.data.channel).toBe("guichet");
  });

  test("is led to the receipt when the citizen left no address, to the request otherwise", async () => {
    expect((await files({ "root[nom]": "Roth" })).location).toMatch(/\/recepisse$/);
    const mailed = await files({ "root[nom]": "Roth", "root[courriel]": "roth@exemple.fr" });
    expect(mailed.location).toContain("?fait=");
    const page = await (await agent.get(mailed.location)).text();
    expect(page).toContain(`/${mailed.id}/recepisse"`);
    expect(await receiptOf(mailed.id)).toContain("part aussi à l’adresse roth@exemple.fr");
  });

  test("makes one request of a form sent twice, whose code stays the one printed", async () => {
    const { id, form } = await files({ "root[nom]": "Kopp" });
    const code = codeOn(await receiptOf(id));
    const twice = await agent.post(NEW, { ...form, canal: "guichet", "root[nom]": "Kopp" });
    expect(twice.headers.get("location")).toContain(id);
    expect(codeOn(await receiptOf(id))).toBe(code);
  });

  test("opens a fiche of a register as before: nobody holds it, and it has no receipt", async () => {
    const path = `/mulhouse/agent/${GARDEN.id}/nouveau`;
    const html = await (await agent.get(path)).text();
    expect(html).not.toContain('name="canal"');
    const fields = { "root[nom]": "Kopp", "root[cabane]": "false", "root[cultures][0][plante]": "Chou" };
    const answer = await agent.post(path, { ...fieldsOf(html, path), ...fields });
    const id = (answer.headers.get("location") ?? "").split(/[/?]/)[5] ?? "";
    const { entry, history } = await stored(office, id);
    expect(entry.holder).toBeNull();
    expect(history[0]?.data).toEqual({});
    expect((await agent.get(`/mulhouse/agent/${GARDEN.id}/${id}/recepisse`)).status).toBe(404);
  });
});

describe("the receipt", () => {
  test("says what an acknowledgement of receipt must, and how to follow the request", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const { entry } = await stored(office, id);
    const text = await receiptOf(id);
    for (const said of [
      entry.reference,
      "Déposée au guichet par Sophie Muller pour l’usager",
      "Ville de Mulhouse",
      "Votre demande est arrivée.",
      "Le service vous répond.",
      "Bonjour Roth",
      "vaut rejet",
      "/mulhouse/suivi",
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain("{{");
    expect(codeOn(text)).not.toBe("");
  });

  test("is shown to whoever works the request, not to a reader nor to another town", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const reader = await atWork(office, await hire(office.ctx, "Luc Haas", { roles: ["lecteur"] }));
    const elsewhere = await atWork(office, await hire(office.ctx, "Paul Ott", { member: "rixheim" }));
    for (const browser of [reader, elsewhere]) {
      expect((await browser.get(`/mulhouse/agent/${LOAN.id}/${id}/recepisse`)).status).toBe(404);
    }
  });

  test("bears a new code when asked, and the one before is worth nothing", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const { reference } = (await stored(office, id)).entry;
    const path = `/mulhouse/agent/${LOAN.id}/${id}/recepisse`;
    const before = codeOn(await receiptOf(id));
    const renewed = await agent.post(path, fieldsOf(await (await agent.get(path)).text(), path));
    expect(renewed.status).toBe(303);
    const after = codeOn(await receiptOf(id));
    expect(after).not.toBe(before);
    expect(await checkPaperCode(office.ctx, reference, before)).toBeNull();
    expect(await checkPaperCode(office.ctx, reference, after)).toEqual({ member: "mulhouse", id });
  });
});

describe("whoever has the receipt", () => {
  test("opens the request with its reference and code, as often as she likes, and acts on it", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const { reference } = (await stored(office, id)).entry;
    const code = codeOn(await receiptOf(id));
    for (const typed of [reference, reference.toLowerCase().replace("-", " ")]) {
      const { browser, answer } = await follows(typed, code.replace(" ", ""));
      expect(answer.headers.get("location")).toBe(`/mulhouse/demandes/${id}`);
      const page = words(await (await browser.get(`/mulhouse/demandes/${id}`)).text());
      expect(page).toContain("Demande déposée au guichet par Sophie Muller pour l’usager");
      expect(page).toContain("Retirer ma demande");
    }
  });

  test("opens that request alone", async () => {
    const one = await files({ "root[nom]": "Roth" });
    const other = await files({ "root[nom]": "Kopp" });
    const { browser } = await follows((await stored(office, one.id)).entry.reference, codeOn(await receiptOf(one.id)));
    expect((await browser.get(`/mulhouse/demandes/${other.id}`)).status).toBe(404);
  });

  test("learns nothing from a wrong code, an unknown reference or another town, and five tries void the code", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const { reference } = (await stored(office, id)).entry;
    const code = codeOn(await receiptOf(id));
    const wrong = code === "0000 0000" ? "1111 1111" : "0000 0000";
    const told = async (...typed: [string, string]) => {
      const { answer } = await follows(...typed);
      expect(answer.status).toBe(422);
      return (await answer.text()).replace(/value="[^"]*"/g, "");
    };
    expect(await told(reference, wrong)).toBe(await told("ZZZZ-ZZZZ", wrong));
    for (let rank = 0; rank < 4; rank += 1) await told(reference, wrong);
    await told(reference, code);
    expect(await receiptOf(id)).toContain("Le code de suivi n’est plus valable");
  });

  test("has ninety days, and the code is gone once it has served to claim the request", async () => {
    const { id } = await files({ "root[nom]": "Roth" });
    const { reference } = (await stored(office, id)).entry;
    const code = codeOn(await receiptOf(id));
    expect(await redeemPaperCode(office.ctx, reference, code)).toEqual({ member: "mulhouse", id });
    expect(await redeemPaperCode(office.ctx, reference, code)).toBeNull();
    const late = await files({ "root[nom]": "Kopp" });
    const printed = codeOn(await receiptOf(late.id));
    office.advance(91 * 86_400_000);
    expect(await checkPaperCode(office.ctx, (await stored(office, late.id)).entry.reference, printed)).toBeNull();
  });
});
