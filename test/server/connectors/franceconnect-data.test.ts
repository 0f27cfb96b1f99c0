import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { familyQuotient } from "../../../server/connectors/api-particulier/family-quotient.ts";
import { startFakeApiParticulier } from "../../../server/connectors/fake-api-particulier/fake-api-particulier.ts";
import { IDENTITY_SCOPES } from "../../../server/connectors/franceconnect/franceconnect.ts";
import type { DataAsked } from "../../../server/connectors/openid/identity-provider.ts";
import { type OutsideTown, openOutsideTown, Traveller } from "./outside-town.ts";

const ANGELIQUE = "angelique.wendling@courriel.example";
const CALLER = { token: "celui de la collectivité", recipient: "21680224900013", delegation: null };

let town: OutsideTown;
let browser: Traveller;
let fake: Awaited<ReturnType<typeof startFakeApiParticulier>>;

beforeAll(async () => {
  town = await openOutsideTown(() => undefined);
  fake = await startFakeApiParticulier(async (token) => (await simulator()?.introspect(token)) ?? null);
});
beforeEach(() => {
  browser = new Traveller(town.url);
});
afterAll(() => Promise.all([town.stop(), fake.close()]));

const provider = () => {
  const found = town.ctx.identities?.franceConnect;
  if (!found) throw new Error("no FranceConnect");
  return found;
};
const simulator = () => town.ctx.identities?.simulators.find(({ id }) => id === "franceconnect");
const source = () => familyQuotient(fake.url, { log: town.ctx.log, clock: () => new Date() });
const word = () => randomBytes(32).toString("base64url");

/** Goes to FranceConnect and says who she is; what comes back, and what it must match. */
async function goes(data?: DataAsked, person = ANGELIQUE) {
  const expected = { state: word(), nonce: word() };
  const url = await provider().begin({ ...expected, strong: false, ...(data && { data }) });
  if (!url.ok) throw new Error(url.failure);
  const page = await browser.go(url.value.href, undefined, "/retour?");
  const asked = page.status !== 0;
  const { at } = asked ? await browser.choose(page, person, {}, "/retour?") : page;
  return { url: url.value, asked, expected, search: new URL(at, town.url).search };
}

const scopes = [...IDENTITY_SCOPES, "cnaf_quotient_familial", "cnaf_enfants"];

test("the token of a departure for data opens the data of its scopes, of the person who said who she is", async () => {
  const { url, expected, search } = await goes({ scopes, again: false });
  expect(url.searchParams.get("scope")).toBe("openid identite_pivot cnaf_quotient_familial cnaf_enfants");
  const back = await provider().finish(search, expected);
  if (!back.ok) throw new Error(back.failure);
  expect(back.value.person).toMatchObject({ familyName: "WENDLING", email: null });
  const given = await source().lookUp({ by: "franceconnect", accessToken: back.value.accessToken }, CALLER);
  expect(given).toEqual({
    ok: true,
    value: { provider: "CNAF", data: { valeur: 820, annee: 2026, mois: 10, enfants: 2 } },
  });
  expect(fake.taken().at(-1)?.headers.authorization).toBe(`Bearer ${back.value.accessToken}`);
});

test("the token of a sign-in opens none", async () => {
  const { expected, search } = await goes();
  const back = await provider().finish(search, expected);
  if (!back.ok) throw new Error(back.failure);
  const asked = { by: "franceconnect", accessToken: back.value.accessToken } as const;
  expect(await source().lookUp(asked, CALLER)).toEqual({ ok: false, failure: "refused" });
});

test("who is there now is asked again, whoever this browser was there before", async () => {
  await goes();
  expect((await goes({ scopes, again: false })).asked).toBe(false);
  const { asked, url, expected, search } = await goes({ scopes, again: true }, "gael.lecarpentier@courriel.example");
  expect([asked, url.searchParams.get("prompt")]).toEqual([true, "login"]);
  const back = await provider().finish(search, expected);
  expect(back.ok && back.value.person.familyName).toBe("LECARPENTIER");
});

test("an answer with another nonce, another state, or that served already, gives nothing", async () => {
  for (const wrong of [{ nonce: word() }, { state: word() }]) {
    const { expected, search } = await goes({ scopes, again: false });
    expect(await provider().finish(search, { ...expected, ...wrong })).toEqual({ ok: false, failure: "invalid" });
  }
  const { expected, search } = await goes({ scopes, again: false });
  expect((await provider().finish(search, expected)).ok).toBe(true);
  expect(await provider().finish(search, expected)).toEqual({ ok: false, failure: "invalid" });
});
