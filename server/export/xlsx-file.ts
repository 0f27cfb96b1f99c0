import { type Cell, parisClock, type Table, xml } from "./cell.ts";
import { Sheets } from "./sheets.ts";
import { zipOf } from "./zip.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Characters of a cell: Excel calls a file with more of them damaged. */
const LONGEST = 32_767;
const DAY = 86_400_000;
/** The day that spreadsheets count from. */
const EPOCH = Date.UTC(1899, 11, 30);

/** Styles by rank: see `STYLES`. */
const STYLE = { day: 1, instant: 2, cents: 3, heading: 4 } as const;

type Row = readonly Cell[];
type Line = readonly (string | number | null)[];

/** A sheet of a workbook, its rows coming by some at a time. */
export interface Sheet {
  /** As people say it: what spreadsheets refuse in a name is left out. */
  readonly name: string;
  /** Its first lines, in bold and always in sight; the last names the columns. */
  readonly head: readonly Row[];
  /** Of the columns, in characters. */
  readonly widths: readonly number[];
  /** Its columns may be filtered from their headings. */
  readonly filtered: boolean;
  readonly rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}

/** A table as sheets that spreadsheets can hold, each to be read to its end before the next. */
export async function* tableSheets(table: Table): AsyncGenerator<Sheet> {
  const { title, headings } = table;
  const widths = headings.map((heading) => Math.min(40, Math.max(12, heading.length + 2)));
  const all = new Sheets(table);
  do yield { name: title, head: [headings], widths, filtered: true, rows: all.next() };
  while (!all.over);
}

/** A few lines as a sheet; the first `heads` of them are its head. Its titles may run over the columns that follow. */
export function lineSheet(name: string, lines: readonly Line[], heads: number): Sheet {
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const table = lines.slice(heads - 1);
  const longest = (column: number) => Math.max(...table.map((line) => String(line[column] ?? "").length));
  const widths = Array.from({ length: columns }, (_, column) => Math.min(60, Math.max(8, longest(column) + 2)));
  return { name, head: lines.slice(0, heads), widths, filtered: false, rows: [lines.slice(heads)] };
}

/**
 * A workbook (Office Open XML, ECMA-376), written as its rows are read. Texts are stored as texts: nothing in them is ever
 * computed. Numbers, days and amounts are numbers with their format.
 */
export function xlsxFile(sheets: AsyncIterable<Sheet> | Iterable<Sheet>, at: Date): AsyncIterable<Uint8Array> {
  return zipOf(at, async (archive) => {
    archive.put("[Content_Types].xml", CONTENT_TYPES);
    archive.put("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
    archive.put("xl/styles.xml", STYLES);
    const names: string[] = [];
    for await (const sheet of sheets) {
      names.push(freeName(sheet.name, names));
      await archive.add(`xl/worksheets/sheet${names.length}.xml`, sheetOf(sheet));
    }
    const parts = names.map((_, at): Relation => ["worksheet", `worksheets/sheet${at + 1}.xml`]);
    archive.put("xl/_rels/workbook.xml.rels", relations([...parts, ["styles", "styles.xml"]]));
    archive.put("xl/workbook.xml", workbook(names));
  });
}

async function* sheetOf({ head, widths, filtered, rows }: Sheet): AsyncGenerator<string> {
  const frozen = head.length;
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const lines = head.map((cells, at) => rowOf(at + 1, cells, STYLE.heading));
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join("")}</cols><sheetData>${lines.join("")}`;
  let rank = frozen;
  for await (const some of rows) {
    yield some
      .map((row) => {
        rank += 1;
        return rowOf(rank, row);
      })
      .join("");
  }
  const filter = filtered ? `<autoFilter ref="A${frozen}:${letters(widths.length)}${rank}"/>` : "";
  yield `</sheetData>${filter}</worksheet>`;
}

const rowOf = (rank: number, cells: readonly Cell[], style = 0): string =>
  `<row r="${rank}">${cells.map((cell, at) => cellOf(`${letters(at + 1)}${rank}`, cell, style)).join("")}</row>`;

function cellOf(place: string, cell: Cell, style: number): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === "object") {
    const { kind, value } = measured(cell);
    if (value !== null) return `<c r="${place}" s="${STYLE[kind]}"><v>${value}</v></c>`;
  }
  const text = xml(textOf(cell).slice(0, LONGEST));
  return `<c r="${place}" t="inlineStr"${style === 0 ? "" : ` s="${style}"`}><is><t xml:space="preserve">${text}</t></is></c>`;
}

const textOf = (cell: Exclude<Cell, null | number>): string =>
  typeof cell === "string" ? cell : String(Object.values(cell)[0]);

/** A day, an instant or an amount as the number that spreadsheets keep; null when it is none. */
function measured(cell: Exclude<Cell, null | string | number>): {
  readonly kind: keyof typeof STYLE;
  readonly value: number | null;
} {
  if ("cents" in cell) return { kind: "cents", value: cell.cents / 100 };
  const kind = "day" in cell ? "day" : "instant";
  const time = "day" in cell ? Date.parse(`${cell.day}T00:00:00Z`) : Date.parse(`${parisClock(cell.instant)}Z`);
  const value = (time - EPOCH) / DAY;
  return { kind, value: Number.isFinite(value) && value > 61 ? value : null };
}

/** 1 is "A", 27 "AA". */
function letters(column: number): string {
  let text = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
  }
  return text;
}

type Relation = readonly [type: string, target: string];

const relations = (all: readonly Relation[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${RELS}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

function workbook(names: readonly string[]): string {
  const sheets = names.map((name, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets>${sheets.join("")}</sheets></workbook>`;
}

/** A name for one more sheet of a workbook: "Marché", then "Marché (2)". Excel takes 31 characters, none of them one of these. */
export function freeName(name: string, taken: readonly string[]): string {
  const clean = name.replace(/[[\]:*?/\\']/g, " ");
  for (let rank = 1; ; rank += 1) {
    const end = rank === 1 ? "" : ` (${rank})`;
    const free = `${clean.slice(0, 31 - end.length)}${end}`;
    if (!taken.some((other) => other.toLowerCase() === free.toLowerCase())) return free;
  }
}

// Sheets are what any other XML of the archive is not: their number is not known before they are written.
const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="166" formatCode="#,##0.00\\ &quot;€&quot;"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="165" applyNumberFormat="1"/><xf xfId="0" numFmtId="166" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`;
