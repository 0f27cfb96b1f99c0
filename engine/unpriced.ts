import type { Field, Form } from "./form.ts";
import { own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import { isBlank } from "./required.ts";
import type { Context, Resolved } from "./resolve.ts";
import type { Issue } from "./result.ts";

/** Code of the issue of a price that cannot be made. */
export const UNPRICED = "price";

/** One issue per price that no row or no answer makes: nothing is filed without its price. */
export function unpricedIssues(form: Form, { answers, visible }: Resolved, { pricedOn }: Context): readonly Issue[] {
  if (pricedOn === undefined) return [];
  return form.order.flatMap((field) => {
    if (field.fee === undefined || !visible(field) || own(answers, field.key) !== undefined) return [];
    return [{ code: UNPRICED, pointer: field.pointer, message: messageOf(field, field.fee.inputs, answers) }];
  });
}

function messageOf(
  { title }: Field,
  inputs: NonNullable<Field["fee"]>["inputs"],
  answers: Resolved["answers"],
): string {
  const blank = inputs
    .filter(({ path }) => isBlank(valuesAt(answers, path)[0]))
    .map(({ field }) => `« ${field.title} »`);
  const mend = blank.length > 0 ? `Complétez ${blank.join(", ")}, ou adressez-vous` : "Adressez-vous";
  return `« ${title} » ne peut pas être calculé : aucun tarif n’est fixé pour ce cas. ${mend} au service.`;
}
