import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";

/** An attachment id or a referenced entry found in answers. */
export interface Linked {
  readonly id: string;
  readonly pointer: string;
  /** Definition of the referenced entry; absent for an attachment. */
  readonly definition?: string;
}

/** Every attachment and reference of these answers, with its pointer. */
export function linked(form: Form, answers: Answers): readonly Linked[] {
  const found: Linked[] = [];
  for (const field of form.order) collect(field, answers[field.key], `/${field.key}`, found);
  return found;
}

function collect(field: Field, value: Json | undefined, pointer: string, found: Linked[]): void {
  if (value === undefined || value === null) return;
  if (field.widget === "attachment" && typeof value === "string") found.push({ id: value, pointer });
  else if (field.widget === "attachments" && Array.isArray(value)) {
    value.forEach((id: Json, index) => {
      if (typeof id === "string") found.push({ id, pointer: `${pointer}/${index}` });
    });
  } else if (field.ref !== undefined && typeof value === "string") {
    found.push({ id: value, pointer, definition: field.ref });
  } else if (field.fields && Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      collectFields(field.fields ?? [], item, `${pointer}/${index}`, found);
    });
  } else if (field.fields) {
    collectFields(field.fields, value, pointer, found);
  }
}

function collectFields(fields: readonly Field[], value: Json, pointer: string, found: Linked[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const group = value as Answers;
  for (const field of fields) collect(field, group[field.key], `${pointer}/${field.key}`, found);
}
