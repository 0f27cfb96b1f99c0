import { linearPattern } from "./ajv.ts";
import type { Field } from "./form.ts";
import { convert, readDay } from "./mapping-convert.ts";

/** A column as its first lines show it. */
export interface ColumnSample {
  readonly heading: string;
  /** Cells that are not blank, as they come. */
  readonly values: readonly string[];
}

/** What the cells of a column look like. */
export type Looks = "date" | "phone" | "email" | "number" | "text" | "nothing";

const MOST = 60;
const MOSTLY = 0.8;

/** How many of the values, from 0 to 1, a check holds for. */
export function share(values: readonly string[], check: (value: string) => boolean): number {
  const some = values.slice(0, MOST);
  return some.length === 0 ? 0 : some.filter(check).length / some.length;
}

export function looksOf({ values }: ColumnSample): Looks {
  if (values.length === 0) return "nothing";
  if (share(values, (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) >= MOSTLY) return "email";
  if (share(values, (value) => readDay(value) !== null) >= MOSTLY) return "date";
  if (share(values, isPhone) >= MOSTLY) return "phone";
  return share(values, (value) => /^\d{1,4}(?:[.,]\d+)?$/.test(value)) >= MOSTLY ? "number" : "text";
}

const isPhone = (value: string): boolean => /^(?:\+|00)?[\d\s.\-/()]{9,20}$/.test(value) && /\d.*\d{2}/.test(value);

/** What the answers of a field look like in a file. */
export function fieldLooks({ widget, type, schema }: Field): Looks {
  if (widget === "date") return "date";
  if (widget === "phone") return "phone";
  if (schema["format"] === "email") return "email";
  return type === "integer" || type === "number" ? "number" : "text";
}

const patterns = new WeakMap<Field, ReturnType<typeof linearPattern>>();

/** How many values of a column, from 0 to 1, a field would take. */
export function fitness(field: Field, { values }: ColumnSample): number {
  if (values.length === 0) return 1;
  return share(values, (value) => {
    const read = convert(field, value);
    return read.ok && (typeof read.value !== "string" || fitsText(field, read.value)) && fitsNumber(field, read.value);
  });
}

function fitsText(field: Field, text: string): boolean {
  const { maxLength, pattern } = field.schema;
  if (typeof maxLength === "number" && text.length > maxLength) return false;
  if (typeof pattern !== "string") return true;
  const known = patterns.get(field) ?? linearPattern(pattern);
  patterns.set(field, known);
  return known.test(text);
}

function fitsNumber({ schema: { minimum, maximum } }: Field, value: unknown): boolean {
  if (typeof value !== "number") return true;
  return (typeof minimum !== "number" || value >= minimum) && (typeof maximum !== "number" || value <= maximum);
}

/** How a column writes its dates: what the lines that leave no doubt say of those that do. */
export function datesOf(
  { values }: ColumnSample,
  birth: boolean,
  thisYear: number,
): { readonly dates?: "MJA"; readonly century?: number } {
  const found = values.flatMap((value) => {
    const [, first, second, year] = /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/.exec(value) ?? [];
    return year === undefined ? [] : [{ first: Number(first), second: Number(second), year }];
  });
  if (found.length === 0) return {};
  const years = found.flatMap(({ year }) => (year.length === 4 ? [Number(year)] : []));
  const short = found.some(({ year }) => year.length === 2);
  const latest = years.length > 0 ? Math.max(...years) + 5 : thisYear + (birth ? 0 : 10);
  const american = found.some(({ second }) => second > 12) && !found.some(({ first }) => first > 12);
  return { ...(american && { dates: "MJA" }), ...(short && { century: latest }) };
}

/** Whether a column writes its names in capitals. */
export const isCapital = ({ values }: ColumnSample): boolean => {
  const written = values.filter((value) => /\p{Letter}{2}/u.test(value));
  return written.length > 0 && share(written, (value) => value === value.toUpperCase()) >= 0.9;
};
