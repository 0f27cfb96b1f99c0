import { normalise } from "../../../engine/index.ts";
import type { TokenBearer } from "../fake-openid/simulator.ts";
import { type FakeAnswer, type FakeRequest, type FakeServer, newPace, startFake } from "../fake-server.ts";
import { type FamilyFile, FILES } from "./people.ts";

/** What the real service does and this one stops doing, when a test asks for it. */
export const API_PARTICULIER_RULES = [
  "bearer",
  "recipient",
  "delegation",
  "ambiguous-delegation",
  "given-names",
  "birth-date",
  "birth-place",
  "sex",
  "unknown-person",
  "provider-down",
  "pace",
  "franceconnect",
  "scopes",
  "payload",
  "provider",
] as const;
export type ApiParticulierRule = (typeof API_PARTICULIER_RULES)[number];

/** What this one knows its callers by. */
export const FAKE_TOKEN = "jeton-editeur-fictif";
export const FAKE_DELEGATION = "11111111-2222-3333-4444-555555555555";
/** A SIRET that two delegations of the vendor name. */
export const FAKE_AMBIGUOUS = "20006600900015";
/** FranceConnect's access tokens for the person of the first file: with every scope, and without those of her data. */
export const FAKE_ACCESS_TOKEN = "jeton-franceconnect-fictif";
export const FAKE_NARROW_TOKEN = "jeton-franceconnect-sans-donnees";

/** Family names that make the providers fail: broken, or too slow for the service itself. */
const BROKEN = "panne";
const SLOW = "injoignable";
const PACE = 20;
const IDENTITY = "/api-particulier/v3/dss/quotient_familial/identite";
const FRANCECONNECT = "/api-particulier/v3/dss/quotient_familial/france_connect";

type Request = FakeRequest<ApiParticulierRule>;

/** What FranceConnect says of an access token; null for one that is worth nothing any more. */
type Introspect = (token: string) => Promise<TokenBearer | null>;

const QUOTIENT = "cnaf_quotient_familial";
const EVERY_SCOPE = [QUOTIENT, "cnaf_allocataires", "cnaf_enfants"];

/** FranceConnect where none is played: two tokens. */
const twoTokens: Introspect = async (token) => {
  if (token !== FAKE_ACCESS_TOKEN && token !== FAKE_NARROW_TOKEN) return null;
  const [{ family, given, birthdate, sex, commune, country }] = FILES;
  const scopes = token === FAKE_ACCESS_TOKEN ? EVERY_SCOPE : [];
  const gender = sex === "F" ? "female" : "male";
  const born = { birthdate, birthplace: commune, birthcountry: country };
  return { scopes, claims: { family_name: family, given_name: given, gender, ...born } };
};

/**
 * API Particulier v3 as the demonstration and the tests play it, on a private port: tokens, recipients, delegations, codes
 * of error and pace of the real one. The family names "panne" and "injoignable" make the CNAF fail.
 */
export const startFakeApiParticulier = (introspect = twoTokens): Promise<FakeServer<ApiParticulierRule>> => {
  const pace = newPace(PACE);
  return startFake("/api-particulier", async (request) => {
    if (pace.exceeded(request.play) && !request.play.broken.has("pace")) {
      return { ...failure(429, "00429", "Trop de requêtes"), headers: { "retry-after": "3" } };
    }
    const { pathname } = request.url;
    if (pathname === IDENTITY) return wrongToken(request) ?? refusal(request) ?? byIdentity(request);
    if (pathname === FRANCECONNECT) return refusal(request) ?? byFranceConnect(request, introspect);
    return failure(404, "00404", "Page inconnue");
  });
};

const wrongToken = ({ headers, play }: Request): FakeAnswer | null =>
  play.broken.has("bearer") || headers.authorization === `Bearer ${FAKE_TOKEN}` ? null : badToken();

const badToken = (): FakeAnswer => failure(401, "00101", "Votre jeton d’accès n’est pas valide");

/** Why the caller may not ask; null when it may. */
function refusal({ url, play: { broken } }: Request): FakeAnswer | null {
  const asked = url.searchParams;
  const recipient = asked.get("recipient") ?? "";
  if (!broken.has("recipient") && !/^\d{14}$/.test(recipient)) {
    return failure(422, "00201", "Le paramètre recipient est obligatoire", "recipient");
  }
  const delegation = asked.get("delegation_id");
  if (!broken.has("delegation") && delegation !== null && delegation !== FAKE_DELEGATION) {
    return failure(403, "00103", "Aucune délégation ne correspond", "delegation_id");
  }
  if (!broken.has("ambiguous-delegation") && delegation === null && recipient === FAKE_AMBIGUOUS) {
    return failure(422, "00210", "Plusieurs délégations correspondent", "delegation_id");
  }
  return null;
}

