import type { Widget } from "./form.ts";
import type { FieldSchema } from "./meta.generated.ts";
import { seatProperties } from "./seat-value.ts";
import { slotProperties } from "./slot-value.ts";

/** At most this many choices are shown as radio buttons. */
const RADIO_CHOICES = 6;

export const hasChoices = (schema: FieldSchema): boolean => schema.enum !== undefined || schema.oneOf !== undefined;

/** The way of asking a field that does not say it. */
export function defaultWidget(schema: FieldSchema): Widget {
  switch (schema.type) {
    case "boolean":
      return schema.const === true ? "checkbox" : "radio";
    case "integer":
      return schema["x-fee"] === undefined ? "number" : "money";
    case "number":
      return "number";
    case "object":
      return "group";
    case "array":
      return arrayWidget(schema.items ?? {});
    default:
      return textWidget(schema);
  }
}

function arrayWidget(items: FieldSchema): Widget {
  if (items.type === "object") return "repeat";
  return hasChoices(items) ? "checkboxes" : "attachments";
}

function textWidget(schema: FieldSchema): Widget {
  const choices = (schema.oneOf ?? schema.enum)?.length;
  if (choices !== undefined) return choices <= RADIO_CHOICES ? "radio" : "select";
  if (schema["x-ref"] !== undefined) return "reference";
  if (schema.format === "uuid") return "attachment";
  return isPlainFormat(schema.format) ? "text" : schema.format;
}

/** What is typed in an ordinary box. */
const isPlainFormat = (format: FieldSchema["format"]): format is undefined | "siren" | "plate" =>
  format === undefined || format === "siren" || format === "plate";

/** Whether a field of this schema can be asked this way. */
export function widgetFits(widget: Widget, schema: FieldSchema): boolean {
  return FITS[widget](schema);
}

const isText = (schema: FieldSchema): boolean =>
  schema.type === "string" && !hasChoices(schema) && schema["x-ref"] === undefined;
const formatted = (schema: FieldSchema, format: FieldSchema["format"]): boolean =>
  isText(schema) && schema.format === format;
const plainText = (schema: FieldSchema): boolean => isText(schema) && isPlainFormat(schema.format);

const FITS: Readonly<Record<Widget, (schema: FieldSchema) => boolean>> = {
  text: plainText,
  textarea: plainText,
  email: (schema) => formatted(schema, "email"),
  phone: (schema) => formatted(schema, "phone"),
  date: (schema) => formatted(schema, "date"),
  attachment: (schema) => formatted(schema, "uuid"),
  // One of the members that offer the same definition: known when the form is shown.
  member: plainText,
  reference: (schema) => schema.type === "string" && schema["x-ref"] !== undefined,
  number: (schema) => schema.type === "integer" || schema.type === "number",
  money: (schema) => schema.type === "integer",
  radio: (schema) => schema.type === "boolean" || (schema.type === "string" && hasChoices(schema)),
  select: (schema) => schema.type === "string" && hasChoices(schema),
  checkbox: (schema) => schema.type === "boolean",
  checkboxes: (schema) => schema.type === "array" && hasChoices(schema.items ?? {}),
  attachments: (schema) => schema.type === "array" && schema.items?.format === "uuid",
  slot: (schema) => schema.type === "object" && schema["x-agenda"] !== undefined,
  seat: (schema) => schema.type === "object" && schema["x-sessions"] !== undefined,
  time: plainText,
  // Part of a slot, which the platform writes.
  moment: () => false,
  group: (schema) => schema.type === "object",
  address: (schema) => schema.type === "object",
  source: (schema) => schema.type === "object" && schema["x-source"] !== undefined,
  repeat: (schema) => schema.type === "array" && schema.items?.type === "object",
};

/** The format a way of asking implies when the schema does not say it. */
const IMPLIED_FORMATS: Partial<Record<Widget, "date" | "email" | "phone" | "uuid">> = {
  attachment: "uuid",
  date: "date",
  email: "email",
  phone: "phone",
  reference: "uuid",
};

/** "08:30". */
const TIME = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$";
const LENGTHS = { text: 200, textarea: 4000, member: 200 } as const;
const ITEMS = { repeat: 50, attachments: 20 } as const;

/** The schema with what it implies written out: formats, bounds, no unknown properties. Writing it twice changes nothing. */
export function explicit(schema: FieldSchema): FieldSchema {
  const widget = schema["x-widget"] ?? defaultWidget(schema);
  if (schema.type === "string") return explicitText(schema, widget);
  if (schema.type === "array") return explicitList(schema, widget);
  if (widget === "slot") return { ...schema, properties: slotProperties(), additionalProperties: false };
  if (widget === "seat") return { ...schema, properties: seatProperties(), additionalProperties: false };
  return schema.type === "object" ? { ...schema, additionalProperties: false } : schema;
}

function explicitText(schema: FieldSchema, widget: Widget): FieldSchema {
  if (hasChoices(schema)) return schema;
  const result = { ...schema };
  const format = schema["x-ref"] === undefined ? IMPLIED_FORMATS[widget] : "uuid";
  if (format !== undefined) result.format ??= format;
  if (widget === "text" || widget === "textarea" || widget === "member") result.maxLength ??= LENGTHS[widget];
  if (widget === "time") result.pattern ??= TIME;
  return result;
}

function explicitList(schema: FieldSchema, widget: Widget): FieldSchema {
  const result = { ...schema };
  if (widget === "attachments" && schema.items?.type === "string") result.items = { ...schema.items, format: "uuid" };
  if (widget === "repeat" || widget === "attachments") result.maxItems ??= ITEMS[widget];
  else result.uniqueItems ??= true;
  return result;
}
