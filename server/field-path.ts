import type { Field } from "../engine/index.ts";

/** The field at a path of keys and indexes. */
export function fieldAt(fields: readonly Field[], path: readonly string[]): Field | undefined {
  const [key, ...rest] = path;
  const field = fields.find((candidate) => candidate.key === key);
  if (field === undefined || rest.length === 0) return field;
  const inner = field.widget === "repeat" ? rest.slice(1) : rest;
  return inner.length === 0 ? field : fieldAt(field.fields ?? [], inner);
}
