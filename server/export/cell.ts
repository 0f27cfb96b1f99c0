/** A value of a table, before any format writes it. A day is "2026-03-03", an instant ISO 8601, cents an amount in euros. */
export type Cell =
  | null
  | string
  | number
  | { readonly day: string }
  | { readonly instant: string }
  | { readonly cents: number };

/** A table as it flows: rows come by some at a time. */
export interface Table {
  /** Name of the sheet. */
  readonly title: string;
  /** Headings, as people read them. */
  readonly headings: readonly string[];
  /** The same as software reads them. */
  readonly keys: readonly string[];
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

const PARIS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "short",
});

/** "2026-03-03 14:30", on a clock of Paris, for an ISO 8601 instant. */
export const parisClock = (instant: string): string => PARIS.format(new Date(instant));

/** Without what XML and spreadsheets refuse: control characters and halves of a pair. */
export const printable = (text: string): string => text.replace(REFUSED, "");

const REFUSED = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text within XML. */
export const xml = (text: string): string =>
  printable(text).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "");
