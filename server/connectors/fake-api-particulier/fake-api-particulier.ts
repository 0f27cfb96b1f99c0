import { normalise } from "../../../engine/index.ts";
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
  "payload",
  "provider",
] as const;
export type ApiParticulierRule = (typeof API_PARTICULIER_RULES)[number];

/** What this one knows its callers by. */
export const FAKE_TOKEN = "jeton-editeur-fictif";
export const FAKE_DELEGATION = "11111111-2222-3333-4444-555555555555";
/** A SIRET that two delegations of the vendor name. */
export const FAKE_AMBIGUOUS = "20006600900015";
/** FranceConnect's access token for the first file. */
export const FAKE_ACCESS_TOKEN = "jeton-franceconnect-fictif";

/** Family names that make the providers fail: broken, or too slow for the service itself. */
const BROKEN = "panne";
const SLOW = "injoignable";
const PACE = 20;
const IDENTITY = "/api-particulier/v3/dss/quotient_familial/identite";
const FRANCECONNECT = "/api-particulier/v3/dss/quotient_familial/france_connect";

type Request = FakeRequest<ApiParticulierRule>;

/**
 * API Particulier v3 as the demonstration and the tests play it, on a private port: tokens, recipients, delegations, codes
 * of error and pace of the real one. The family names "panne" and "injoignable" make the CNAF fail.
 */
export const startFakeApiParticulier = (): Promise<FakeServer<ApiParticulierRule>> => {
  const pace = newPace(PACE);
  return startFake("/api-particulier", (request) => {
    if (pace.exceeded(request.play) && !request.play.broken.has("pace")) {
      return { ...failure(429, "00429", "Trop de requêtes"), headers: { "retry-after": "3" } };
    }
    const { pathname } = request.url;
    if (pathname === IDENTITY) return refusal(request, FAKE_TOKEN, "bearer") ?? byIdentity(request);
    if (pathname === FRANCECONNECT) {
      return refusal(request, FAKE_ACCESS_TOKEN, "franceconnect") ?? answerFor(FILES[0], request);
    }
    return failure(404, "00404", "Page inconnue");
  });
};

/** Why the caller may not ask; null when it may. */
function refusal({ url, headers, play }: Request, token: string, rule: "bearer" | "franceconnect"): FakeAnswer | null {
  const { broken } = play;
  const asked = url.searchParams;
  if (!broken.has(rule) && headers.authorization !== `Bearer ${token}`) {
    return failure(401, "00101", "Votre jeton d’accès n’est pas valide");
  }
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

function answerFor(file: FamilyFile | undefined, { play: { broken } }: Request): FakeAnswer {
  if (!file) return failure(404, "37003", "Dossier allocataire absent de la base de données", null, "CNAV");
  const person = { nom_usage: null, date_naissance: file.birthdate, sexe: file.sex };
  const quotient = {
    ...(!broken.has("provider") && { fournisseur: file.provider }),
    ...{ valeur: file.value, annee: 2026, mois: 10, annee_calcul: 2026, mois_calcul: 11 },
  };
  const data = {
    quotient_familial: quotient,
    allocataires: [{ nom_naissance: file.family, prenoms: file.given, ...person }],
    enfants: file.children.map(([prenoms, date_naissance, sexe]) => ({
      ...{ nom_naissance: file.family, nom_usage: null, prenoms, date_naissance, sexe },
    })),
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
