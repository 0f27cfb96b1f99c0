import type { Column, CompiledDefinition } from "./definition.ts";
import type { Answers, Json } from "./entry.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import { isObject, own } from "./json.ts";
import { normalise } from "./normalise.ts";
import { formatPhone } from "./phone.ts";
import { isPlate, parsePlate } from "./plate.ts";

/** Columns kept per entry for lists. */
export const SLOTS = 6;

/** Longer texts sort and filter by their beginning: an index row is bounded. */
const LONGEST_KEY = 120;
const LONGEST_SEARCH = 2000;

export interface EntryKeys {
  /** One per slot: "" where the entry has no value, null where the definition uses no column. */
  readonly keys: readonly (string | null)[];
  /** Normalised text searched by `q`. */
  readonly search: string;
}

export interface KeySlot {
  /** 0 to 5, the column's position in `definition.list`. */
  readonly slot: number;
  readonly column: Column;
}

/** Which slot holds which column. */
export const keySlots = (definition: CompiledDefinition): readonly KeySlot[] =>
  definition.list.slice(0, SLOTS).map((column, slot) => ({ slot, column }));

/** What an entry is sorted, filtered and searched by. */
export function keys(definition: CompiledDefinition, answers: Answers): EntryKeys {
  const slots: (string | null)[] = Array.from({ length: SLOTS }, () => null);
  for (const { slot, column } of keySlots(definition)) {
    slots[slot] = keyOf(column.field, valuesAt(answers, column.key)[0]);
  }
  const words: string[] = [];
  for (const key of definition.search) {
    const field = fieldAt(definition.form.order, key);
    for (const value of valuesAt(answers, key)) {
      words.push(searchText(field, value));
    }
  }
  return { keys: slots, search: normalise(words.join(" ").slice(0, LONGEST_SEARCH)) };
}

/**
 * The sortable text of a value, also for the value of a filter: dates as ISO, numbers padded with their sign first,
 * choices and ids as they are, other texts normalised.
 */
export function keyOf(field: Field, value: Json | undefined): string {
  if (value === undefined || value === null) {
    return "";
  }
  if (typeof value === "number") {
    return numberKey(value);
  }
  if (typeof value === "boolean") {
    return value ? "1" : "0";
  }
  if (typeof value === "string") {
    return textKey(field, value).slice(0, LONGEST_KEY);
  }
  if (Array.isArray(value)) {
    return value
      .map((item) => keyOf(field, item))
      .join(" ")
      .slice(0, LONGEST_KEY);
  }
  if (field.widget === "slot") return slotKey(value as Answers);
  if (field.widget === "seat") return seatKey(value as Answers);
  const parts = (field.fields ?? []).map((child) => keyOf(child, own(value as Answers, child.key)));
  return parts
    .filter((part) => part !== "")
    .join(" ")
    .slice(0, LONGEST_KEY);
}

function textKey(field: Field, value: string): string {
  if (isCode(field)) return value;
  return normalise(((isPlate(field) && parsePlate(value)) || value).slice(0, LONGEST_KEY * 2));
}

/** Slots sort by the moment they begin. */
const slotKey = (value: Answers): string =>
  `${String(own(value, "debut") ?? "")} ${normalise(String(own(value, "lieu") ?? ""))}`.trim();

/** Places sort by the first day of their session. */
const seatKey = (value: Answers): string =>
  `${String(own(value, "jour") ?? "")} ${normalise(String(own(value, "intitule") ?? ""))}`.trim().slice(0, LONGEST_KEY);

const isCode = (field: Field): boolean =>
  field.choices !== undefined ||
  ["date", "moment", "time", "reference", "phone", "attachment", "attachments"].includes(field.widget);

const WHOLE = 16;
const DECIMALS = 6;

/** Digits of the same length, so that text order is number order; a negative number is written in complement to 9. */
function numberKey(value: number): string {
  const bounded = Math.min(Math.abs(value), 10 ** WHOLE - 1);
  const digits = bounded.toFixed(DECIMALS).padStart(WHOLE + 1 + DECIMALS, "0");
  return value < 0 ? `0${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}` : `1${digits}`;
}

/** The values under a dotted key; a key that crosses a repeat gives those of every item. */
export function valuesAt(answers: Answers, key: string): readonly Json[] {
  if (!key.includes(".")) {
    const value = own(answers, key);
    return Array.isArray(value) ? value : value === undefined ? [] : [value];
  }
  let values: readonly Json[] = [answers];
  for (const segment of key.split(".")) {
    values = values.flatMap((value) => {
      const objects: readonly Json[] = Array.isArray(value) ? value : [value];
      return objects.flatMap((object) => (isObject(object) ? (own(object, segment) ?? []) : []));
    });
  }
  return values;
}

function searchText(field: Field | undefined, value: Json): string {
  if (typeof value === "string") {
    if (field?.widget === "phone") {
      const french = formatPhone(value);
      return `${value} ${french} ${french.replaceAll(" ", "")}`;
    }
    if (isPlate(field)) return `${value} ${value.replace(/[ -]/g, "")}`;
    return field?.choices?.find((choice) => choice.value === value)?.label ?? frenchDay(field, value);
  }
  if (isObject(value)) {
    const children = field?.fields ?? [];
    return children.map((child) => searchText(child, own(value, child.key) ?? null)).join(" ");
  }
  return typeof value === "number" ? String(value) : "";
}

const frenchDay = (field: Field | undefined, value: string): string =>
  field?.widget === "date" ? `${value} ${value.replaceAll("-", "")} ${value.split("-").reverse().join("")}` : value;
