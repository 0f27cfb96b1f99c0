import { afterAll, beforeAll, expect, test } from "vitest";
import { unitId } from "../../../server/commands/units.ts";
import { asksFirst } from "../../helpers/asks-first.ts";
import type { Browser } from "../identity/installation.ts";
import { openAdministration } from "./admin-office.ts";
import { atWork, fieldsOf, hire, type Office, words } from "./back-office.ts";

const UNITS = "/mulhouse/agent/administration/unites";

let office: Office;
let browser: Browser;

beforeAll(async () => {
  office = await openAdministration();
  browser = await atWork(office, await hire(office.ctx, "Anne", { roles: ["admin-membre"], units: [] }));
});
afterAll(() => office.stop());

async function send(path: string, fields: Record<string, string>, page = path): Promise<Response> {
  const html = await (await browser.get(page)).text();
  return browser.post(path, { ...fieldsOf(html, path), ...fields });
}

const add = (nom: string, more: Record<string, string> = {}) => send(`${UNITS}/nouveau`, { nom, ...more });
const units = () => office.ctx.catalogue.member("mulhouse")?.units ?? [];

test("a unit has an id made from its name, for good", async () => {
  expect(unitId("  L’Œuvre d’été n° 2 ")).toBe("l-oeuvre-d-ete-n-2");
  expect((await add("Petite enfance & Familles", { telephone: "03 89 32 58 58" })).status).toBe(303);
  expect(units().find(({ id }) => id === "petite-enfance-familles")?.contact).toEqual({ phone: "+33389325858" });
  await send(`${UNITS}/petite-enfance-familles`, { nom: "Familles", telephone: "" });
  const after = units().find(({ id }) => id === "petite-enfance-familles");
  expect([after?.name, after?.contact]).toEqual(["Familles", {}]);
});

test("a unit needs a name of its own and contacts that can serve", async () => {
  expect(words(await (await add("")).text())).toContain("Donnez un nom au service");
  expect(words(await (await add("***")).text())).toContain("Donnez un nom au service");
  expect(words(await (await add("état civil")).text())).toContain("Un service porte déjà ce nom");
  const wrong = await add("Voirie", { telephone: "12", email: "voirie" });
  expect(wrong.status).toBe(422);
  expect(words(await wrong.text())).toContain("Écrivez un numéro comme");
  expect(units().some(({ id }) => id === "voirie")).toBe(false);
});

test("the list says what has just been done, and nothing that an address made up", async () => {
  const notice = async (fait: string) =>
    (await (await browser.get(`${UNITS}?fait=${fait}`)).text()).includes('class="notice"');
  expect(await notice("ajout")).toBe(true);
  for (const made of ["", "autre", "constructor", "toString", "__proto__"])
    expect(await notice(made), made).toBe(false);
});

test("a unit that a definition or an agent uses stays", async () => {
  await hire(office.ctx, "Paul", { units: ["etat-civil"] });
  const html = await (await browser.get(`${UNITS}/etat-civil`)).text();
  expect(html).not.toContain("/supprimer");
  const token = fieldsOf(html, `${UNITS}/etat-civil`);
  for (const id of ["etat-civil", "espaces-verts"]) {
    expect((await browser.post(`${UNITS}/${id}/supprimer`, token)).status).toBe(403);
  }
  await add("Éphémère");
  expect(asksFirst(await (await browser.get(`${UNITS}/ephemere`)).text(), "/supprimer")).toBe(true);
  expect((await send(`${UNITS}/ephemere/supprimer`, {}, `${UNITS}/ephemere`)).status).toBe(303);
  expect(units().some(({ id }) => id === "ephemere")).toBe(false);
  expect((await browser.post(`${UNITS}/ephemere/supprimer`, token)).status).toBe(404);
});

test("a unit may have another address for the answers to its mails", async () => {
  expect((await add("Cimetières", { email: "cimetieres@exemple.fr", reponses: "accueil@exemple.fr" })).status).toBe(
    303,
  );
  const { contact } = units().find(({ id }) => id === "cimetieres") ?? {};
  expect(contact).toEqual({ email: "cimetieres@exemple.fr", replyTo: "accueil@exemple.fr" });
  const wrong = await add("Archives", { reponses: "accueil" });
  expect([wrong.status, words(await wrong.text())]).toEqual([422, expect.stringContaining("accueil@commune.fr")]);
});
