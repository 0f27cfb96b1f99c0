import { dayRange } from "./day-range.ts";
import type { Field } from "./form.ts";

/** What a list keeps of one field: one of these values, or within one of these ranges, or nothing answered. */
export interface FieldFilter {
  readonly values: readonly (string | number | boolean)[];
  readonly ranges: readonly FilterRange[];
  readonly empty: boolean;
}

/** Both ends included; null for no bound. Days as text, numbers as numbers. */
export interface FilterRange {
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** The value of a filter that stands for no answer. */
export const EMPTY = "_vide";

/** What can be said of a field to filter on it. */
export type FilterKind = "days" | "numbers" | "yes-no" | "choices" | "words";

/** Null for what no filter can be put on: a group, a repeat, a file. */
export function filterKind(field: Field): FilterKind | null {
  const { widget, type, choices } = field;
  if (choices !== undefined) return "choices";
  if (widget === "date") return "days";
  if (type === "boolean") return "yes-no";
  if (type === "integer" || type === "number") return "numbers";
  if (["group", "address", "repeat", "attachment", "attachments", "slot", "seat"].includes(widget)) return null;
  return type === "string" ? "words" : null;
}

const NUMBERS = /^(-?\d{1,15}(?:\.\d{1,6})?)?\.\.(-?\d{1,15}(?:\.\d{1,6})?)?$/;

/**
 * Reads the values of a filter. Days take ranges and days said from today (`dayRange`), numbers take ranges
 * ("10..20", either end may lack). What means nothing is kept as a value that no answer equals.
 * @param now ISO 8601
 */
export function readFilter(kind: FilterKind | null, texts: readonly string[], now: string): FieldFilter {
  const values: (string | number | boolean)[] = [];
  const ranges: FilterRange[] = [];
  for (const text of texts) {
    if (text === EMPTY) continue;
    const range = kind === "days" ? dayRange(text, now) : kind === "numbers" ? numberRange(text) : null;
    if (range) ranges.push(range);
    else values.push(typedValue(kind, text));
  }
  return { values, ranges, empty: texts.includes(EMPTY) };
}

function typedValue(kind: FilterKind | null, text: string): string | number | boolean {
  if (kind === "yes-no") return text === "true";
  return kind === "numbers" && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function numberRange(text: string): FilterRange | null {
  const [shape, from, to] = NUMBERS.exec(text) ?? [];
  if (shape === undefined || (from === undefined && to === undefined)) return null;
  return { from: from === undefined ? null : Number(from), to: to === undefined ? null : Number(to) };
}
