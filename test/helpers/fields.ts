import type { Field, Widget } from "../../engine/index.ts";

const TYPES: Readonly<Partial<Record<Widget, Field["type"]>>> = {
  number: "number",
  money: "integer",
  checkbox: "boolean",
  checkboxes: "array",
  attachments: "array",
  repeat: "array",
  group: "object",
  address: "object",
};

/** A field as compile makes them, for the functions that need no form. */
export function field(key: string, widget: Widget, more: Partial<Field> = {}): Field {
  return {
    key,
    pointer: `/${key}`,
    title: key,
    widget,
    type: TYPES[widget] ?? "string",
    required: false,
    schema: {},
    ...more,
  };
}

/** A form post, as the server reads it. */
export const post = (...pairs: readonly (readonly [string, string])[]): URLSearchParams =>
  new URLSearchParams(pairs.map(([name, value]) => [`root${name}`, value]));
