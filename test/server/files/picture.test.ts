import { describe, expect, test } from "vitest";
import { isPicture, shownPicture } from "../../../server/files/picture.ts";
import { gather, inParts } from "../../helpers/bytes.ts";
import { JPEG, jpegSegment, pngChunk, pngOf, WEBP } from "../../helpers/pictures.ts";

const PLACE = "47.7486 N, 7.3391 E, Pixel 9 de Camille";
const [APP1, COMMENT, EXTENSION] = [0xe1, 0xfe, 0xe0];

/** EXIF in this byte order: how to turn the picture, and where it was taken. */
function exif(turn: number, little = false): Buffer {
  const tiff = Buffer.alloc(38);
  const two = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const four = (value: number, at: number) => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  tiff.write(little ? "II" : "MM", "latin1");
  two(42, 2);
  four(8, 4);
  two(2, 8);
  for (const [at, tag, kind, value] of [
    [10, 0x0112, 3, turn],
    [22, 0x8825, 4, 38],
  ] as const) {
    two(tag, at);
    two(kind, at + 2);
    four(1, at + 4);
    if (kind === 3) two(value, at + 8);
    else four(value, at + 8);
  }
  return jpegSegment(APP1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from(PLACE)]));
}

const withSegments = (start: Buffer, ...parts: readonly Buffer[]) =>
  Buffer.concat([start.subarray(0, 2), ...parts, start.subarray(2)]);
const shown = (type: string, content: Buffer, part = 7) => gather(shownPicture(type, inParts(content, part)));

describe("a photo (JPEG) shown on a page", () => {
  const photo = withSegments(
    JPEG,
    exif(6),
    jpegSegment(APP1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${PLACE}`, "latin1")),
    jpegSegment(EXTENSION, Buffer.from(`JFXX\0\x10${PLACE}`, "latin1")),
    jpegSegment(0xed, Buffer.from(`Photoshop 3.0\0${PLACE}`)),
    jpegSegment(COMMENT, Buffer.from(PLACE)),
  );

  test.each([1, 7, 300, 65_536])("says nothing of where nor by whom it was taken, read by %i bytes", async (part) => {
    const clean = await shown("image/jpeg", Buffer.concat([photo, Buffer.from(`une vidéo cachée, ${PLACE}`)]), part);
    expect(clean.includes("Camille")).toBe(false);
    expect(clean.includes("JFXX")).toBe(false);
    expect(clean.subarray(-2).toString("hex")).toBe("ffd9");
  });

  test("keeps its pixels as they are", async () => {
    expect((await shown("image/jpeg", JPEG)).equals(JPEG)).toBe(true);
    const pixels = JPEG.subarray(JPEG.indexOf(Buffer.from("ffda", "hex")));
    expect((await shown("image/jpeg", photo)).includes(pixels)).toBe(true);
  });

  test.each([
    [6, false],
    [6, true],
    [3, false],
    [8, true],
  ])("is still turned the right way: %i, little endian %s", async (turn, little) => {
    const clean = await shown("image/jpeg", withSegments(JPEG, exif(turn, little)));
    const kept = clean.indexOf("Exif\0\0", 0, "latin1");
    expect(clean.readUInt16BE(kept + 24)).toBe(turn);
    expect(clean.length - JPEG.length).toBe(36);
  });

  test.each([
    ["is not one", Buffer.from("GIF89a")],
    ["is cut", photo.subarray(0, -20)],
    ["announces a segment of nothing", Buffer.from("ffd8ffe10000", "hex")],
    ["has a table that points nowhere", withSegments(JPEG, exif(6)).subarray(0, 30)],
  ])("stops where it %s", async (_, content) => {
    await expect(shown("image/jpeg", content)).rejects.toThrow();
  });
});

describe("a picture of another kind shown on a page", () => {
  test("says nothing of its maker: PNG", async () => {
    const text = pngChunk("tEXt", Buffer.from(`Author\0${PLACE}`, "latin1"));
    const tagged = pngOf(3, 2, [text, pngChunk("eXIf", Buffer.from(PLACE)), pngChunk("sRGB", Buffer.from([0]))]);
    const clean = await shown("image/png", Buffer.concat([tagged, Buffer.from(PLACE)]));
    expect(clean.equals(pngOf(3, 2, [pngChunk("sRGB", Buffer.from([0]))]))).toBe(true);
  });

  test("says nothing of its maker: WebP", async () => {
    const note = Buffer.alloc(48, PLACE);
    const extended = Buffer.from("VP8X\x0a\0\0\0\x0c\0\0\0\x0f\0\0\x07\0\0", "latin1");
    const chunk = (type: string) => Buffer.concat([Buffer.from(type), Buffer.from([note.length, 0, 0, 0]), note]);
    const body = Buffer.concat([Buffer.from("WEBP"), extended, WEBP.subarray(12), chunk("EXIF"), chunk("XMP ")]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    const tagged = Buffer.concat([Buffer.from("RIFF"), size, body]);
    const clean = await shown("image/webp", Buffer.concat([tagged, Buffer.from(PLACE)]));
    expect(clean.includes("Camille")).toBe(false);
    expect(clean.length).toBe(tagged.length);
    expect(clean.readUInt8(20)).toBe(0);
    expect(clean.includes(WEBP.subarray(12))).toBe(true);
  });

  test("is not for a drawing made of code, a PDF, nor what few browsers draw", () => {
    expect(["image/svg+xml", "application/pdf", "image/heic", "image/tiff"].filter(isPicture)).toEqual([]);
  });
});
