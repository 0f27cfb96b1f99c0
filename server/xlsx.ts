import { crc32, deflateRawSync } from "node:zlib";

/** A sheet of a workbook: lines of texts and numbers, the first in bold. */
export interface WorkSheet {
  /** At most 31 characters, without []:*?/\ */
  readonly name: string;
  readonly lines: readonly (readonly (string | number | null)[])[];
  /** Lines above the one of the headings, in bold too. */
  readonly heading: number;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** A small workbook (Office Open XML), held in memory. Texts are texts: nothing a spreadsheet would compute. */
export function workbook(sheets: readonly WorkSheet[]): Buffer {
  const names = sheets.map((_, index) => `xl/worksheets/sheet${index + 1}.xml`);
  const parts: [string, string][] = [
    ["[Content_Types].xml", contentTypes(names)],
    ["_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])],
    ["xl/workbook.xml", workbookXml(sheets)],
    [
      "xl/_rels/workbook.xml.rels",
      relations([
        ...names.map((name) => ["worksheet", name.replace("xl/", "")] as const),
        ["styles", "styles.xml"] as const,
      ]),
    ],
    ["xl/styles.xml", STYLES],
    ...sheets.map((sheet, index): [string, string] => [names[index] ?? "", sheetXml(sheet)]),
  ];
  return zip(parts.map(([name, text]) => [name, Buffer.from(text)]));
}

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const contentTypes = (sheets: readonly string[]): string => {
  const type = (part: string, kind: string) =>
    `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const parts = [
    type("xl/workbook.xml", "sheet.main"),
    type("xl/styles.xml", "styles"),
    ...sheets.map((name) => type(name, "worksheet")),
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.join("")}</Types>`;
};

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(([type, target], index) => `<Relationship Id="r${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

const workbookXml = (sheets: readonly WorkSheet[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets
    .map(({ name }, index) => `<sheet name="${escaped(sheetName(name))}" sheetId="${index + 1}" r:id="r${index + 1}"/>`)
    .join("")}</sheets></workbook>`;

const sheetName = (name: string): string => name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);

function sheetXml({ lines, heading }: WorkSheet): string {
  const widths = lines.reduce<number[]>((known, line) => {
    for (const [index, cell] of line.entries()) {
      known[index] = Math.min(60, Math.max(known[index] ?? 8, String(cell ?? "").length + 2));
    }
    return known;
  }, []);
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const rows = lines.map((line, row) => {
    const style = row <= heading ? ' s="1"' : "";
    return `<row r="${row + 1}">${line.map((cell, column) => cellXml(cell, `${letters(column)}${row + 1}`, style)).join("")}</row>`;
  });
  return `${XML}<worksheet xmlns="${MAIN}">${columns.length > 0 ? `<cols>${columns.join("")}</cols>` : ""}<sheetData>${rows.join("")}</sheetData></worksheet>`;
}

function cellXml(cell: string | number | null, at: string, style: string): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${at}"${style}><v>${cell}</v></c>`;
  return `<c r="${at}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** "A" to "Z", then "AA". */
function letters(column: number): string {
  const rest = column % 26;
  const last = String.fromCharCode(65 + rest);
  return column < 26 ? last : `${letters((column - rest) / 26 - 1)}${last}`;
}

/** Without what XML may not hold: controls, halves of characters, what is no character. */
const escaped = (text: string): string =>
  Buffer.from(text)
    .toString()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** A ZIP of a few small files. Dated 1980, as the format begins: the same content always makes the same file. */
function zip(files: readonly (readonly [name: string, content: Buffer])[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, path, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), common, tail, path]));
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}
