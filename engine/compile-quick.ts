import { extendNames, namesOf } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import { computedType } from "./compile-fields.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Expression, Field } from "./form.ts";
import type { QuickPart, QuickTarget as TargetPart } from "./meta.generated.ts";
import type { Quick, QuickTarget } from "./quick.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly at: At;
  readonly report: Report;
}

/**
 * Checks the quick form of a register. Whatever its entries must have can be said on it: a required question that it neither asks nor
 * gives a default is asked last.
 */
export function compileQuick(
  part: QuickPart,
  { kind, rights }: Pick<CompiledDefinition, "kind" | "rights">,
  reading: Reading,
): Quick {
  const { fields, at, report } = reading;
  if (kind !== "register" || rights.open.some((who) => who !== "agent" && who !== "system")) {
    report.add("quick", at, "Une saisie rapide ouvre les fiches d'un registre que des agents tiennent.");
  }
  const among = (part.find?.among ?? []).flatMap(
    (target, index) => targetOf(target, { ...reading, at: under(at, "find", "among", index) }) ?? [],
  );
  const defaults = defaultsOf(part.defaults ?? {}, { ...reading, at: under(at, "defaults") });
  const asked = part.fields.flatMap(
    (key, index) => askedField(key, { ...reading, at: under(at, "fields", index) }) ?? [],
  );
  const known = new Set([...asked, ...among.map(({ field }) => field)].map(({ key }) => key));
  const lacking = fields.filter(
    (field) => field.required && isAsked(field) && !known.has(field.key) && !defaults.has(field.key),
  );
  const { title, hint } = part.find ?? {};
  return {
    title: part.title,
    find: title === undefined ? null : { title, ...(hint !== undefined && { hint }), among },
    fields: [...asked, ...lacking],
    defaults,
  };
}

/** Whether a person answers it. */
const isAsked = ({ computed, assigned, source }: Field): boolean =>
  computed === undefined && !assigned && source === undefined;

function askedField(key: string, { fields, at, report }: Reading): Field | null {
  const field = fields.find((each) => each.key === key);
  if (field && isAsked(field)) return field;
  const keys = fields.filter(isAsked).map((each) => each.key);
  report.add("quick-field", at, `« ${key} » n'est pas une question du premier niveau${didYouMean(key, keys)}`);
  return null;
}

function targetOf({ field: key, set = {} }: TargetPart, reading: Reading): QuickTarget | null {
  const { at, report } = reading;
  const field = askedField(key, { ...reading, at: under(at, "field") });
  if (!field) return null;
  if (field.ref === undefined || field.widget !== "reference") {
    report.add("quick-field", under(at, "field"), `« ${key} » ne désigne pas une fiche d'un registre (« x-ref »).`);
    return null;
  }
  for (const [name, value] of Object.entries(set)) {
    const here = under(at, "set", name);
    const other = askedField(name, { ...reading, at: here });
    if (other && !takes(other, value)) report.add("quick", here, `« ${name} » ne peut pas valoir « ${value} ».`);
  }
  if (field.when && field.when.evaluate({ answers: set, now: ANY_DAY }) !== true) {
    const message = `« ${key} » n'est posée que si ${field.when.source} : dites-le dans « set ».`;
    report.add("quick", at, message);
  }
  return { field, ref: field.ref, set };
}

/** What a reference depends on is an answer, whatever the day. */
const ANY_DAY = "2000-01-01T12:00:00.000Z";

const takes = ({ type, choices }: Field, value: string | boolean): boolean =>
  typeof value === "boolean" ? type === "boolean" : (choices?.some((choice) => choice.value === value) ?? false);

/** Defaults read the day, the member and the service of whoever fills the form: nothing is answered yet. */
function defaultsOf(
  sources: Readonly<Record<string, string>>,
  { fields, at, report }: Reading,
): ReadonlyMap<string, Expression> {
  const names = extendNames(namesOf([]), { about: true });
  const compiled = Object.entries(sources).flatMap(([key, source]): (readonly [string, Expression])[] => {
    const here = under(at, key);
    const field = askedField(key, { fields, at: here, report });
    const expected = field && computedType(field);
    if (!field) return [];
    if (!expected) {
      report.add("quick-field", here, `« ${key} » est un groupe ou des fichiers : il n'a pas de valeur par défaut.`);
      return [];
    }
    const checked = checkedExpression(source, names, expected, here, report);
    if (!checked) return [];
    checkChoices(field, checked.expression, here, report);
    return [[key, checked.expression]];
  });
  return new Map(compiled);
}

/** A constant is one of the choices of its question. */
function checkChoices({ key, choices }: Field, expression: Expression, at: At, report: Report): void {
  if (!choices || expression.reads.length > 0) return;
  const value = expression.evaluate({ answers: {}, now: ANY_DAY });
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = given.find((each) => !choices.some((choice) => choice.value === each));
  if (wrong === undefined) return;
  const known = choices.map((choice) => choice.value);
  report.add("quick", at, `« ${wrong} » n'est pas un choix de « ${key} »${didYouMean(String(wrong), known)}`);
}
