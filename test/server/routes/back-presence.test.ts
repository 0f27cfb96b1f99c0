import { afterAll, beforeAll, expect, test } from "vitest";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import type { Browser } from "../identity/installation.ts";
import { atWork, fieldsOf, file, hire, type Office, openOffice, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: Browser;
let jean: Browser;
let entry: string;

beforeAll(async () => {
  office = await openOffice();
  const agent = await hire(office.ctx, "Anne Keller");
  anne = await atWork(office, agent);
  jean = await atWork(office, await hire(office.ctx, "Jean Roth"));
  entry = `${QUEUE}/${await file(office, agent, PERMIT, { nom: "Muller" })}`;
});
afterAll(() => office.stop());

const text = async (browser: Browser, path: string) => words(await (await browser.get(path)).text());
const sign = async (browser: Browser, fields: Record<string, string>) => {
  const page = await (await browser.get(entry)).text();
  return browser.post(`${entry}/presence`, { ...fieldsOf(page, `${entry}/presence`), ...fields });
};

test("an entry says who else has it before her eyes, and so does the list, without any script", async () => {
  expect(await text(anne, entry)).not.toContain("regarde ce dossier");
  expect(await text(jean, entry)).toContain("Anne Keller regarde ce dossier en ce moment.");
  expect(await text(anne, entry)).toContain("Jean Roth regarde ce dossier en ce moment.");
  expect(await text(anne, QUEUE)).toContain("Ouvert par Jean Roth");
});

test("nobody is told of herself, and opening the form of an event says that she types", async () => {
  await anne.get(`${entry}?evenement=refuser`);
  expect(await text(jean, entry)).toContain("Anne Keller est en train d’y saisir quelque chose.");
  expect(await text(jean, entry)).not.toContain("Jean Roth regarde");
});

test("a sign answers who is there; leaving, or silence for a minute, ends it", async () => {
  const answer = await sign(anne, { saisie: "oui" });
  expect(words(await answer.text())).toContain("Jean Roth regarde ce dossier");
  expect((await sign(jean, { parti: "oui" })).status).toBe(204);
  expect(words(await (await sign(anne, { saisie: "non" })).text())).not.toContain("Jean Roth");
  await jean.get(entry);
  office.advance(60_000);
  expect(await text(anne, entry)).not.toContain("Jean Roth regarde");
  expect(await text(anne, QUEUE)).not.toContain("Ouvert par");
});

test("whoever looks keeps nobody from acting", async () => {
  await jean.get(`${entry}?evenement=refuser`);
  const page = await (await anne.get(entry)).text();
  const action = `${entry}/evenements/accepter`;
  const done = await anne.post(action, fieldsOf(page, action));
  expect(done.status).toBe(303);
});

test("an agent of another member, or a passer-by, signs nothing", async () => {
  const elsewhere = await atWork(office, await hire(office.ctx, "Paul Ott", { member: "rixheim" }));
  const page = await (await elsewhere.get("/rixheim/agent/clavier")).text();
  const fields = fieldsOf(page, "/rixheim/agent/clavier");
  expect((await elsewhere.post(`${entry}/presence`, { ...fields, saisie: "oui" })).status).toBe(404);
  expect(await text(jean, entry)).not.toContain("Paul Ott");
});

test("single keys are turned off and on again in one browser", async () => {
  const keys = "/mulhouse/agent/clavier";
  expect(await (await anne.get(QUEUE)).text()).toContain(`data-keys="${keys}"`);
  const page = await (await anne.get(keys)).text();
  expect((await anne.post(keys, { ...fieldsOf(page, keys), raccourcis: "non" })).status).toBe(303);
  expect(await (await anne.get(QUEUE)).text()).not.toContain("data-keys");
  expect(await (await jean.get(QUEUE)).text()).toContain("data-keys");
  const off = await (await anne.get(keys)).text();
  await anne.post(keys, { ...fieldsOf(off, keys), raccourcis: "oui" });
  expect(await (await anne.get(QUEUE)).text()).toContain("data-keys");
});
