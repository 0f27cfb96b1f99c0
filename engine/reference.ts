/** No 0/O, 1/I/L, U/V twins: a reference is read aloud over the telephone and copied by hand. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const HALF = 4;

/**
 * The reference people quote, "X7K4-QP9M": 6.5 × 10¹¹ of them.
 * @param bytes at least 8 random bytes
 */
export function reference(bytes: Uint8Array): string {
  if (bytes.length < 2 * HALF) {
    throw new RangeError(`a reference needs 8 random bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `${letters(view.getUint32(0))}-${letters(view.getUint32(HALF))}`;
}

function letters(number: number): string {
  let rest = number;
  let text = "";
  for (let index = 0; index < HALF; index += 1) {
    text += ALPHABET[rest % ALPHABET.length];
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
