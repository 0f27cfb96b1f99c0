import { extendNames, type Names } from "./cel-names.ts";
import { isBroken } from "./cel-value.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Field, Rule } from "./form.ts";
import { segmentsOf } from "./json.ts";
import type { RuleSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Compiles the checks across fields: of the whole form, or of each item of a repeat. */
export function compileRules(
  source: readonly RuleSchema[],
  fields: readonly Field[],
  names: Names,
  at: At,
  report: Report,
): readonly Rule[] {
  const codes = new Set<string>();
  return source.flatMap((rule, index) => {
    const here = under(at, index);
    if (codes.has(rule.code))
      report.add("rule-duplicate", under(here, "code"), `Deux règles ont le code « ${rule.code} ».`);
    codes.add(rule.code);
    const items = rule.each === undefined ? undefined : itemFields(rule.each, fields, under(here, "each"), report);
    if (rule.each !== undefined && !items) return [];
    checkPointer(rule.pointer, items ?? fields, under(here, "pointer"), report);
    const within = items ? extendNames(names, { item: items }) : names;
    const check = checkedExpression(rule.check, within, "bool", under(here, "check"), report)?.expression;
    return check ? [{ ...rule, check }] : [];
  });
}

function itemFields(key: string, fields: readonly Field[], at: At, report: Report): readonly Field[] | undefined {
  const repeats = fields.filter((field) => field.type === "array" && field.fields);
  if (fields.some((field) => field.key === key && isBroken(field))) return undefined;
  const found = repeats.find((field) => field.key === key);
  if (!found) {
    const known = repeats.map((field) => field.key);
    report.add("rule-each", at, `« ${key} » n'est pas un groupe répété${didYouMean(key, known)}`);
  }
  return found?.fields;
}

/** The message must sit on a field that a page shows. */
function checkPointer(pointer: string, fields: readonly Field[], at: At, report: Report): void {
  let among: readonly Field[] = fields;
  for (const key of segmentsOf(pointer)) {
    const field = among.find((candidate) => candidate.key === key);
    if (field && isBroken(field)) return;
    if (!field) {
      const known = among.map((candidate) => candidate.key);
      report.add("rule-pointer", at, `« ${pointer} » ne désigne pas un champ${didYouMean(key, known)}`);
      return;
    }
    among = field.type === "object" ? (field.fields ?? []) : [];
  }
}
