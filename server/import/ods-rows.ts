import type { Elements, Parts } from "./sheet-zip.ts";

const LAST_COLUMN = 400;
/** Blank rows that a sheet says once. */
const MOST_REPEATED = 10_000;

/** The rows of the first sheet of an OpenDocument spreadsheet; dates as "2026-03-03". */
export async function* odsRows(parts: Parts): AsyncGenerator<readonly string[]> {
  const rows: (readonly string[])[] = [];
  const reader = new TableReader((row) => rows.push(row));
  for await (const _ of parts.read("content.xml", reader.on)) {
    yield* rows;
    rows.length = 0;
    if (reader.ended) return;
  }
}

/** Gathers the cells of the first table into rows. */
class TableReader {
  readonly on: Elements;
  ended = false;
  #row: string[] = [];
  #repeated = 1;
  #times = 1;
  #value: string | null = null;
  #text = "";
  #inCell = false;
  #blanks = 0;

  constructor(tell: (row: readonly string[]) => void) {
    this.on = {
      open: (name, attribute) => this.#open(name, attribute),
      text: (text) => {
        if (this.#inCell) this.#text += text;
      },
      close: (name) => this.#close(name, tell),
    };
  }

  #open(name: string, attribute: (name: string) => string | undefined): void {
    if (this.ended) return;
    if (name === "table-row") {
      this.#row = [];
      this.#repeated = Number(attribute("number-rows-repeated") ?? 1);
    }
    if (isCell(name)) {
      this.#times = Number(attribute("number-columns-repeated") ?? 1);
      this.#value = cellValue(attribute);
      this.#text = "";
      this.#inCell = true;
    }
    if (name === "annotation") this.#inCell = false;
    if (this.#inCell) this.#text += blankOf(name, this.#text, attribute);
  }

  #close(name: string, tell: (row: readonly string[]) => void): void {
    if (this.ended) return;
    if (name === "annotation") this.#inCell = true;
    if (isCell(name)) {
      const cell = this.#value ?? this.#text;
      const room = Math.max(0, LAST_COLUMN - this.#row.length);
      for (let each = 0; each < Math.min(this.#times, room); each += 1) this.#row.push(cell);
      this.#inCell = false;
    }
    if (name === "table-row") this.#tellRow(tell);
    if (name === "table") this.ended = true;
  }

  /** Blank rows are told only when one that is not blank follows them. */
  #tellRow(tell: (row: readonly string[]) => void): void {
    while (this.#row.at(-1) === "") this.#row.pop();
    if (this.#row.length === 0) {
      this.#blanks = Math.min(this.#blanks + this.#repeated, MOST_REPEATED);
      return;
    }
    for (; this.#blanks > 0; this.#blanks -= 1) tell([]);
    for (let each = 0; each < Math.min(this.#repeated, MOST_REPEATED); each += 1) tell(this.#row);
  }
}

const isCell = (name: string): boolean => name === "table-cell" || name === "covered-table-cell";

/** The value of a cell that is no text; null for a text, which its paragraphs say. */
function cellValue(attribute: (name: string) => string | undefined): string | null {
  switch (attribute("value-type")) {
    case "date":
      return (attribute("date-value") ?? "").slice(0, 10);
    case "float":
      return attribute("value") ?? "";
    case "boolean":
      return attribute("boolean-value") === "true" ? "oui" : "non";
    default:
      return null;
  }
}

/** The blanks that an element of a text stands for. */
function blankOf(name: string, before: string, attribute: (name: string) => string | undefined): string {
  if (name === "p") return before === "" ? "" : "\n";
  return name === "s" ? " ".repeat(Math.min(Number(attribute("c") ?? 1), 100)) : "";
}
