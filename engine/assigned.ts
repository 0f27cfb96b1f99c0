import type { Answers, Json } from "./entry.ts";
import type { Form, Scope } from "./form.ts";
import { own, put } from "./json.ts";

/** Keys of the fields that the workflow or the platform writes (`x-assigned`). */
const assignedKeys = ({ order }: Pick<Form, "order">): readonly string[] =>
  order.flatMap(({ key, assigned }) => (assigned ? [key] : []));

/**
 * Answers in which assigned fields are what the platform puts as the entry opens (`assigned`), or what the entry has
 * (`stored`), whatever was sent.
 */
export function withAssigned(
  form: Form,
  answers: Answers,
  { assigned, stored }: Pick<Scope, "assigned" | "stored">,
): Answers {
  const keys = assignedKeys(form);
  if (keys.length === 0) return answers;
  const placed: Record<string, Json> = {};
  for (const key of Object.keys(answers)) if (!keys.includes(key)) put(placed, key, answers[key] ?? null);
  for (const key of keys) {
    const value = own(assigned ?? stored ?? {}, key);
    if (value !== undefined) put(placed, key, value);
  }
  return placed;
}
