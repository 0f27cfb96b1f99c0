import { createReadStream } from "node:fs";
import { type Info, type Parser, parse } from "csv-parse";
import { parse as parseNow } from "csv-parse/sync";
import { Unreadable } from "./unreadable.ts";

/** Delimiters that software writes, the usual one of French spreadsheets first. */
const DELIMITERS = [";", ",", "\t", "|"] as const;
/** Bytes that tell the encoding and the delimiter of a file. */
const HEAD = 65_536;
/** Characters of one record. */
const LONGEST_RECORD = 1_000_000;

/** How a file of text was understood. */
export interface TextForm {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  readonly delimiter: (typeof DELIMITERS)[number];
}

/** Finds out how a file of text is written. Throws `Unreadable` for what is no text. */
export async function textForm(path: string): Promise<TextForm> {
  const encoding = await encodingOf(path);
  return { encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(await head(path))) };
}

async function head(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: HEAD - 1 })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** UTF-8 when the whole of it is, the usual encoding of French spreadsheets otherwise. */
async function encodingOf(path: string): Promise<TextForm["encoding"]> {
  const first = await head(path);
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  if (first[0] === 0xfe && first[1] === 0xff) return "utf-16be";
  if (first.includes(0)) throw new Unreadable("not-a-table");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const part of createReadStream(path)) decoder.decode(part as Buffer, { stream: true });
    decoder.decode();
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** The delimiter that cuts most lines into the same number of cells, and the most of them. */
export function delimiterOf(text: string): TextForm["delimiter"] {
  const sample = text.slice(0, HEAD);
  let best: { readonly delimiter: TextForm["delimiter"]; readonly score: number } = { delimiter: ";", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = widths(sample, delimiter);
    const [columns = 0] = counts;
    if (columns < 2) continue;
    const alike = counts.filter((count) => count === columns).length / counts.length;
    const score = alike * Math.log2(columns + 1);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function widths(sample: string, delimiter: string): readonly number[] {
  try {
    const options = { bom: true, delimiter, relaxColumnCount: true, relaxQuotes: true, to: 30, skipEmptyLines: true };
    return (parseNow(sample, options) as string[][]).map((record) => record.length);
  } catch {
    return [];
  }
}

/** The records of a file of text, one after the other. Throws `Unreadable`. */
export async function* textRows(path: string, { encoding, delimiter }: TextForm): AsyncGenerator<readonly string[]> {
  const parser = parse({
    ...{ delimiter, bom: true, info: true, relaxColumnCount: true, relaxQuotes: true },
    // Lines and cells of one file may end otherwise.
    recordDelimiter: ["\r\n", "\n", "\r"],
    maxRecordSize: LONGEST_RECORD,
  });
  const source = createReadStream(path);
  const feed = (async () => {
    const decoder = new TextDecoder(encoding);
    for await (const part of source) {
      if (!parser.write(decoder.decode(part as Buffer, { stream: true }))) await drained(parser);
    }
    parser.end(decoder.decode());
  })();
  feed.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const { record } of parser as AsyncIterable<{ record: string[]; info: Info }>) yield record;
  } catch (error) {
    throw readable(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

const drained = (parser: Parser): Promise<void> =>
  new Promise((resolve) => {
    const resume = () => {
      parser.removeListener("drain", resume);
      parser.removeListener("close", resume);
      resolve();
    };
    parser.once("drain", resume);
    parser.once("close", resume);
  });

function readable(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "CSV_QUOTE_NOT_CLOSED") return new Unreadable("open-quote");
  if (code === "CSV_MAX_RECORD_SIZE") return new Unreadable("long-record");
  return code.startsWith("CSV_") ? new Unreadable("not-a-table") : error;
}
