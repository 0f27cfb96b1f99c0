import type { SourceInputs } from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import { found, nothing, type Sourced } from "../data-source.ts";
import { Guard, type RawAnswer } from "../guard.ts";
import type { Asked, Caller, Given, LookUpSource } from "../look-up-source.ts";

/** Twenty calls a second for a token; a thousand a minute from one network address is less. */
const PER_SECOND = 16;
const PATIENCE = 10_000;
const FRANCE = "99100";
/** Of the quotient itself; those of the family are asked only where they are kept. */
const SCOPE = "cnaf_quotient_familial";
const FAMILY_SCOPES: Readonly<Record<string, string>> = { allocataires: "cnaf_allocataires", enfants: "cnaf_enfants" };

/**
 * The quotient familial by API Particulier v3 (`/v3/dss/quotient_familial`): by civil identity, or with the access token
 * that FranceConnect gave for the person.
 * @param url without a trailing slash
 */
export function familyQuotient(
  url: string,
  { log, clock }: Pick<Context, "log" | "clock">,
  request: typeof fetch = fetch,
): LookUpSource {
  const name = "quotient-familial";
  const guard = new Guard({ name, patience: PATIENCE, perSecond: PER_SECOND, log, clock });
  return {
    name,
    state: () => guard.state(),
    franceConnectScopes: (keep) => [SCOPE, ...keep.flatMap((each) => FAMILY_SCOPES[each] ?? [])],
    async lookUp(asked, caller) {
      const query = queryOf(asked, caller);
      if (query === null) return nothing("invalid");
      const bearer = asked.by === "identity" ? caller.token : asked.accessToken;
      const variant = asked.by === "identity" ? "identite" : "france_connect";
      const headers = { Accept: "application/json", Authorization: `Bearer ${bearer}` };
      const address = `${url}/v3/dss/quotient_familial/${variant}?${query}`;
      return guard.call((signal) => request(address, { headers, redirect: "error", signal }), givenIn);
    },
  };
}

/** Null when the person is not described as the service wants. */
function queryOf(asked: Asked, { recipient, delegation }: Caller): URLSearchParams | null {
  const query = new URLSearchParams({ recipient, ...(delegation !== null && { delegation_id: delegation }) });
  if (asked.by === "franceconnect") return query;
  const identity = identityOf(asked.inputs);
  if (identity === null) return null;
  for (const [name, value] of identity) query.append(name, value);
  return query;
}

function identityOf(inputs: SourceInputs): readonly (readonly [string, string])[] | null {
  const { nom = "", prenoms = "", naissance = "", sexe = "", commune = "", pays = FRANCE } = inputs;
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(naissance) ?? [];
  const names = prenoms.split(/[\s,]+/).filter((each) => each !== "");
  if (nom === "" || names.length === 0 || year === undefined || !/^[MF]$/.test(sexe)) return null;
  const bornHere = pays === FRANCE;
  if (!/^99\d{3}$/.test(pays) || (bornHere && !/^(\d{5}|2[AB]\d{3})$/.test(commune))) return null;
  return [
    ["nomNaissance", nom],
    ...names.map((each) => ["prenoms[]", each] as const),
    ["anneeDateNaissance", year],
    // A day or a month that is not known is left out.
    ...(month === undefined || month === "00" ? [] : [["moisDateNaissance", String(Number(month))] as const]),
    ...(day === undefined || day === "00" ? [] : [["jourDateNaissance", String(Number(day))] as const]),
    ...(bornHere ? [["codeCogInseeCommuneNaissance", commune] as const] : []),
    ["codeCogInseePaysNaissance", pays],
    ["sexeEtatCivil", sexe],
  ];
}

/** Codes of API Particulier: 404 no such file, 422 a wrong parameter, 401 and 403 a token that may not. */
function givenIn({ status, body }: RawAnswer): Sourced<Given> {
  // One without its errors is another service's, at a wrong address.
  if (status === 404) return nothing(Array.isArray(at(body, "errors")) ? "not-found" : "unavailable");
  if (status === 401 || status === 403) return nothing("refused");
  if (status === 422) return nothing(concernsUs(body) ? "refused" : "invalid");
  if (status !== 200) return nothing("unavailable");
  const data = at(body, "data");
  const quotient = at(data, "quotient_familial");
  const [value, year, month] = ["valeur", "annee", "mois"].map((name) => at(quotient, name));
  const provider = at(quotient, "fournisseur");
  if (quotient === null || value === null) return nothing("not-found");
  if (!isCount(value) || !isCount(year) || !isCount(month) || typeof provider !== "string")
    return nothing("unavailable");
  const [adults, children] = [at(data, "allocataires"), at(data, "enfants")];
  return found({
    provider: provider.slice(0, 60),
    data: {
      ...{ valeur: value, annee: year, mois: month },
      ...(Array.isArray(adults) && adults.length > 0 && { allocataires: adults.map(nameOf).join(" ; ").slice(0, 400) }),
      ...(Array.isArray(children) && { enfants: children.length }),
    },
  });
}

/** A 422 about the body that calls rather than about the person: for the operator. */
const concernsUs = (body: unknown): boolean => /recipient|delegation/.test(JSON.stringify(at(body, "errors") ?? ""));

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function nameOf(person: unknown): string {
  const parts = [at(person, "prenoms"), at(person, "nom_usage") ?? at(person, "nom_naissance")];
  return parts.filter((part) => typeof part === "string").join(" ");
}

const at = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
