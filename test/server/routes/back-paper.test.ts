import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../server/app.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { readPdf } from "../../helpers/pdf.ts";
import { Browser } from "../identity/installation.ts";
import { atWork, fieldsOf, GARDEN, hire, type Office, openOffice, stored } from "./back-office.ts";

const LOAN = buildDefinition({
  id: "culture/emprunt",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom de l’emprunteur" },
    caution: { type: "boolean", title: "Avec une caution ?", "x-widget": "radio" },
    montant: { type: "integer", "x-widget": "money", title: "Montant de la caution", "x-when": "caution" },
    note: { type: "string", title: "Note du service", "x-internal": true },
  },
  definition: { list: ["nom"], clock: { regime: "SVR", delay: "P2M" } },
});
const DEFINITIONS = [LOAN, GARDEN];
const NEW = `/mulhouse/agent/${LOAN.id}/nouveau`;

let office: Office;
let app: Hono<AppEnv>;
let agent: Browser;

beforeAll(async () => {
  const find = (id: string) => DEFINITIONS.find((each) => each.id === id);
  const installed = await openOffice({
    definitions: () => DEFINITIONS,
    definition: (_member, id) => find(id) ?? null,
    version: async (_member, id) => find(id) ?? LOAN,
  });
  app = createApp(installed.ctx, { links: { front: "/f.css", back: "/b.css", script: "/s.js" }, find: () => null });
  office = { ...installed, app };
  agent = await atWork(office, await hire(office.ctx, "Sophie Muller"));
});
afterAll(() => office.stop());

describe("a form on paper", () => {
  test("is a PDF of its questions, their conditions in words, where to send it and what becomes of the answers", async () => {
    const answer = await new Browser(app).get(`/mulhouse/${LOAN.id}/papier`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    const { text, tagged, language, tags } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(text).toContain("Nom de l’emprunteur");
    expect(text).toContain("Répondez seulement si vous avez répondu « Oui » à la question 2.");
    expect(text).toContain("Où envoyer ce formulaire");
    expect(text).toContain("Durée de conservation");
    expect(text).not.toContain("Note du service");
    expect([tagged, language]).toEqual([true, "fr-FR"]);
    expect(tags.filter((tag) => tag === "H2").length).toBeGreaterThan(2);
  });

  test("is offered on the page of the service", async () => {
    const page = await (await new Browser(app).get(`/mulhouse/${LOAN.id}`)).text();
    expect(page).toContain(`/mulhouse/${LOAN.id}/papier`);
  });

  test("is none for a register, that agents keep", async () => {
    expect((await new Browser(app).get(`/mulhouse/${GARDEN.id}/papier`)).status).toBe(404);
  });
});

describe("an agent who types a paper form back in", () => {
  const types = async (fields: Record<string, string>) => {
    const form = fieldsOf(await (await agent.get(`${NEW}?canal=papier`)).text(), NEW);
    return agent.post(NEW, {
      ...form,
      "root[nom]": "Yvonne Roth",
      "root[caution]": "false",
      canal: "papier",
      ...fields,
    });
  };

  test("reads the numbers of the paper beside the questions, in its order", async () => {
    const page = await (await agent.get(`${NEW}?canal=papier`)).text();
    expect(page.indexOf("1. Nom de l’emprunteur")).toBeGreaterThan(0);
    expect(page.indexOf("2. Avec une caution")).toBeGreaterThan(page.indexOf("1. Nom de l’emprunteur"));
    expect(await (await agent.get(NEW)).text()).not.toContain("1. Nom de l’emprunteur");
  });

  test("says when it came: legal delays count from that day, which the history keeps", async () => {
    const answer = await types({ recu: "2026-02-20" });
    expect(answer.status).toBe(303);
    const id = (answer.headers.get("location") ?? "").split(/[/?#]/)[5] ?? "";
    const { entry, history } = await stored(office, id);
    expect(entry.clock).toMatchObject({ receivedOn: "2026-02-20", due: "2026-04-20" });
    expect(history[0]?.data).toMatchObject({ channel: "papier", receivedOn: "2026-02-20" });
    expect(await (await agent.get(`/mulhouse/agent/${LOAN.id}/${id}/recepisse`)).text()).toContain("20 février 2026");
  });

  test.each([
    ["bonjour", "Écrivez la date de réception en entier"],
    ["2099-01-01", "La date de réception est à venir"],
    ["2001-01-01", "La date de réception a plus d’un an"],
  ])("is told what is wrong with %s, her answers kept", async (recu, message) => {
    const answer = await types({ recu });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(message);
    expect(page).toContain("Yvonne Roth");
    expect(page).toContain(`value="${recu}"`);
  });

  test("may leave the day out: it is today", async () => {
    const answer = await types({ recu: "" });
    expect(answer.status).toBe(303);
  });
});
