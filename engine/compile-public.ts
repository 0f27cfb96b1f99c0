import type { ASTNode } from "@marcbachmann/cel-js";
import { running } from "./cel.ts";
import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { CompiledDefinition } from "./definition.ts";
import { compileExpression } from "./expression.ts";
import { fieldAt } from "./field-at.ts";
import type { Expression, Field } from "./form.ts";
import type { DefinitionPart, OccupationPart, PublicPart } from "./meta.generated.ts";
import { isUsedBy } from "./occupied.ts";
import { filterKind, type PublicField, type PublicPlaces, type PublicView } from "./public-view.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles what a register publishes; what is wrong is reported, and the result then good for nothing. */
export function compilePublic(
  part: PublicPart,
  kind: DefinitionPart["kind"],
  states: CompiledDefinition["workflow"]["states"],
  reading: Reading,
  occupation?: OccupationPart,
): PublicView {
  const { at, report } = reading;
  if (kind !== "register") report.add("public", at, "Seul un registre publie ses fiches.");
  for (const [index, id] of part.states.entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("public-field", under(at, "states", index), message);
  }
  const fields = part.fields.flatMap((each, index) => fieldOf(each, under(at, "fields", index), reading) ?? []);
  const published = new Set(fields.map(({ key }) => key));
  const known = (key: string, place: At): boolean => {
    if (published.has(key)) return true;
    report.add("public-field", place, `« ${key} » n'est pas publié${didYouMean(key, published)}`);
    return false;
  };
  for (const [index, keys] of part.name.entries()) {
    for (const [rank, key] of keys.entries()) known(key, under(at, "name", index, rank));
  }
  return {
    title: part.title,
    summary: part.summary ?? null,
    states: part.states,
    when: part.when === undefined ? null : conditionOf(part.when, under(at, "when"), reading),
    until: untilOf(part.until, reading),
    name: part.name,
    fields,
    filters: (part.filters ?? []).flatMap(({ field: key, title }, index) => {
      const place = under(at, "filters", index, "field");
      const found = known(key, place) ? fields.find((each) => each.key === key) : undefined;
      const how = found && filterKind(found.field);
      if (found && !how) {
        report.add("public-field", place, `« ${key} » ne se cherche pas : un texte, un choix, un nombre ou une date.`);
      }
      return found && how ? [{ key, field: found.field, title: title ?? found.title, kind: how }] : [];
    }),
    places: part.places ? placesOf(part, part.places, occupation, reading) : null,
  };
}

/** Places are those that others record; the commune is one that is searched. */
function placesOf(
  { filters = [] }: PublicPart,
  { title, commune }: NonNullable<PublicPart["places"]>,
  occupation: OccupationPart | undefined,
  { at, report }: Reading,
): PublicPlaces {
  const place = under(at, "places");
  if (!(occupation?.uses ?? []).some(isUsedBy)) {
    report.add("public-field", place, "Aucune fiche n'y prend de place : dites sous « occupation » lesquelles.");
  }
  if (commune !== undefined && !filters.some(({ field }) => field === commune)) {
    report.add(
      "public-field",
      under(place, "commune"),
      `« ${commune} » ne se cherche pas : nommez-le sous « filters ».`,
    );
  }
  return { title: title ?? occupation?.title ?? "", commune: commune ?? null };
}

function fieldOf(part: PublicPart["fields"][number], at: At, reading: Reading): PublicField | undefined {
  const { fields, report } = reading;
  const { field: key } = part;
  const here = under(at, "field");
  const field = fieldAt(fields, key);
  if (!field || field.pointer.includes("*")) {
    report.add("public-field", here, `« ${key} » n'est pas un champ à publier${didYouMean(key, keysOf(fields))}`);
    return undefined;
  }
  const secret = neverPublished(key, reading);
  if (secret !== null) report.add("public-secret", here, `« ${key} » ne se publie pas : ${secret}.`);
  const when = part.when === undefined ? null : conditionOf(part.when, under(at, "when"), reading);
  if (isPersonal(key, field, reading) && !asksConsent(when, fields)) {
    const message = `« ${key} » est une donnée personnelle : dites sous « when » l'accord qui permet de la publier, le nom d'une question à laquelle on répond par oui ou par non, seul ou joint à d'autres par « && ».`;
    report.add("public-consent", part.when === undefined ? here : under(at, "when"), message);
  }
  return { key, field, title: part.title ?? field.title, when, listed: part.list ?? false };
}