/** The person of the token, as FranceConnect says: nothing else is asked. */
async function byFranceConnect(request: Request, introspect: Introspect): Promise<FakeAnswer> {
  const { broken } = request.play;
  const bearer = await introspect((request.headers.authorization ?? "").replace(/^Bearer /, ""));
  if (bearer === null) return broken.has("franceconnect") ? answerFor(FILES[0], request) : badToken();
  const { scopes, claims } = bearer;
  if (!broken.has("scopes") && !scopes.includes(QUOTIENT)) return failure(403, "00100", "Scopes insuffisants");
  const known = FILES.find(
    (file) =>
      normalise(file.family) === normalise(String(claims["family_name"])) &&
      normalise(file.given) === normalise(String(claims["given_name"])) &&
      file.birthdate === claims["birthdate"] &&
      file.sex === (claims["gender"] === "female" ? "F" : "M") &&
      file.commune === claims["birthplace"],
  );
  return answerFor(known, request, broken.has("scopes") ? EVERY_SCOPE : scopes);
}

function byIdentity(request: Request): FakeAnswer {
  const asked = request.url.searchParams;
  const wrong = wrongIdentity(request);
  if (wrong) return wrong;
  const family = normalise(asked.get("nomNaissance") ?? "");
  if (!request.play.broken.has("provider-down")) {
    if (family === BROKEN) return failure(502, "37999", "Erreur du fournisseur de données");
    if (family === SLOW) return failure(504, "37002", "Le fournisseur de données ne répond pas");
  }
  const [first = ""] = asked.getAll("prenoms[]").map(normalise);
  const born = ["anneeDateNaissance", "moisDateNaissance", "jourDateNaissance"].map((name) => Number(asked.get(name)));
  const known = FILES.find(
    (file) =>
      normalise(file.family) === family &&
      normalise(file.given).startsWith(first) &&
      file.birthdate.split("-").map(Number).join() === born.join() &&
      file.sex === asked.get("sexeEtatCivil") &&
      file.commune === (asked.get("codeCogInseeCommuneNaissance") ?? "") &&
      file.country === asked.get("codeCogInseePaysNaissance"),
  );
  return answerFor(known ?? (request.play.broken.has("unknown-person") ? FILES[0] : undefined), request);
}

function wrongIdentity({ url: { searchParams: asked }, play: { broken } }: Request): FakeAnswer | null {
  const wrong = (parameter: string) => failure(422, "00301", `Le paramètre ${parameter} n’est pas valide`, parameter);
  if ((asked.get("nomNaissance") ?? "") === "") return wrong("nomNaissance");
  const names = asked.getAll("prenoms[]");
  if (!broken.has("given-names") && (names.length === 0 || names.some((name) => /\s|^$/.test(name))))
    return wrong("prenoms");
  const year = asked.get("anneeDateNaissance") ?? "";
  const month = asked.get("moisDateNaissance") ?? "1";
  if (!broken.has("birth-date") && (!/^\d{4}$/.test(year) || Number(month) < 1 || Number(month) > 12)) {
    return wrong("anneeDateNaissance");
  }
  if (!broken.has("birth-place") && lacksPlace(asked)) return wrong("codeCogInseeCommuneNaissance");
  return !broken.has("sex") && !/^[MF]$/.test(asked.get("sexeEtatCivil") ?? "") ? wrong("sexeEtatCivil") : null;
}

/** Whoever was born in France was born in a commune. */
const lacksPlace = (asked: URLSearchParams): boolean =>
  asked.get("codeCogInseePaysNaissance") === "99100" &&
  !/^(\d{5}|2[AB]\d{3})$/.test(asked.get("codeCogInseeCommuneNaissance") ?? "");

function answerFor(
  file: FamilyFile | undefined,
  { play: { broken } }: Request,
  scopes: readonly string[] = EVERY_SCOPE,
): FakeAnswer {
  if (!file) return failure(404, "37003", "Dossier allocataire absent de la base de données", null, "CNAV");
  const person = { nom_usage: null, date_naissance: file.birthdate, sexe: file.sex };
  const quotient = {
    ...(!broken.has("provider") && { fournisseur: file.provider }),
    ...{ valeur: file.value, annee: 2026, mois: 10, annee_calcul: 2026, mois_calcul: 11 },
  };
  const data = {
    quotient_familial: quotient,
    ...(scopes.includes("cnaf_allocataires") && {
      allocataires: [{ nom_naissance: file.family, prenoms: file.given, ...person }],
    }),
    ...(scopes.includes("cnaf_enfants") && {
      enfants: file.children.map(([prenoms, date_naissance, sexe]) => ({
        ...{ nom_naissance: file.family, nom_usage: null, prenoms, date_naissance, sexe },
      })),
    }),
    adresse: {
      destinataire: `${file.sex === "F" ? "Madame" : "Monsieur"} ${file.family} ${file.given}`,
      complement_information: null,
      complement_information_geographique: null,
      numero_libelle_voie: "1 RUE MONTORGUEIL",
      lieu_dit: null,
      code_postal_ville: "75002 PARIS",
      pays: "FRANCE",
    },
  };
  return { status: 200, body: broken.has("payload") ? data : { data, links: {}, meta: {} } };
}

function failure(
  status: number,
  code: string,
  title: string,
  parameter: string | null = null,
  provider = "CNAV",
): FakeAnswer {
  const source = parameter === null ? null : { parameter };
  return { status, body: { errors: [{ code, title, detail: `${title}.`, source, meta: { provider } }] } };
}
