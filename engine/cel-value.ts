import { parseDate, TIMESTAMP } from "./cel.ts";
import type { Field } from "./form.ts";

/** Items of a list whose schema sets no bound. An expression never reads a longer list. */
export const MAX_ITEMS = 50;

/** What a field is in an expression, given a way to name the type of a group. */
export function celType(field: Field, objectType: (fields: readonly Field[]) => string): string {
  if (isBroken(field)) return "dyn";
  if (field.type === "array") return field.fields ? `list<${objectType(field.fields)}>` : "list<string>";
  if (field.type === "object") return objectType(field.fields ?? []);
  return scalarType(field);
}

/**
 * A group or a list of which nothing is known: its schema has been refused. What refers to it is then left alone, so
 * that one mistake gives one issue.
 */
export const isBroken = ({ type, fields, choices, widget }: Field): boolean =>
  !fields && (type === "object" || (type === "array" && !choices && widget !== "attachments"));

function scalarType(field: Field): string {
  if (field.type === "integer") return "int";
  if (field.type === "number") return "double";
  if (field.type === "boolean") return "bool";
  return field.widget === "date" || field.widget === "moment" ? TIMESTAMP : "string";
}

/** Turns a JSON answer into the value an expression reads; undefined when absent or not of the field's type. */
export type Reader = (value: unknown) => unknown;

/** Dates become `Date`, integers `BigInt`, groups plain objects of those. */
export function readerOf(field: Field): Reader {
  if (field.type === "array") return listReader(field);
  if (field.type === "object") return objectReader(field.fields ?? []);
  if (field.type === "integer") return (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : undefined);
  if (field.type === "number") return (value) => (typeof value === "number" ? value : undefined);
  if (field.type === "boolean") return (value) => (typeof value === "boolean" ? value : undefined);
  if (field.widget === "date")
    return (value) => (typeof value === "string" ? (parseDate(value) ?? undefined) : undefined);
  if (field.widget === "moment") return instantReader;
  return (value) => (typeof value === "string" ? value : undefined);
}

function instantReader(value: unknown): Date | undefined {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** Reads a group, an item of a repeat, or the answers of a whole form. */
export function objectReader(fields: readonly Field[]): Reader {
  const readers = fields.map((field) => [field.key, readerOf(field)] as const);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [key, read] of readers) {
      const member = Object.hasOwn(source, key) ? read(source[key]) : undefined;
      if (member !== undefined) result[key] = member;
    }
    return result;
  };
}

function listReader(field: Field): Reader {
  const read: Reader = field.fields
    ? objectReader(field.fields)
    : (value) => (typeof value === "string" ? value : undefined);
  const { maxItems } = field.schema;
  const limit = typeof maxItems === "number" ? maxItems : MAX_ITEMS;
  return (value) => {
    if (!Array.isArray(value) || value.length > limit) return undefined;
    const items = value.map(read);
    return items.includes(undefined) ? undefined : items;
  };
}

const MIDNIGHT = "T00:00:00.000Z";

/** The plain JSON value of a result: integers as numbers, a day as "2026-01-31", an instant in full. */
export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? undefined : value.toISOString();
    return text?.endsWith(MIDNIGHT) ? text.slice(0, 10) : text;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
  }
  return value;
}