/** A condition that what an entry says decides alone: a copy then stays right until the entry changes. */
function conditionOf(source: string, at: At, { names, report }: Reading): Expression | null {
  const compiled = checkedExpression(source, names, "bool", at, report);
  const moving = compiled?.expression.reads.find((name) => ["today", "now", "actor", "entry"].includes(name));
  if (moving !== undefined) {
    const message = `« ${moving} » change sans que la fiche change : dites le dernier jour avec « until ».`;
    report.add("public-field", at, message);
  }
  return compiled?.expression ?? null;
}

function untilOf(until: string | undefined, { fields, at, report }: Reading): string | null {
  if (until === undefined) return null;
  if (fieldAt(fields, until)?.widget !== "date") {
    report.add("public-field", under(at, "until"), `« ${until} » n'est pas une date de la fiche.`);
  }
  return until;
}

/** Why a field is never published, consent or not; null when it may be. */
function neverPublished(key: string, { fields, names }: Reading): string | null {
  const field = fieldAt(fields, key);
  const above = key.split(".").flatMap((_, at, parts) => fieldAt(fields, parts.slice(0, at).join(".")) ?? []);
  const behind = field ? [...above, field, ...within(field)] : above;
  const read = [...pathsBehind(field, names)].flatMap((path) => fieldAt(fields, path.split(".")[0] ?? "") ?? []);
  if ([...behind, ...read].some(({ internal }) => internal)) return "c'est une note du service";
  if (behind.some(({ widget }) => widget === "attachment" || widget === "attachments")) return "c'est un fichier";
  if (behind.some(({ ref }) => ref !== undefined)) return "c'est le renvoi à une autre fiche";
  if (behind.some(({ widget }) => widget === "source")) return "une administration l'a donné pour autre chose";
  if (behind.some(({ schema }) => schema["format"] === "nir")) return "c'est un numéro de sécurité sociale";
  return null;
}

const within = (field: Field): readonly Field[] => (field.fields ?? []).flatMap((each) => [each, ...within(each)]);

/** Parts of an address that do not say where someone lives. */
const COARSE: ReadonlySet<string> = new Set(["commune", "codePostal", "pays"]);

/** Whether a field tells how to reach or find someone, or when she was born: itself, inside it, or what it is computed from. */
function isPersonal(key: string, field: Field, { fields, names }: Reading): boolean {
  return (
    tells(key, field, fields) ||
    [...pathsBehind(field, names)].some((path) => {
      const read = fieldAt(fields, path);
      return read !== undefined && tells(path, read, fields);
    })
  );
}

function tells(key: string, field: Field, fields: readonly Field[]): boolean {
  const holder = fieldAt(fields, key.split(".").slice(0, -1).join("."));
  if (holder?.widget === "address") return !COARSE.has(field.key);
  const birth = field.widget === "date" && /naissance|bday/i.test(`${key} ${field.title} ${field.autocomplete ?? ""}`);
  if (["phone", "email", "address"].includes(field.widget) || field.schema["format"] === "email" || birth) return true;
  return (field.fields ?? []).some((child) => tells(`${key}.${child.key}`, child, fields));
}

/** What a computed field reads, as far as members are named. */
function pathsBehind(
  field: Field | undefined,
  names: Names,
  seen: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  if (!field?.computed || seen.has(field.key)) return new Set();
  const compiled = compileExpression(field.computed.source, names, "any");
  const paths = compiled.ok ? [...compiled.paths] : field.computed.reads;
  const further = paths.flatMap((path) => {
    const named = names.fields.get(path.split(".")[0] ?? "");
    const read = named && "key" in named ? named : undefined;
    return [...pathsBehind(read, names, new Set([...seen, field.key]))];
  });
  return new Set([...paths, ...further]);
}

/** Whether a condition holds only where someone answered yes to a question: one of those it joins with "&&" is that question. */
function asksConsent(when: Expression | null, fields: readonly Field[]): boolean {
  return when !== null && joined(running.parse(when.source).ast).some((node) => isYes(node, fields));
}

const joined = (node: ASTNode): readonly ASTNode[] => (node.op === "&&" ? node.args.flatMap(joined) : [node]);

function isYes(node: ASTNode, fields: readonly Field[]): boolean {
  if (node.op === "==") {
    const [left, right] = node.args;
    return right.op === "value" && right.args === true && isYes(left, fields);
  }
  const field = fieldAt(fields, pathOf(node) ?? "");
  return field?.type === "boolean" && field.computed === undefined && !field.internal;
}

function pathOf(node: ASTNode): string | undefined {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner && `${owner}.${node.args[1]}`;
}

const keysOf = (fields: readonly Field[], prefix = ""): readonly string[] =>
  fields.flatMap((field) => [`${prefix}${field.key}`, ...keysOf(field.fields ?? [], `${prefix}${field.key}.`)]);
