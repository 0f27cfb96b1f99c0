import { type Layout, layoutLines } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { harmless } from "../csv.ts";
import type { ReadList } from "./export-file.ts";
import { type Exported, labelsOf } from "./rows.ts";

/**
 * The bytes of a file for another software: its headings, its separator, its encoding. What a letter of the file's alphabet
 * cannot write loses its accent, or is a question mark. `told` hears how many entries were written.
 */
export async function* layoutBytes(
  ctx: Context,
  exported: Exported,
  layout: Layout,
  list: ReadList,
  told: (rows: number) => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  const encode = ENCODERS[layout.encoding];
  const now = ctx.clock().toISOString();
  yield encode(
    line(
      layout,
      layout.columns.map(({ title }) => title),
    ),
  );
  let rows = 0;
  for await (const some of list()) {
    const labels = await labelsOf(ctx, exported, some);
    const lines = some.flatMap((entry) => layoutLines(layout, entry, labels, now));
    yield encode(lines.map((cells) => line(layout, cells)).join(""));
    rows += some.length;
    await told(rows);
  }
}

/** Quoted where it must be: software that counts columns does not always know quotes. */
const line = ({ separator }: Layout, cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(harmless(cell).replace(/[\r\n]+/g, " "), separator)).join(separator)}\r\n`;

const quoted = (text: string, separator: string): string =>
  text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;

/** Bytes 0x80 to 0x9f of Windows-1252, the others being those of ISO 8859-1. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** What ISO 8859-1 writes otherwise. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", œ: "oe", Œ: "OE", "€": "EUR", Ÿ: "Y" },
  ...{ "\u202f": " ", "•": "-" },
};

const ENCODERS: Readonly<Record<Layout["encoding"], (text: string) => Uint8Array>> = {
  "utf-8": (text) => new TextEncoder().encode(text),
  "windows-1252": (text) => bytesOf(text, (sign) => byteIn(sign, WINDOWS)),
  "iso-8859-1": (text) => bytesOf(text, (sign) => byteIn(sign, "")),
};

function byteIn(sign: string, more: string): number | null {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const at = more.indexOf(sign);
  return at < 0 ? null : 0x80 + at;
}

function bytesOf(text: string, byteOf: (sign: string) => number | null): Uint8Array {
  const bytes: number[] = [];
  for (const sign of text.normalize("NFC")) {
    const byte = byteOf(sign);
    const written = byte === null ? (PLAIN[sign] ?? sign.normalize("NFD").replace(/\p{Mark}/gu, "")) : null;
    if (byte !== null) bytes.push(byte);
    else for (const each of written ?? "") bytes.push(byteOf(each) ?? 0x3f);
  }
  return Uint8Array.from(bytes);
}
