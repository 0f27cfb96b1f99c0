import type { Answers, EntryEvent } from "./entry.ts";
import type { Form } from "./form.ts";
import { linked } from "./linked.ts";

/**
 * Internal fields (`x-internal`) are the notes of a service: agents fill and read them; whoever else is at work, holder
 * included, is neither asked nor shown them, and what she sends for them is dropped.
 */
export const knowsInternal = (actor: { readonly kind: string } | undefined): boolean =>
  actor?.kind === "agent" || actor?.kind === "system";

/** Whether an actor may know of every answer of a form. */
export const knowsEvery = (form: Form, actor: { readonly kind: string }): boolean =>
  knowsInternal(actor) || !form.order.some((field) => field.internal);

/** The answers of a form that an actor may know of: all of them, or those of the fields that are not internal. */
export function knownAnswers(form: Form, answers: Answers, actor: { readonly kind: string }): Answers {
  if (knowsEvery(form, actor)) {
    return answers;
  }
  const internal = internalKeys(form);
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !internal.has(key)));
}

/** Ids of the files that internal fields hold, in answers or in what an event changed. */
export function internalFiles(form: Form, { answers = {}, changes = [] }: EntryEvent["data"]): readonly string[] {
  const order = form.order.filter((field) => field.internal);
  const held = [answers, ...changes.flatMap(({ field, before, after }) => [{ [field]: before }, { [field]: after }])];
  return held.flatMap((some) => linked({ ...form, order }, some).map(({ id }) => id));
}

/** Keys of the internal fields of a form. */
export const internalKeys = (form: Pick<Form, "order">): ReadonlySet<string> =>
  new Set(form.order.flatMap((field) => (field.internal ? [field.key] : [])));
