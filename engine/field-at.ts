import type { Field } from "./form.ts";

/** The field under a dotted path, "adresse.commune"; the fields of an item follow the key of their repeat. */
export function fieldAt(fields: readonly Field[], path: string): Field | undefined {
  let field: Field | undefined;
  let level: readonly Field[] | undefined = fields;
  for (const key of path.split(".")) {
    field = level?.find((candidate) => candidate.key === key);
    level = field?.fields;
  }
  return field;
}
