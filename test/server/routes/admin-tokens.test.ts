import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actorFor } from "../../../server/identity/actor-for.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { authenticateToken } from "../../../server/identity/tokens.ts";
import { listApiTokens } from "../../../server/store/api-tokens.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import type { Browser } from "../identity/installation.ts";
import { openAdministration } from "./admin-office.ts";
import { atWork, fieldsOf, GARDEN, hire, type Office, words } from "./back-office.ts";

const TOKENS = "/mulhouse/agent/administration/jetons";

let office: Office;
let chief: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openAdministration();
  chief = await hire(office.ctx, "Anne Keller", { roles: ["admin-membre"], units: [] });
  browser = await atWork(office, chief);
});
afterAll(() => office.stop());

async function make(fields: Record<string, string> = {}): Promise<Response> {
  const html = await (await browser.get(TOKENS)).text();
  const plan = { nom: "Logiciel d’essai", role: "agent", verbes: "read", definitions: GARDEN.id, fin: "2026-12-31" };
  return browser.post(TOKENS, { ...fieldsOf(html, `${TOKENS}"`), ...plan, ...fields });
}

const shown = (html: string): string => /guichet_[\w-]{43}/.exec(html)?.[0] ?? "";

const use = async (token: string) => authenticateToken(office.ctx, `Bearer ${token}`);

async function named(name: string) {
  const token = (await listApiTokens(office.ctx.db, "mulhouse")).find((one) => one.name === name);
  if (!token) throw new Error("no token");
  return token;
}

test("a token is shown once, and is an agent over what it was given, no more", async () => {
  const response = await make();
  expect(response.headers.get("cache-control")).toContain("no-store");
  const token = shown(await response.text());
  expect(shown(await (await browser.get(TOKENS)).text())).toBe("");
  const who = await use(token);
  expect(actorFor(office.ctx, who, "mulhouse", GARDEN)).toMatchObject({ roles: ["agent"], verbs: ["read"] });
  expect(actorFor(office.ctx, who, "mulhouse", PERMIT).roles).toEqual([]);
  expect(actorFor(office.ctx, who, "rixheim", GARDEN).roles).toEqual([]);
});

test("a token says when it was used last, to the minute", async () => {
  const token = shown(await (await make({ nom: "Compté" })).text());
  office.advance(1000);
  const first = office.ctx.clock();
  await use(token);
  await expect.poll(async () => (await named("Compté")).lastUsedAt).toEqual(first);
  office.advance(30_000);
  await use(token);
  office.advance(31_000);
  await use(token);
  await expect.poll(async () => (await named("Compté")).lastUsedAt).toEqual(office.ctx.clock());
});

test("a revoked token is refused at its next use", async () => {
  const token = shown(await (await make({ nom: "Révoqué" })).text());
  expect(await use(token)).not.toBeNull();
  const { id } = await named("Révoqué");
  const html = await (await browser.get(TOKENS)).text();
  const path = `${TOKENS}/${id}/revoquer`;
  expect((await browser.post(path, fieldsOf(html, path))).status).toBe(303);
  expect(await use(token)).toBeNull();
  expect((await browser.post(path, fieldsOf(html, `${TOKENS}"`))).status).toBe(404);
});

test("a token ends after its last day, in France", async () => {
  office.advance(1000);
  const day = office.ctx.clock().toISOString().slice(0, 10);
  const token = shown(await (await make({ nom: "Bref", fin: day })).text());
  expect(await use(token)).not.toBeNull();
  const end = (await named("Bref")).expiresAt?.getTime() ?? 0;
  office.advance(end - office.ctx.clock().getTime() - 1000);
  expect(await use(token)).not.toBeNull();
  office.advance(1000);
  expect(await use(token)).toBeNull();
  browser = await atWork(office, chief);
  expect(words(await (await browser.get(TOKENS)).text())).toContain("Expiré");
});

test("the same form sent twice makes one token", async () => {
  const jeton = randomUUID();
  expect(shown(await (await make({ jeton })).text())).not.toBe("");
  const again = await make({ jeton });
  expect(again.status).toBe(422);
  expect(words(await again.text())).toContain("Ce jeton a déjà été créé");
});

test.each([
  ["without a name", { nom: " " }, "Donnez le nom"],
  ["to administer", { role: "admin-membre" }, "Choisissez un rôle"],
  ["over what the member does not offer", { definitions: "x/y" }, "Choisissez des démarches"],
  ["to do nothing", { verbes: "tout" }, "Cochez au moins une action"],
  ["without end", { fin: "" }, "Indiquez le dernier jour"],
  ["for a day gone by", { fin: "2026-03-01" }, "à partir d’aujourd’hui"],
  ["for more than a year", { fin: "2027-03-20" }, "un an au plus"],
])("no token is made %s", async (_how, fields, sentence) => {
  const response = await make(fields);
  expect(response.status).toBe(422);
  expect(words(await response.text())).toContain(sentence);
});

test("tokens are for the member's administrators", async () => {
  const agent = await atWork(office, await hire(office.ctx, "Paul", { roles: ["agent", "admin-fonctionnel"] }));
  expect((await agent.get(TOKENS)).status).toBe(403);
});
