import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import type { Field } from "../../engine/index.ts";

/** What RJSF walks: only the shape. Everything else is read from the engine's field, carried in the ui options. */
export interface Presentation {
  readonly schema: RJSFSchema;
  readonly uiSchema: UiSchema;
}

const known = new WeakMap<readonly Field[], Presentation>();

/**
 * The schema RJSF walks to show these fields. Every control is a `string` for it, whatever its type: RJSF then hands
 * the stored or mistyped value over untouched, and neither coerces nor validates, which is the engine's work.
 */
export function presentationOf(fields: readonly Field[]): Presentation {
  const cached = known.get(fields);
  if (cached !== undefined) return cached;
  const presentation = objectOf(fields);
  known.set(fields, presentation);
  return presentation;
}

function objectOf(fields: readonly Field[]): Presentation {
  const properties: Record<string, RJSFSchema> = {};
  const uiSchema: UiSchema = {};
  for (const field of fields) {
    const shown = shapeOf(field);
    properties[field.key] = shown.schema;
    uiSchema[field.key] = shown.uiSchema;
  }
  return { schema: { type: "object", properties }, uiSchema };
}

function shapeOf(field: Field): Presentation {
  const options = { "ui:options": { engine: field } };
  if (field.widget === "group" || field.widget === "address") {
    const inner = objectOf(field.fields ?? []);
    return { schema: inner.schema, uiSchema: { ...inner.uiSchema, ...options } };
  }
  if (field.widget === "source") return { schema: { type: "object", properties: {} }, uiSchema: options };
  if (field.widget === "repeat") {
    const item = objectOf(field.fields ?? []);
    return {
      schema: { type: "array", items: item.schema },
      uiSchema: { items: item.uiSchema, ...options },
    };
  }
  return { schema: { type: "string" }, uiSchema: { ...options, "ui:widget": "control" } };
}
