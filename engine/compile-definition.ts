import type { Names } from "./cel-names.ts";
import { isBroken } from "./cel-value.ts";
import { checkedExpression } from "./compile-expression.ts";
import { compileQuick } from "./compile-quick.ts";
import type { Column, CompiledDefinition, Who } from "./definition.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Field } from "./form.ts";
import { compileKept } from "./kept.ts";
import type { ClockPart, DefinitionFile, DefinitionPart } from "./meta.generated.ts";
import { compileOccupied } from "./occupied.ts";
import { compileReadyMade } from "./ready-made.ts";
import { compileRelations } from "./relations.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { checkWho } from "./who.ts";

/** A list shows at most this many columns: each has an index. */
const MOST_COLUMNS = 6;

/** First words of the platform's own addresses under a member's, where a definition would not be found. */
const RESERVED_DOMAINS: ReadonlySet<string> = new Set([
  ...[
    "accessibilite",
    "administration",
    "agent",
    "api",
    "assets",
    "attachments",
    "connexion",
    "deconnexion",
    "definitions",
  ],
  ...[
    "demandes",
    "demarches",
    "demo",
    "desabonnement",
    "fiches",
    "inscription",
    "mon-espace",
    "donnees-personnelles",
    "mentions-legales",
    "reprise",
    "suivi",
    "verifier",
  ],
]);

type Described = Pick<
  CompiledDefinition,
  | ("id" | "version" | "kind" | "title" | "page" | "access" | "unit" | "privacy" | "clock" | "appeal")
  | ("messages" | "rights" | "list" | "search" | "relations" | "kept" | "ownNotes" | "occupied" | "territory")
  | ("order" | "quick" | "readyMade")
>;

/** Checks what a definition says besides its form and its workflow. */
export function compileDescription(
  file: DefinitionFile,
  { order: fields, names }: { readonly order: readonly Field[]; readonly names: Names },
  root: At,
  report: Report,
): Described {
  const part = file["x-definition"];
  const at = under(root, "x-definition");
  if (!DEFINITION_ID.test(file.$id)) {
    report.add(
      "definition-id",
      under(root, "$id"),
      `« ${file.$id} » n'est pas un identifiant : écrivez « domaine/nom », sans majuscule, accent ni espace.`,
    );
  }
  const [domain = ""] = file.$id.split("/");
  if (RESERVED_DOMAINS.has(domain)) {
    const message = `Le domaine « ${domain} » est pris par une page de la plateforme : choisissez-en un autre.`;
    report.add("definition-domain", under(root, "$id"), message);
  }
  checkDelays(part, at, report);
  const rights = rightsOf(part, at, report);
  const { kind } = part;
  return {
    id: file.$id,
    version: part.version,
    kind,
    title: file.title,
    page: part.page ?? {},
    access: part.access ?? "anonymous",
    unit: part.unit ?? null,
    privacy: part.privacy,
    clock: clockOf(part.clock, names, under(at, "clock"), report),
    ...(part.appeal !== undefined && { appeal: part.appeal }),
    messages: part.messages ?? true,
    rights,
    list: columnsOf(part.list, fields, under(at, "list"), report),
    search: searchOf(part.search ?? [], fields, under(at, "search"), report),
    order: orderOf(part, under(at, "order"), report),
    quick: part.quick ? compileQuick(part.quick, { kind, rights }, { fields, at: under(at, "quick"), report }) : null,
    kept: part.kept ? compileKept(part.kept, { rights, fields }, under(at, "kept"), report) : null,
    occupied: part.occupation ? compileOccupied(part.occupation, fields, under(at, "occupation"), report) : null,
    territory: territoryOf(part.territory, fields, under(at, "territory"), report),
    ownNotes: part.notes === "unit",
    relations: compileRelations(part.relations ?? [], under(at, "relations"), report),
    readyMade: compileReadyMade(part.views ?? [], file.$id, under(at, "views"), report),
  };
}

function checkDelays({ privacy }: DefinitionPart, at: At, report: Report): void {
  if (!parseDuration(privacy.retention)) {
    report.add("duration", under(at, "privacy", "retention"), durationMessage(privacy.retention));
  }
}

/**
 * CRPA L.231-1 and L.231-6: silence means acceptance (SVA) or refusal (SVR) after a delay, two months unless said. An
 * opinion may lengthen it.
 */
function clockOf({ opinion, ...clock }: ClockPart, names: Names, at: At, report: Report): CompiledDefinition["clock"] {
  checkDelay(clock.delay, under(at, "delay"), report);
  checkDelay(opinion?.delay, under(at, "opinion", "delay"), report);
  checkDelay(clock.alert, under(at, "alert"), report);
  for (const key of ["delay", "opinion", "alert"] as const) {
    if (clock.regime !== "none" || (key === "opinion" ? opinion : clock[key]) === undefined) continue;
    const message = `Sans régime SVA ni SVR, il n'y a pas de délai légal : retirez « ${key} ».`;
    report.add("clock", under(at, key), message);
  }
  if (clock.regime !== "none" && clock.delay === undefined) {
    report.add("clock", at, `Le régime ${clock.regime} demande un délai (« delay »), par exemple P2M.`);
  }
  const when = opinion && checkedExpression(opinion.when, names, "bool", under(at, "opinion", "when"), report);
  return { ...clock, ...(opinion && when && { opinion: { delay: opinion.delay, when: when.expression } }) };
}

