import { expect } from "vitest";
import { familyQuotient } from "../../../server/connectors/api-particulier/family-quotient.ts";
import {
  type ApiParticulierRule,
  FAKE_ACCESS_TOKEN,
  FAKE_AMBIGUOUS,
  FAKE_DELEGATION,
  FAKE_NARROW_TOKEN,
  FAKE_TOKEN,
} from "../../../server/connectors/fake-api-particulier/fake-api-particulier.ts";
import type { Caller } from "../../../server/connectors/look-up-source.ts";

const quiet = { log: { warn: () => undefined }, clock: () => new Date() };
export const source = (url: string) => familyQuotient(url, quiet as never);

/** A member that a vendor's token serves. */
export const CALLER: Caller = { token: FAKE_TOKEN, recipient: "21680224900013", delegation: FAKE_DELEGATION };

/** The person of the public test payloads. */
export const ROUX = {
  nom: "Roux",
  prenoms: "Jeanne, Stéphanie",
  naissance: "1987-06-27",
  sexe: "F",
  commune: "08480",
  pays: "99100",
};

const lookUp = (url: string, changes: Partial<typeof ROUX> = {}, caller: Partial<Caller> = {}) =>
  source(url).lookUp({ by: "identity", inputs: { ...ROUX, ...changes } }, { ...CALLER, ...caller });

/** A request of our own making, to see what the service refuses that our client never sends. */
async function ask(url: string, change: (query: URLSearchParams) => void, path = "identite"): Promise<number> {
  const query = new URLSearchParams([
    ["recipient", CALLER.recipient],
    ["nomNaissance", "ROUX"],
    ["prenoms[]", "JEANNE"],
    ["anneeDateNaissance", "1987"],
    ["moisDateNaissance", "6"],
    ["jourDateNaissance", "27"],
    ["codeCogInseeCommuneNaissance", "08480"],
    ["codeCogInseePaysNaissance", "99100"],
    ["sexeEtatCivil", "F"],
  ]);
  change(query);
  const headers = { Authorization: `Bearer ${FAKE_TOKEN}` };
  const answer = await fetch(`${url}/v3/dss/quotient_familial/${path}?${query}`, { headers });
  const body = (await answer.json()) as {
    readonly errors?: readonly { readonly code?: string; readonly title?: string }[];
  };
  if (answer.status >= 400)
    expect(body.errors?.[0]).toMatchObject({ code: expect.any(String), title: expect.any(String) });
  return answer.status;
}

const FOUND = {
  ok: true,
  value: {
    provider: "MSA",
    data: { valeur: 150, annee: 2026, mois: 10, allocataires: "JEANNE STEPHANIE ROUX", enfants: 1 },
  },
};

/**
 * What API Particulier v3 does (domain file, D1 and its second reading), each as a check that fails where it does not.
 * Checks ask by our client wherever our client shows it.
 */
export const API_PARTICULIER: Readonly<Record<ApiParticulierRule, (url: string) => Promise<void>>> = {
  bearer: async (url) => {
    expect(await lookUp(url)).toMatchObject(FOUND);
    expect(await lookUp(url, {}, { token: "un autre" })).toEqual({ ok: false, failure: "refused" });
  },
  recipient: async (url) => {
    expect(await lookUp(url, {}, { recipient: "" })).toEqual({ ok: false, failure: "refused" });
    expect(await ask(url, (query) => query.delete("recipient"))).toBe(422);
  },
  delegation: async (url) => {
    const delegation = "00000000-0000-0000-0000-000000000000";
    expect(await lookUp(url, {}, { delegation })).toEqual({ ok: false, failure: "refused" });
  },
  "ambiguous-delegation": async (url) => {
    const ambiguous = { recipient: FAKE_AMBIGUOUS, delegation: null };
    expect(await lookUp(url, {}, ambiguous)).toEqual({ ok: false, failure: "refused" });
    expect(await lookUp(url, {}, { ...ambiguous, delegation: FAKE_DELEGATION })).toMatchObject({ ok: true });
  },
  "given-names": async (url) => {
    expect(await lookUp(url, { prenoms: "Jeanne Stéphanie" })).toMatchObject(FOUND);
    expect(await ask(url, (query) => query.set("prenoms[]", "JEANNE STEPHANIE"))).toBe(422);
    expect(await ask(url, (query) => query.delete("prenoms[]"))).toBe(422);
  },
  "birth-date": async (url) => {
    expect(await ask(url, (query) => query.set("moisDateNaissance", "13"))).toBe(422);
    expect(await ask(url, (query) => query.set("anneeDateNaissance", "87"))).toBe(422);
  },
  "birth-place": async (url) => {
    expect(await ask(url, (query) => query.delete("codeCogInseeCommuneNaissance"))).toBe(422);
    const abroad = { nom: "Benali-Roth", prenoms: "Samia", naissance: "1978-11-30", commune: "" };
    expect(await lookUp(url, { ...abroad, pays: "99352" })).toMatchObject({
      value: { data: { valeur: 455 } },
    });
  },
  sex: async (url) => expect(await ask(url, (query) => query.set("sexeEtatCivil", "X"))).toBe(422),
  "unknown-person": async (url) => {
    expect(await lookUp(url, { nom: "Personne" })).toEqual({ ok: false, failure: "not-found" });
  },
  "provider-down": async (url) => {
    for (const nom of ["PANNE", "INJOIGNABLE"]) {
      expect(await lookUp(url, { nom })).toEqual({ ok: false, failure: "unavailable" });
    }
  },
  pace: async (url) => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => lookUp(url)));
    expect(answers.filter((answer) => !answer.ok && answer.failure === "busy").length).toBeGreaterThan(0);
  },
  franceconnect: async (url) => {
    const by = (accessToken: string) => source(url).lookUp({ by: "franceconnect", accessToken }, CALLER);
    expect(await by(FAKE_ACCESS_TOKEN)).toMatchObject(FOUND);
    expect(await by("périmé")).toEqual({ ok: false, failure: "refused" });
  },
  scopes: async (url) => {
    const accessToken = FAKE_NARROW_TOKEN;
    expect(await source(url).lookUp({ by: "franceconnect", accessToken }, CALLER)).toEqual({
      ok: false,
      failure: "refused",
    });
  },
  payload: async (url) => expect(await lookUp(url)).toMatchObject(FOUND),
  provider: async (url) => expect(await lookUp(url)).toMatchObject({ value: { provider: "MSA" } }),
};
