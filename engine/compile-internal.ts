import type { Names } from "./cel-names.ts";
import type { Expression, Field, Form } from "./form.ts";
import { internalKeys } from "./internal.ts";
import type { DefinitionPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** Refuses what would let an internal field show through: a public field asked or computed from it. */
export function checkInternalReads(form: Pick<Form, "steps" | "order">, at: At, report: Report): void {
  const internal = internalKeys(form);
  if (internal.size === 0) return;
  for (const field of form.order.filter((each) => !each.internal)) {
    const step = form.steps.find(({ fields }) => fields.includes(field));
    const read = [...expressionsOf(field), ...(step?.when ? [step.when] : [])].flatMap(({ reads }) => reads);
    const secret = read.find((key) => internal.has(key));
    if (secret === undefined) continue;
    const message = `« ${field.key} » dépend de « ${secret} », qui est interne : l'usager pourrait le deviner. Rendez « ${field.key} » interne aussi.`;
    report.add("internal-read", under(at, "properties", field.key), message);
  }
}

/** Holders sort, filter and search their own entries: columns and searched fields tell what they hold. */
export function checkInternalListed(
  { list, search = [] }: Pick<DefinitionPart, "list" | "search">,
  form: Pick<Form, "order">,
  at: At,
  report: Report,
): void {
  const internal = internalKeys(form);
  for (const [name, keys] of Object.entries({ list, search })) {
    for (const [index, key] of keys.entries()) {
      if (!internal.has(key.split(".", 1)[0] ?? "")) continue;
      const message = `« ${key} » est interne : il ne peut être ni une colonne ni cherché, ce que fait aussi l'usager.`;
      report.add("internal-place", under(at, name, index), message);
    }
  }
}

/** The first internal field that an expression reads, of the entry or of the event's form. */
export function internalRead(paths: Iterable<string>, names: Names): Field | undefined {
  for (const path of paths) {
    const [root = "", key] = path.split(".");
    const named = names.fields.get(root) ?? [];
    const read = "key" in named ? [named] : named.filter((field) => key === undefined || field.key === key);
    const internal = read.find((field) => field.internal);
    if (internal) return internal;
  }
  return undefined;
}

const expressionsOf = ({ when, computed, fields = [] }: Field): readonly Expression[] => [
  ...[when, computed].filter((expression) => expression !== undefined),
  ...fields.flatMap(expressionsOf),
];
