import { ByteReader } from "./byte-reader.ts";
import { jpegShown } from "./picture-jpeg.ts";

type Shown = (reader: ByteReader) => AsyncGenerator<Uint8Array>;

/** Pictures that every browser draws, and how to show them without what they tell of their maker. */
const SHOWN: ReadonlyMap<string, Shown> = new Map([
  ["image/jpeg", jpegShown],
  ["image/png", pngShown],
  ["image/webp", webpShown],
]);

/** Whether a file of this type shows as a picture on a page. */
export const isPicture = (type: string): boolean => SHOWN.has(type);

/**
 * A picture as pages show it: its pixels and how to turn them, without the place and time it was taken, the device, comments,
 * the small picture inside it, which may show what was cut off, nor anything behind its end. Throws where it is malformed.
 */
export async function* shownPicture(type: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const show = SHOWN.get(type);
  if (!show) throw new TypeError(`${type} is not shown as a picture`);
  const reader = new ByteReader(content);
  try {
    yield* show(reader);
  } finally {
    await reader.leave();
  }
}

const PNG_MARK = Buffer.from("89504e470d0a1a0a", "hex");
/** What a PNG's pixels need; texts, dates and EXIF are not of them. */
const PNG_CHUNKS = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split(" "),
);

async function* pngShown(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const mark = await reader.take(8);
  if (!mark.equals(PNG_MARK)) throw new Error("Not a PNG");
  yield mark;
  for (;;) {
    const head = await reader.take(8);
    const type = head.toString("latin1", 4);
    const size = head.readUInt32BE(0) + 4;
    const kept = PNG_CHUNKS.has(type);
    if (kept) yield head;
    for await (const part of reader.pass(size)) if (kept) yield part;
    if (type === "IEND") return;
  }
}

/** Bits of VP8X that announce EXIF and XMP. */
const WEBP_TOLD = 0x08 | 0x04;

/** Chunks are blanked rather than left out: the file announces its size before them. */
async function* webpShown(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const head = await reader.take(12);
  if (head.toString("latin1", 0, 4) !== "RIFF" || head.toString("latin1", 8) !== "WEBP") throw new Error("Not a WebP");
  yield head;
  for (let left = head.readUInt32LE(4) - 4; left >= 8; ) {
    const chunk = await reader.take(8);
    const type = chunk.toString("latin1", 0, 4);
    const size = chunk.readUInt32LE(4) + (chunk.readUInt32LE(4) % 2);
    left -= 8 + size;
    const blank = type === "EXIF" || type === "XMP ";
    yield blank ? Buffer.concat([Buffer.from("JUNK"), chunk.subarray(4)]) : chunk;
    if (type === "VP8X") {
      const flags = await reader.take(size);
      flags.writeUInt8(flags.readUInt8(0) & ~WEBP_TOLD, 0);
      yield flags;
      continue;
    }
    for await (const part of reader.pass(size)) yield blank ? Buffer.alloc(part.length) : part;
  }
}
