import { decode } from "./decode.ts";
import { display, type Labels } from "./display.ts";
import type { Answers, Entry, Json } from "./entry.ts";
import type { Expression, Field, Form } from "./form.ts";
import { formatMoney } from "./format.ts";
import { isObject, own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import { normalise } from "./normalise.ts";

/** A file that another software reads or gives: its columns in its order and its words. */
export interface Layout {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly encoding: "utf-8" | "windows-1252" | "iso-8859-1";
  readonly separator: ";" | "," | "\t" | "|";
  readonly dates: "JJ/MM/AAAA" | "AAAA-MM-JJ" | "AAAAMMJJ";
  readonly yes: string;
  readonly no: string;
  /** Key of the list whose every item has a line; null for a line for each entry. */
  readonly each: string | null;
  readonly columns: readonly LayoutColumn[];
  /** Keys of the fields that recognise an entry when such a file is read; null where it is only written. */
  readonly key: readonly string[] | null;
}

/** A column without field nor value is there and empty. */
export interface LayoutColumn {
  readonly title: string;
  /** The answer it holds; of the item where `item` is true. */
  readonly field?: { readonly path: string; readonly of: Field; readonly item: boolean };
  /** What it holds, worked out: written only. */
  readonly value?: Expression;
  /** Words of the other software, by value of the answer. */
  readonly codes?: Readonly<Record<string, string>>;
}

/** The lines of an entry: one, or one for each item; every cell is a text, "" for nothing. */
export function layoutLines(
  layout: Layout,
  entry: Pick<Entry, "answers" | "reference" | "state" | "createdAt">,
  labels: Labels,
  now: string,
): readonly (readonly string[])[] {
  const items = layout.each === null ? [null] : itemsOf(entry.answers, layout.each);
  return items.map((item) => layout.columns.map((column) => cellText(layout, column, entry, item, labels, now)));
}

function itemsOf(answers: Answers, key: string): readonly Json[] {
  const items = own(answers, key);
  return Array.isArray(items) ? items : [];
}

function cellText(
  layout: Layout,
  { field, value, codes }: LayoutColumn,
  { answers, reference, state, createdAt }: Pick<Entry, "answers" | "reference" | "state" | "createdAt">,
  item: Json,
  labels: Labels,
  now: string,
): string {
  if (value !== undefined) {
    const scope = { answers, now, entry: { reference, state, createdAt }, ...(item !== null && { item }) };
    const found = value.evaluate(scope);
    return plainText(layout, found);
  }
  if (field === undefined) return "";
  const from = field.item ? (isObject(item) ? item : {}) : answers;
  const found = valuesAt(from, field.path);
  return found.map((one) => fieldText(layout, field.of, one, codes, labels)).join(", ");
}

function fieldText(layout: Layout, field: Field, value: Json, codes: LayoutColumn["codes"], labels: Labels): string {
  if (codes && typeof value === "string" && Object.hasOwn(codes, value)) return codes[value] ?? "";
  if (typeof value === "boolean") return value ? layout.yes : layout.no;
  if (field.widget === "money" && typeof value === "number") return formatMoney(value).replace(/\s*€$/, "");
  if (typeof value === "number") return String(value).replace(".", ",");
  if (field.widget === "date" && typeof value === "string") return dateText(layout.dates, value);
  return display(field, value, labels);
}

function plainText(layout: Layout, value: unknown): string {
  if (typeof value === "boolean") return value ? layout.yes : layout.no;
  if (typeof value === "string") return dateText(layout.dates, value);
  return typeof value === "number" || typeof value === "bigint" ? String(value).replace(".", ",") : "";
}

/** A day as the file writes it; a text that is none as it is. */
function dateText(dates: Layout["dates"], text: string): string {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === "") return text;
  return dates.replace("AAAA", year).replace("MM", month).replace("JJ", day);
}

/** What a line of a file says, by heading as people compare it. */
export type LayoutCells = ReadonlyMap<string, string>;

/** Headings as people compare them: spaces, case and accents apart. */
export const headingKey = (text: string): string => normalise(text);

/** What a line says of an entry, and what it says that nothing can be made of. */
export interface ReadLine {
  /** Answers of the columns that are not blank: a blank says nothing, and changes nothing. */
  readonly answers: Answers;
  readonly faults: readonly { readonly title: string; readonly message: string }[];
}

/** Reads a line of a file. */
export function readLayoutLine(layout: Layout, form: Pick<Form, "order">, cells: LayoutCells): ReadLine {
  const body = new Map<string, readonly string[]>();
  const faults: { title: string; message: string }[] = [];
  for (const { title, field, codes } of layout.columns) {
    const text = (cells.get(headingKey(title)) ?? "").trim();
    if (text === "" || field === undefined) continue;
    const read = posted(layout, field.of, codes, text);
    if (read === null) faults.push({ title, message: `« ${text.slice(0, 60)} » n’est pas une valeur connue.` });
    else
      body.set(
        `root${field.path
          .split(".")
          .map((key) => `[${key}]`)
          .join("")}`,
        [read],
      );
  }
  return { answers: decode(form.order, body), faults };
}

/** A cell as a form would post it; null for what is none of the values it may have. */
function posted(layout: Layout, field: Field, codes: LayoutColumn["codes"], text: string): string | null {
  const plain = normalise(text);
  const coded = Object.entries(codes ?? {}).find(([, word]) => normalise(word) === plain);
  if (coded) return coded[0];
  if (field.choices) {
    const choice = field.choices.find(({ value, label }) => value === text || normalise(label) === plain);
    return choice?.value ?? null;
  }
  if (field.type === "boolean") {
    return plain === normalise(layout.yes) ? "true" : plain === normalise(layout.no) ? "false" : null;
  }
  return field.widget === "date" ? readDate(layout.dates, text) : text;
}

const ORDERS = {
  "JJ/MM/AAAA": /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})$/,
  "AAAA-MM-JJ": /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  AAAAMMJJ: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
} as const;

/** A day as a form posts it, "14/04/2023"; a text that is none as it is, for the form to refuse. */
function readDate(dates: Layout["dates"], text: string): string {
  const { day, month, year } = ORDERS[dates].exec(text.split(" ", 1)[0] ?? "")?.groups ?? {};
  return day === undefined ? text : `${day}/${month}/${year}`;
}

/** Stored answers with those of a line in their places; groups keep what the line does not say. */
export function withLine(stored: Answers, line: Answers): Answers {
  const merged: Record<string, Json> = { ...stored };
  for (const [key, value] of Object.entries(line)) {
    const before = own(stored, key);
    merged[key] = isObject(value) && isObject(before) ? withLine(before, value) : value;
  }
  return merged;
}
