import { createCipheriv, createDecipheriv } from "node:crypto";

/** Bytes of a chunk in clear; each is followed by its tag. See docs/decisions/0019-files.md. */
const CHUNK = 65_536;
const TAG = 16;
const CIPHER = "aes-256-gcm";
/** Bound to every chunk: a later format is another text. */
const FORMAT = Buffer.from("guichet file 1");

/** A content that is not, byte for byte and to its end, what was sealed. */
export class AlteredFile extends Error {
  readonly code = "FILE_ALTERED";
}

/** Bytes of a content once sealed. */
export const sealedSize = (size: number): number => size + TAG * Math.max(1, Math.ceil(size / CHUNK));

/** Seals a content as it flows, under a key (32 bytes) that seals nothing else. */
export async function* seal(key: Uint8Array, content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rank = 0;
  for await (const { piece, last } of pieces(content, CHUNK)) {
    const cipher = createCipheriv(CIPHER, key, nonce(rank, last), { authTagLength: TAG }).setAAD(FORMAT);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    rank += 1;
  }
}

/**
 * What was sealed, chunk by chunk, each proved before it is given. Throws `AlteredFile` at the first that is changed,
 * out of its place, missing or too many.
 */
export async function* unseal(key: Uint8Array, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rank = 0;
  for await (const { piece, last } of pieces(sealed, CHUNK + TAG)) {
    const clear = open(key, piece, nonce(rank, last));
    // A content has one writing only: the last chunk is empty for an empty file alone.
    if (clear === null || (clear.length === 0 && rank > 0)) throw new AlteredFile(`Chunk ${rank} is not as sealed`);
    yield clear;
    rank += 1;
  }
}

/** A stream cut in pieces of `size` bytes; the last holds what is left, nothing only when there was nothing. */
export async function* pieces(
  stream: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly piece: Buffer; readonly last: boolean }> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    waiting.push(part);
    length += part.length;
    if (length <= size) continue;
    const all = Buffer.concat(waiting, length);
    let at = 0;
    for (; length - at > size; at += size) yield { piece: all.subarray(at, at + size), last: false };
    waiting = [all.subarray(at)];
    length -= at;
  }
  yield { piece: Buffer.concat(waiting, length), last: true };
}

/** The rank of the chunk, and whether it is the last: a chunk elsewhere, or a file cut short, has another nonce. */
function nonce(rank: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(rank, 5, 6);
  bytes.writeUInt8(last ? 1 : 0, 11);
  return bytes;
}

function open(key: Uint8Array, piece: Buffer, iv: Buffer): Buffer | null {
  if (piece.length < TAG) return null;
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG });
  decipher.setAAD(FORMAT).setAuthTag(piece.subarray(-TAG));
  try {
    const clear = decipher.update(piece.subarray(0, -TAG));
    decipher.final();
    return clear;
  } catch {
    return null;
  }
}
