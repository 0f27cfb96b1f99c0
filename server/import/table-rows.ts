import { open } from "node:fs/promises";
import { odsRows } from "./ods-rows.ts";
import { openParts } from "./sheet-zip.ts";
import { textForm, textRows } from "./text-rows.ts";
import { Unreadable } from "./unreadable.ts";
import { xlsxRows } from "./xlsx-rows.ts";

/** The rows of a file, whatever it is written in; a blank one has no cell. Throws `Unreadable`. */
export async function* tableRows(path: string): AsyncGenerator<readonly string[]> {
  const start = await firstBytes(path);
  if (start.length === 0) throw new Unreadable("empty");
  // An OLE container: Excel up to 2003, whose macros nobody can rule out.
  if (start.readUInt32BE(0) === 0xd0cf11e0) throw new Unreadable("old-spreadsheet");
  if (start.subarray(0, 2).toString("latin1") !== "PK") {
    if (/^(?:%PDF|\x89PNG|GIF8|\xff\xd8|<\?xml|<!DOCTYPE|<html|\{\\rtf)/i.test(start.toString("latin1"))) {
      throw new Unreadable("not-a-table");
    }
    yield* textRows(path, await textForm(path));
    return;
  }
  const parts = await openParts(path);
  try {
    if (parts.names.has("xl/workbook.xml")) yield* xlsxRows(parts);
    else if (parts.names.has("content.xml")) yield* odsRows(parts);
    else throw new Unreadable("not-a-table");
  } finally {
    parts.close();
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead < 4
      ? Buffer.concat([buffer.subarray(0, bytesRead), Buffer.alloc(bytesRead === 0 ? 0 : 4)])
      : buffer;
  } finally {
    await file.close();
  }
}
