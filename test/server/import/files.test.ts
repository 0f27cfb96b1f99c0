import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { LinesOf, linesFrom } from "../../../server/import/lines.ts";
import { Unreadable } from "../../../server/import/unreadable.ts";

async function read(content: string | Uint8Array) {
  const path = join(tmpdir(), `guichet-import-${randomBytes(8).toString("hex")}`);
  await writeFile(path, content);
  const lines = new LinesOf(path);
  const parts: Uint8Array[] = [];
  for await (const part of lines.bytes()) parts.push(part);
  const found = [];
  for await (const line of linesFrom(parts.values() as never, 0)) found.push(line);
  return { lines: found, profile: lines.profile };
}

const fault = async (content: string | Uint8Array): Promise<string> => {
  try {
    await read(content);
    return "none";
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
};

const CELLS = ["Élodie", "dit « Zoé »; ou\nZoë", "12,5"];
const quoted = (delimiter: string) => CELLS.map((cell) => `"${cell}"`).join(delimiter);

describe("a file of text", () => {
  test.each([";", ",", "\t", "|"])("is read whatever its delimiter: %j", async (delimiter) => {
    const { lines, profile } = await read(`nom${delimiter}dit${delimiter}âge\r\n${quoted(delimiter)}\n`);
    expect(profile.columns.map(({ heading }) => heading)).toEqual(["nom", "dit", "âge"]);
    expect(lines).toEqual([{ line: 2, cells: CELLS }]);
  });

  test.each([
    ["UTF-8", (text: string) => Buffer.from(text)],
    ["UTF-8 with a mark", (text: string) => Buffer.from(`\ufeff${text}`)],
    ["Windows-1252", (text: string) => Buffer.from(text.replaceAll("’", "\x92"), "latin1")],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("is read in %s", async (_, bytes) => {
    const { lines } = await read(bytes("nom;prénom\nD’Orval;Éloïse\n"));
    expect(lines[0]?.cells).toEqual(["D’Orval", "Éloïse"]);
  });

  test("numbers its lines as a spreadsheet does, blank ones and long ones included", async () => {
    const { lines } = await read("\n;;\nnom;x\na;1;2;3\n\nb;2\n");
    expect(lines.map(({ line, cells }) => [line, cells.length])).toEqual([
      [4, 4],
      [5, 1],
      [6, 2],
    ]);
  });
});

describe("a spreadsheet", () => {
  const sheet = (born: string | Date) => {
    const cells = utils.aoa_to_sheet([
      ["Nom", "Né le", "Tél", "Oui"],
      ["Klein", born, 264_160_620, true],
      [],
      ["Roth", null, "03 89", false],
    ]);
    const book = utils.book_new();
    utils.book_append_sheet(book, cells, "Liste");
    return book;
  };

  test.each([
    ["xlsx", new Date(Date.UTC(1998, 4, 12))],
    ["ods", "1998-05-12"],
  ] as const)("of %s gives its first sheet, dates as dates", async (bookType, born) => {
    const { lines } = await read(write(sheet(born), { type: "buffer", bookType, cellDates: true }) as Uint8Array);
    expect(lines[0]).toEqual({ line: 2, cells: ["Klein", "1998-05-12", "264160620", "oui"] });
    expect(lines.at(-1)).toMatchObject({ line: 4 });
    expect(lines.at(-1)?.cells.slice(0, 3)).toEqual(["Roth", "", "03 89"]);
  });
});

describe("a hostile file is refused with its reason", () => {
  test.each([
    ["empty", "", "empty"],
    ["only headings", "nom;prénom\n", "empty"],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1"), "not-a-table"],
    ["a page", "<!DOCTYPE html><table></table>", "not-a-table"],
    ["bytes", Buffer.from([1, 2, 0, 3, 0, 9]), "not-a-table"],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "old-spreadsheet"],
    ["a broken archive", Buffer.from("PK\x03\x04 nothing"), "not-a-table"],
    ["a quote never closed", 'nom;x\n"Klein;1\nRoth;2\n', "open-quote"],
    ["an endless record", `nom\n"${"a".repeat(2_000_000)}"\n`, "long-record"],
    ["too many columns", `${"x;".repeat(300)}\n1\n`, "too-many-columns"],
  ])("%s", async (_, content, expected) => {
    expect(await fault(content)).toBe(expected);
  });
});
