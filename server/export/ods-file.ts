import { type Cell, parisClock, type Table, xml } from "./cell.ts";
import { Sheets } from "./sheets.ts";
import { freeName } from "./xlsx-file.ts";
import { zipOf } from "./zip.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = "urn:oasis:names:tc:opendocument:xmlns";
const SPACES = ["office", "table", "text", "style", "number", "fo"]
  .map((name) => {
    const of = { number: "datastyle", fo: "xsl-fo-compatible" }[name] ?? name;
    return `xmlns:${name}="${NS}:${of}:1.0"`;
  })
  .join(" ");
const TYPE = "application/vnd.oasis.opendocument.spreadsheet";

/** A table as an OpenDocument spreadsheet (ISO/IEC 26300), written as it is read. Texts are texts: nothing is computed. */
export function odsFile(table: Table, at: Date): AsyncIterable<Uint8Array> {
  return zipOf(at, async (archive) => {
    // First and stored as it is: so is a document of this kind recognised.
    archive.put("mimetype", TYPE, { stored: true });
    archive.put("META-INF/manifest.xml", MANIFEST);
    archive.put("styles.xml", `${HEAD}<office:document-styles ${SPACES} office:version="1.3"/>`);
    await archive.add("content.xml", contentOf(table));
  });
}

async function* contentOf(table: Table): AsyncGenerator<string> {
  yield `${HEAD}<office:document-content ${SPACES} office:version="1.3"><office:automatic-styles>${STYLES}</office:automatic-styles><office:body><office:spreadsheet>`;
  const all = new Sheets(table);
  const columns = `<table:table-column table:style-name="col" table:number-columns-repeated="${table.headings.length}"/>`;
  const names: string[] = [];
  do {
    names.push(freeName(table.title, names));
    yield `<table:table table:name="${xml(names.at(-1) ?? "")}">${columns}<table:table-header-rows>${rowOf(table.headings, "heading")}</table:table-header-rows>`;
    for await (const some of all.next()) yield some.map((row) => rowOf(row)).join("");
    yield "</table:table>";
  } while (!all.over);
  yield "</office:spreadsheet></office:body></office:document-content>";
}

const rowOf = (cells: readonly Cell[], style?: string): string =>
  `<table:table-row>${cells.map((cell) => cellOf(cell, style)).join("")}</table:table-row>`;

function cellOf(cell: Cell, style: string | undefined): string {
  if (cell === null || cell === "") return "<table:table-cell/>";
  if (typeof cell === "string") return textCell(cell, style);
  if (typeof cell === "number") return valueCell("float", `office:value="${cell}"`, cell);
  if ("cents" in cell) {
    const euros = cell.cents / 100;
    return valueCell("currency", `office:currency="EUR" office:value="${euros}" table:style-name="cents"`, euros);
  }
  const value = "day" in cell ? cell.day : parisClock(cell.instant).replace(" ", "T");
  if (Number.isNaN(Date.parse(value))) return textCell(value, style);
  const full = "day" in cell ? value : `${value}:00`;
  return valueCell(
    "date",
    `office:date-value="${full}" table:style-name="${"day" in cell ? "day" : "instant"}"`,
    value,
  );
}

const valueCell = (type: string, attributes: string, shown: string | number): string =>
  `<table:table-cell office:value-type="${type}" ${attributes}><text:p>${shown}</text:p></table:table-cell>`;

function textCell(text: string, style: string | undefined): string {
  const named = style === undefined ? "" : ` table:style-name="${style}"`;
  const lines = text.split(/\r\n?|\n/).map((line) => `<text:p>${xml(line)}</text:p>`);
  return `<table:table-cell office:value-type="string"${named}>${lines.join("")}</table:table-cell>`;
}

const MANIFEST = `${HEAD}<manifest:manifest xmlns:manifest="${NS}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${TYPE}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>`;

const two = (unit: string): string => `<number:${unit} number:style="long"/>`;
const slash = "<number:text>/</number:text>";
const DATE = `${two("day")}${slash}${two("month")}${slash}${two("year")}`;
const cellStyle = (name: string, more: string): string =>
  `<style:style style:name="${name}" style:family="table-cell" ${more}</style:style>`;

const STYLES = [
  '<style:style style:name="col" style:family="table-column"><style:table-column-properties style:column-width="4.5cm"/></style:style>',
  `<number:date-style style:name="n-day">${DATE}</number:date-style>`,
  `<number:date-style style:name="n-instant">${DATE}<number:text> </number:text>${two("hours")}<number:text>:</number:text>${two("minutes")}</number:date-style>`,
  '<number:currency-style style:name="n-cents"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/><number:text> </number:text><number:currency-symbol number:language="fr" number:country="FR">€</number:currency-symbol></number:currency-style>',
  cellStyle("day", 'style:data-style-name="n-day">'),
  cellStyle("instant", 'style:data-style-name="n-instant">'),
  cellStyle("cents", 'style:data-style-name="n-cents">'),
  cellStyle("heading", '><style:text-properties fo:font-weight="bold"/>'),
].join("");
