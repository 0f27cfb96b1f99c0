import type { ByteReader } from "./byte-reader.ts";

const [END, SCAN, APP0, APP1, APP2, APP14, APP15, COMMENT] = [0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe];
/** Bytes of a JFIF segment before the small picture it may hold. */
const JFIF = 14;

/** A JPEG with its pixels, colours and orientation alone, up to its end. */
export async function* jpegShown(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const start = await reader.take(2);
  if (start.readUInt16BE(0) !== 0xffd8) throw new Error("Not a JPEG");
  yield start;
  for (;;) {
    const marker = await nextMarker(reader);
    if (marker === END) {
      yield Buffer.from([0xff, END]);
      return;
    }
    const length = (await reader.take(2)).readUInt16BE(0);
    if (length < 2) throw new Error("Not a JPEG segment");
    const kept = keptOf(marker, await reader.take(length - 2));
    if (kept !== null) yield segment(marker, kept);
    if (marker === SCAN) yield* scanned(reader);
  }
}

/** A marker is 0xFF, as often as one likes, then its kind. */
async function nextMarker(reader: ByteReader): Promise<number> {
  if ((await reader.take(1)).readUInt8(0) !== 0xff) throw new Error("Not a JPEG marker");
  for (;;) {
    const kind = (await reader.take(1)).readUInt8(0);
    if (kind !== 0xff) return kind;
  }
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** What is shown of a segment; null for nothing. */
function keptOf(marker: number, content: Buffer): Buffer | null {
  const named = (name: string) => content.subarray(0, name.length).equals(Buffer.from(name, "latin1"));
  if (marker === APP0) return named("JFIF\0") ? Buffer.concat([content.subarray(0, JFIF - 2), Buffer.alloc(2)]) : null;
  if (marker === APP1) return named("Exif\0\0") ? orientationOnly(content.subarray(6)) : null;
  if (marker === APP2) return named("ICC_PROFILE\0") ? content : null;
  if (marker === APP14) return named("Adobe") ? content : null;
  return (marker > APP0 && marker <= APP15) || marker === COMMENT ? null : content;
}

/** EXIF that says how to turn the picture and nothing else; null when it need not be turned. */
function orientationOnly(tiff: Buffer): Buffer | null {
  const turn = orientationOf(tiff);
  if (turn < 2 || turn > 8) return null;
  const exif = Buffer.from(
    "457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00000000" + "00000000",
    "hex",
  );
  exif.writeUInt16BE(turn, 24);
  return exif;
}

function orientationOf(tiff: Buffer): number {
  if (tiff.length < 14) return 1;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const two = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const four = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const table = four(4);
  const count = table + 2 > tiff.length ? 0 : two(table);
  for (let entry = table + 2, left = count; left > 0 && entry + 12 <= tiff.length; entry += 12, left -= 1) {
    if (two(entry) === 0x0112) return two(entry + 8);
  }
  return 1;
}

/** The coded pixels after a scan's header, up to the next marker. */
async function* scanned(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const part = await reader.some();
    const at = markerIn(part);
    if (at === part.length) {
      yield part;
      continue;
    }
    if (at > 0) yield part.subarray(0, at);
    reader.giveBack(part.subarray(at));
    // The 0xFF may be the last byte of the part: what follows says whether a marker begins.
    const next = await reader.take(2);
    reader.giveBack(next);
    if (isMarker(next.readUInt8(1))) return;
    yield await reader.take(1);
  }
}

/** Where a marker begins or may begin, or the length. */
function markerIn(part: Buffer): number {
  for (let at = part.indexOf(0xff); at >= 0; at = part.indexOf(0xff, at + 1)) {
    const next = part[at + 1];
    if (next === undefined || isMarker(next)) return at;
  }
  return part.length;
}

/** 0 is a pixel's own 0xFF, D0 to D7 only mark the time. */
const isMarker = (kind: number): boolean => kind !== 0 && !(kind >= 0xd0 && kind <= 0xd7);
