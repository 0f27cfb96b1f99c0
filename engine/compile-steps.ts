import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import { checkActor } from "./compile-fields.ts";
import type { Field, Step } from "./form.ts";
import type { StepSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

export interface CompiledSteps {
  readonly steps: readonly Step[];
  /** What the condition of its step reads, by key of field. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Checks that the steps ask each field once, and only fields that exist. */
export function compileSteps(
  source: readonly StepSchema[],
  fields: readonly Field[],
  names: Names,
  at: At,
  report: Report,
): CompiledSteps {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const placed = new Map<string, string>();
  const reads = new Map<string, ReadonlySet<string>>();
  const ids = new Set<string>();
  const steps = source.map((step, index): Step => {
    const here = under(at, index);
    if (ids.has(step.id)) report.add("step-duplicate", under(here, "id"), `Deux étapes s'appellent « ${step.id} ».`);
    ids.add(step.id);
    if (step.fields.length === 0)
      report.add("step-empty", under(here, "fields"), `L'étape « ${step.id} » ne demande rien.`);
    const found = step.fields.flatMap((key, place) =>
      placeField(key, step.id, under(here, "fields", place), byKey, placed, report),
    );
    const when = conditionOf(step, names, under(here, "when"), report);
    for (const key of step.fields) reads.set(key, when?.expression ? new Set(when.expression.reads) : new Set());
    return {
      id: step.id,
      title: step.title,
      fields: found,
      ...(step.hint === undefined ? {} : { hint: step.hint }),
      ...(when && { when: when.expression }),
    };
  });
  for (const field of fields) {
    if (field.assigned) checkNobodyAsked(field, placed, at, report);
    if (placed.has(field.key) || isComputed(field) || field.assigned) continue;
    report.add("field-without-step", at, `Le champ « ${field.key} » n'est demandé dans aucune étape.`);
  }
  return { steps, reads };
}

function checkNobodyAsked({ key, required }: Field, placed: ReadonlyMap<string, string>, at: At, report: Report): void {
  const step = placed.get(key);
  if (step === undefined && !required) return;
  const mend = step === undefined ? "retirez-le de « required »" : `retirez-le de l'étape « ${step} »`;
  report.add("assigned-place", at, `« ${key} » est rempli par le parcours (« x-assigned ») : ${mend}.`);
}

const isComputed = ({ schema }: Field): boolean =>
  ["x-computed", "x-fee", "x-sector"].some((keyword) => Object.hasOwn(schema, keyword));

function conditionOf({ when }: StepSchema, names: Names, at: At, report: Report) {
  const checked = when === undefined ? undefined : checkedExpression(when, names, "bool", at, report);
  if (checked) checkActor(checked, at, report);
  return checked;
}

function placeField(
  key: string,
  step: string,
  at: At,
  byKey: ReadonlyMap<string, Field>,
  placed: Map<string, string>,
  report: Report,
): readonly Field[] {
  const field = byKey.get(key);
  const already = placed.get(key);
  if (!field) {
    report.add("step-field-unknown", at, `« ${key} » n'est pas un champ${didYouMean(key, byKey.keys())}`);
  } else if (already !== undefined) {
    report.add("step-field-duplicate", at, `Le champ « ${key} » est déjà demandé à l'étape « ${already} ».`);
  } else {
    placed.set(key, step);
    return [field];
  }
  return [];
}
