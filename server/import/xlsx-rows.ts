import { type Elements, type Parts, through } from "./sheet-zip.ts";
import { Unreadable } from "./unreadable.ts";

/** Characters of texts that cells share. */
const MOST_SHARED = 100_000_000;
/** Built-in formats of dates, ECMA-376 part 1, 18.8.30. */
const DATE_FORMATS: ReadonlySet<number> = new Set([14, 15, 16, 17, 22, 27, 30, 36, 50, 57]);
const LAST_COLUMN = 400;

/** The rows of the first sheet of a workbook; dates as "2026-03-03". */
export async function* xlsxRows(parts: Parts): AsyncGenerator<readonly string[]> {
  const sheet = await firstSheet(parts);
  const shared = await sharedTexts(parts);
  const dates = await dateStyles(parts);
  const rows: (readonly string[])[] = [];
  const reader = new SheetReader(shared, dates, await since1904(parts), (row) => rows.push(row));
  for await (const _ of parts.read(sheet, reader.on)) {
    yield* rows;
    rows.length = 0;
  }
}

async function firstSheet(parts: Parts): Promise<string> {
  let id = "";
  await through(parts, "xl/workbook.xml", {
    open: (name, attribute) => {
      if (name === "sheet" && id === "" && attribute("state") !== "hidden") id = attribute("id") ?? "";
    },
  });
  let target = "";
  await through(parts, "xl/_rels/workbook.xml.rels", {
    open: (name, attribute) => {
      if (name === "Relationship" && attribute("Id") === id) target = attribute("Target") ?? "";
    },
  });
  const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  const found = parts.names.has(path) ? path : "xl/worksheets/sheet1.xml";
  if (!parts.names.has(found)) throw new Unreadable("not-a-table");
  return found;
}

async function sharedTexts(parts: Parts): Promise<readonly string[]> {
  const texts: string[] = [];
  let size = 0;
  let [text, inside, phonetic] = ["", false, false];
  await through(parts, "xl/sharedStrings.xml", {
    open: (name) => {
      if (name === "si") text = "";
      if (name === "t") inside = !phonetic;
      if (name === "rPh") phonetic = true;
    },
    text: (part) => {
      if (inside) text += part;
    },
    close: (name) => {
      if (name === "t") inside = false;
      if (name === "rPh") phonetic = false;
      if (name !== "si") return;
      size += text.length;
      if (size > MOST_SHARED) throw new Unreadable("unfolds-too-large");
      texts.push(text);
    },
  });
  return texts;
}

/** Ranks of the cell styles that show a number as a date. */
async function dateStyles(parts: Parts): Promise<ReadonlySet<number>> {
  const own = new Set<number>();
  const styles: number[] = [];
  let inCells = false;
  await through(parts, "xl/styles.xml", {
    open: (name, attribute) => {
      const format = Number(attribute("numFmtId") ?? -1);
      if (name === "numFmt" && /[dy]/i.test((attribute("formatCode") ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, ""))) {
        own.add(format);
      }
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) styles.push(format);
    },
    close: (name) => {
      if (name === "cellXfs") inCells = false;
    },
  });
  return new Set(styles.flatMap((format, rank) => (own.has(format) || DATE_FORMATS.has(format) ? [rank] : [])));
}

async function since1904(parts: Parts): Promise<boolean> {
  let found = false;
  await through(parts, "xl/workbook.xml", {
    open: (name, attribute) => {
      if (name === "workbookPr") found = ["1", "true"].includes(attribute("date1904") ?? "");
    },
  });
  return found;
}

/** Gathers the cells of a sheet into rows; rows and cells that the file leaves out are blank. */
class SheetReader {
  readonly on: Elements;
  #row: string[] = [];
  #next = 1;
  #column = 0;
  #type = "";
  #style = 0;
  #text = "";
  #inValue = false;

  constructor(
    shared: readonly string[],
    dates: ReadonlySet<number>,
    mac: boolean,
    tell: (row: readonly string[]) => void,
  ) {
    this.on = {
      open: (name, attribute) => {
        if (name === "row") this.#beginRow(Number(attribute("r") ?? this.#next), tell);
        if (name === "c") this.#beginCell(attribute("r"), attribute("t") ?? "n", Number(attribute("s") ?? -1));
        if (name === "v" || name === "t") this.#inValue = true;
      },
      text: (text) => {
        if (this.#inValue) this.#text += text;
      },
      close: (name) => {
        if (name === "v" || name === "t") this.#inValue = false;
        if (name === "c" && this.#column <= LAST_COLUMN) {
          this.#row[this.#column - 1] = this.#value(shared, dates, mac);
        }
        if (name === "row") tell(Array.from(this.#row, (cell) => cell ?? ""));
      },
    };
  }

  #beginRow(rank: number, tell: (row: readonly string[]) => void): void {
    // A rank far beyond would be a million blank rows.
    for (; this.#next < rank && this.#next < rank + 10_000; this.#next += 1) tell([]);
    this.#next = rank + 1;
    this.#row = [];
    this.#column = 0;
  }

  #beginCell(place: string | undefined, type: string, style: number): void {
    const letters = /^[A-Z]{1,3}/.exec(place ?? "")?.[0];
    this.#column = letters
      ? [...letters].reduce((rank, letter) => rank * 26 + letter.charCodeAt(0) - 64, 0)
      : this.#column + 1;
    this.#type = type;
    this.#style = style;
    this.#text = "";
  }

  #value(shared: readonly string[], dates: ReadonlySet<number>, mac: boolean): string {
    const text = this.#text;
    if (this.#type === "s") return shared[Number(text)] ?? "";
    if (this.#type === "b") return text === "1" ? "oui" : text === "0" ? "non" : "";
    if (this.#type === "e") return "";
    if (this.#type !== "n" || text === "") return text;
    return dates.has(this.#style) ? (dayOf(Number(text), mac) ?? text) : plainNumber(text);
  }
}

/** "2026-03-03" of the serial number of a day; null outside what a date may be. */
function dayOf(serial: number, mac: boolean): string | null {
  const days = mac ? serial + 1462 : serial;
  if (!(days >= 1 && days < 2_958_466)) return null;
  // Excel believes in a 29 February 1900: from March on, days count from 30 December 1899.
  const epoch = days < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
  return new Date(epoch + Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
}

/** "264160620" of "2.6416062E8", as the sheet shows it. */
function plainNumber(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? String(value) : text;
}
