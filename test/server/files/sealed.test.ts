import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AlteredFile, seal, sealedSize, unseal } from "../../../server/files/sealed.ts";
import { gather, inParts } from "../../helpers/bytes.ts";

const KEY = randomBytes(32);
const CHUNK = 65_536;
const SEALED = CHUNK + 16;

const sealed = (content: Uint8Array, part = 50_000) => gather(seal(KEY, inParts(content, part)));
const unsealed = (bytes: Uint8Array, part = 50_000, key: Uint8Array = KEY) => gather(unseal(key, inParts(bytes, part)));

describe("a sealed content", () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])(
    "of %i bytes comes back whole",
    async (size) => {
      const content = randomBytes(size);
      const bytes = await sealed(content);
      expect(bytes.length).toBe(sealedSize(size));
      for (const part of [1_000, CHUNK, SEALED, 1_000_000])
        expect((await unsealed(bytes, part)).equals(content)).toBe(true);
    },
  );

  test("is the same however its parts came", async () => {
    const content = randomBytes(3 * CHUNK);
    expect((await sealed(content, 7)).equals(await sealed(content, 1_000_000))).toBe(true);
  });

  test("shows nothing of what it holds", async () => {
    const content = Buffer.alloc(2 * CHUNK, "Camille Straumann, 12 rue du Sauvage ");
    expect((await sealed(content)).includes("Straumann")).toBe(false);
  });
});

describe("a sealed content that someone touched", () => {
  const content = randomBytes(3 * CHUNK + 100);
  const swapped = (bytes: Buffer) =>
    Buffer.concat([bytes.subarray(SEALED, 2 * SEALED), bytes.subarray(0, SEALED), bytes.subarray(2 * SEALED)]);
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
    return copy;
  };

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ["cut at the end of a chunk", (bytes) => bytes.subarray(0, 2 * SEALED)],
    ["cut in the middle of a chunk", (bytes) => bytes.subarray(0, SEALED + 1_000)],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1)],
    ["emptied", () => Buffer.alloc(0)],
    ["with one byte changed", (bytes) => flipped(bytes, 70_000)],
    ["with a tag changed", (bytes) => flipped(bytes, SEALED - 1)],
    ["with two chunks in another order", swapped],
    ["with a chunk twice", (bytes) => Buffer.concat([bytes.subarray(0, SEALED), bytes])],
    ["without its first chunk", (bytes) => bytes.subarray(SEALED)],
    ["with bytes after the end", (bytes) => Buffer.concat([bytes, Buffer.from("x")])],
    ["with another end after the end", (bytes) => Buffer.concat([bytes, bytes.subarray(3 * SEALED)])],
  ])("is refused: %s", async (_, change) => {
    await expect(unsealed(change(await sealed(content)))).rejects.toThrow(AlteredFile);
  });

  test("is refused under another key", async () => {
    await expect(unsealed(await sealed(content), 50_000, randomBytes(32))).rejects.toThrow(AlteredFile);
  });

  test("gives nothing of the chunk at fault nor after it", async () => {
    const bytes = flipped(await sealed(content), SEALED + 3);
    const given: Uint8Array[] = [];
    await expect(
      (async () => {
        for await (const part of unseal(KEY, inParts(bytes))) given.push(part);
      })(),
    ).rejects.toThrow(AlteredFile);
    expect(Buffer.concat(given).equals(content.subarray(0, CHUNK))).toBe(true);
  });
});