/** A legal delay is counted in whole days, months or years: days of receipt matter, not hours. */
function checkDelay(delay: string | undefined, at: At, report: Report): void {
  if (delay === undefined) return;
  const duration = parseDuration(delay);
  if (!duration) report.add("duration", at, durationMessage(delay));
  else if (duration.hours + duration.minutes + duration.seconds > 0) {
    report.add("duration", at, `« ${delay} » ne se compte pas en jours entiers : écrivez par exemple P5D ou P2M.`);
  }
}

const needsAccount = (access: DefinitionPart["access"]): boolean => access === "account" || access === "franceconnect";

function rightsOf(part: DefinitionPart, at: At, report: Report): CompiledDefinition["rights"] {
  const { kind, access, rights } = part;
  const anyone: readonly Who[] = needsAccount(access) ? ["citizen", "agent"] : ["anonymous", "citizen", "agent"];
  const open = rights?.open && checkWho(rights.open, under(at, "rights", "open"), report);
  const read = rights?.read && checkWho(rights.read, under(at, "rights", "read"), report);
  if (needsAccount(access) && open?.includes("anonymous")) {
    report.add(
      "access",
      under(at, "rights", "open"),
      "Un compte est demandé (« access ») : « anonymous » ne peut pas ouvrir.",
    );
  }
  if (part.page?.elsewhere && !(open ?? anyone).every((who) => who === "agent")) {
    const message =
      'La page renvoie ailleurs (« elsewhere ») : personne ne dépose ici. Écrivez « open » : ["agent"] sous « rights ».';
    report.add("page-elsewhere", under(at, "page", "elsewhere"), message);
  }
  return kind === "service"
    ? { open: open ?? anyone, read: read ?? ["holder", "agent", "lecteur"] }
    : { open: open ?? ["agent"], read: read ?? [...(part.holder ? (["holder"] as const) : []), "agent", "lecteur"] };
}

function columnsOf(keys: readonly string[], fields: readonly Field[], at: At, report: Report): readonly Column[] {
  if (keys.length > MOST_COLUMNS) {
    report.add("list-length", at, `Une liste a au plus ${MOST_COLUMNS} colonnes ; celle-ci en a ${keys.length}.`);
  }
  return keys.flatMap((key, index) => {
    const here = under(at, index);
    if (keys.indexOf(key) !== index) report.add("list-duplicate", here, `La colonne « ${key} » figure deux fois.`);
    const field = fieldAt(key, fields);
    if (!field || field.pointer.includes("*")) {
      report.add(
        "list-field",
        here,
        `« ${key} » n'est pas un champ à montrer en colonne${didYouMean(key, paths(fields))}`,
      );
      return [];
    }
    if (["repeat", "attachment", "attachments"].includes(field.widget)) {
      report.add("list-type", here, `« ${key} » ne tient pas dans une colonne : c'est un groupe répété ou un fichier.`);
    }
    return [{ field, key }];
  });
}

/** Sorts that every list has. */
const OWN_SORTS = ["createdAt", "updatedAt"];

function orderOf({ order, list }: DefinitionPart, at: At, report: Report): string | null {
  if (order === undefined) return null;
  const known = [...list, ...OWN_SORTS];
  const key = order.replace(/^-/, "");
  if (!known.includes(key)) {
    report.add("list-field", at, `« ${key} » n'est pas une colonne de la liste${didYouMean(key, known)}`);
  }
  return order;
}

function searchOf(keys: readonly string[], fields: readonly Field[], at: At, report: Report): readonly string[] {
  for (const [index, key] of keys.entries()) {
    if (fieldAt(key, fields)) continue;
    report.add("search-field", under(at, index), `« ${key} » n'est pas un champ${didYouMean(key, paths(fields))}`);
  }
  return keys;
}

function territoryOf(key: string | undefined, fields: readonly Field[], at: At, report: Report): string | null {
  if (key === undefined) return null;
  const field = fieldAt(key, fields);
  if (field?.type !== "string") {
    report.add("search-field", at, `« ${key} » n'est pas un champ de texte${didYouMean(key, paths(fields))}`);
  }
  return key;
}

/** The field of a dotted key: "adresse.commune". */
function fieldAt(key: string, fields: readonly Field[]): Field | undefined {
  const [first, ...rest] = key.split(".");
  const field = fields.find((candidate) => candidate.key === first);
  return rest.length === 0 || !field || isBroken(field) ? field : fieldAt(rest.join("."), field.fields ?? []);
}

const paths = (fields: readonly Field[], prefix = ""): readonly string[] =>
  fields.flatMap((field) => [`${prefix}${field.key}`, ...paths(field.fields ?? [], `${prefix}${field.key}.`)]);
