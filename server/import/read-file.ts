import { parse } from "csv-parse/sync";
import { headingKey, type Layout, type LayoutCells } from "../../engine/index.ts";

/** Bytes of a file that is read at once, and lines of it. */
export const MOST_BYTES = 1_000_000;
export const MOST_LINES = 1_000;

/** A line of a file, by its number as a spreadsheet shows it. */
export interface FileLine {
  readonly line: number;
  readonly cells: LayoutCells;
}

export type ReadFile =
  | {
      readonly ok: true;
      readonly lines: readonly FileLine[];
      /** Headings that the layout does not have, as written. */
      readonly ignored: readonly string[];
      /** Headings of the layout that the file does not have. */
      readonly lacking: readonly string[];
    }
  | { readonly ok: false; readonly fault: "unreadable" | "empty" | "too-many" };

/** The text of a file: UTF-8 when it is, the usual encoding of French spreadsheets otherwise. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Reads a file by its headings, whatever their order, spaces, case and accents. Never throws. */
export function readFile({ columns, separator }: Layout, text: string): ReadFile {
  const rows = rowsOf(text, separator);
  if (rows === null) return { ok: false, fault: "unreadable" };
  const [first, ...others] = rows;
  const written = others.filter(({ record }) => record.some((cell) => cell.trim() !== ""));
  if (!first || written.length === 0) return { ok: false, fault: "empty" };
  if (written.length > MOST_LINES) return { ok: false, fault: "too-many" };
  const headings = first.record.map(headingKey);
  const known = new Set(columns.map(({ title }) => headingKey(title)));
  return {
    ok: true,
    lines: written.map(({ record, info }) => ({
      line: info.lines,
      cells: new Map(record.map((cell, index) => [headings[index] ?? "", cell] as const)),
    })),
    ignored: first.record.filter((title) => title.trim() !== "" && !known.has(headingKey(title))),
    lacking: columns.map(({ title }) => title).filter((title) => !headings.includes(headingKey(title))),
  };
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function rowsOf(text: string, delimiter: string): readonly Parsed[] | null {
  const options = { bom: true, delimiter, info: true, relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: true };
  try {
    return parse(text, { ...options, to: MOST_LINES + 2 }) as unknown as Parsed[];
  } catch {
    return null;
  }
}
