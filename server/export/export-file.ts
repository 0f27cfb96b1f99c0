import type { Entry, Layout } from "../../engine/index.ts";
import { exportWords } from "../../renderer/strings-exports.ts";
import type { Context } from "../context.ts";
import { openFile } from "../files/vault.ts";
import type { Table } from "./cell.ts";
import { csvFile } from "./csv-file.ts";
import { jsonFile } from "./json-file.ts";
import { layoutBytes } from "./layout-file.ts";
import { odsFile } from "./ods-file.ts";
import { type Exported, exportFiles, exportRows } from "./rows.ts";
import { tableSheets, xlsxFile } from "./xlsx-file.ts";
import { zipOf } from "./zip.ts";

export const FORMATS = ["csv", "xlsx", "ods", "json", "zip"] as const;
export type Format = (typeof FORMATS)[number];

const TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  json: "application/json; charset=utf-8",
  zip: "application/zip",
};

/** Media type of an export. */
export const typeOf = (format: Format, layout?: Layout): string =>
  layout ? `text/csv; charset=${layout.encoding}` : TYPES[format];

/** Name of the file of an export made on a day, "2026-03-03". */
export const nameOf = ({ definition, layout }: Exported, format: Format, day: string): string =>
  `${definition.id.replace("/", "-")}${layout ? `-${layout.id}` : ""}-${day}.${layout ? "csv" : format}`;

/** How to read the entries of a list, from its beginning each time. */
export type ReadList = () => AsyncIterable<readonly Entry[]>;

/**
 * The bytes of an export, made as they are read: memory does not grow with the list. `told` hears how many rows were
 * written, and may throw to end it there.
 */
export async function* exportBytes(
  ctx: Context,
  exported: Exported,
  format: Format,
  list: ReadList,
  told: (rows: number) => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  const { definition, columns, layout } = exported;
  if (layout) {
    yield* layoutBytes(ctx, exported, layout, list, told);
    return;
  }
  const table: Table = {
    title: definition.title,
    headings: columns.map(({ title, group }) => (group === null ? title : `${group} – ${title}`)),
    keys: columns.map(({ key }) => key.replace(/^_/, "")),
    rows: exportRows(ctx, exported, list(), told),
  };
  const at = ctx.clock();
  if (format === "csv") yield* encoded(csvFile(table));
  else if (format === "json") yield* encoded(jsonFile(table));
  else if (format === "xlsx") yield* xlsxFile(tableSheets(table), at);
  else if (format === "ods") yield* odsFile(table, at);
  else yield* withFiles(ctx, table, list, at);
}

/** The list and, in a folder for each entry, its files. */
function withFiles(ctx: Context, table: Table, list: ReadList, at: Date): AsyncIterable<Uint8Array> {
  return zipOf(at, async (archive) => {
    await archive.add(exportWords.zipList, csvFile(table));
    let folder = "";
    let taken = new Set<string>();
    for await (const { entry, file } of exportFiles(ctx, list())) {
      if (folder !== entry.reference) {
        folder = entry.reference;
        taken = new Set();
      }
      const opened = file.held ? null : await openFile(ctx, entry.member, file.id);
      // A damaged file, one removed meanwhile or not yet scanned, does not keep the others back: its absence is told by its name.
      const name = freeName(taken, opened?.ok ? file.name : `${file.name}${exportWords.unreadable}`);
      await archive.add(`${folder}/${name}`, opened?.ok ? opened.value.content : nothing(), { quick: true });
    }
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A name that no other file of the folder has: "plan.pdf", then "plan (2).pdf". Never a path. */
function freeName(taken: Set<string>, wanted: string): string {
  const clean = wanted.replace(/[/\\:\0]/g, "_").replace(/^\.+/, "_");
  const [, stem = clean, end = ""] = /^(.*?)(\.[^.]{1,10})?$/s.exec(clean) ?? [];
  let name = clean;
  for (let rank = 2; taken.has(name.toLowerCase()); rank += 1) name = `${stem} (${rank})${end}`;
  taken.add(name.toLowerCase());
  return name;
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}
