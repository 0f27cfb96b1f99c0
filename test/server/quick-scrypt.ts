import type { BinaryLike, ScryptOptions } from "node:crypto";

type Done = (error: Error | null, key: Buffer) => void;
type Scrypt = (password: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions, done: Done) => void;

/** Times a password was hashed or checked: what an answer costs, without a clock. */
export const runs = { count: 0 };

/** Node's cryptography with passwords hashed at the lowest cost, and counted. */
export function quickly(crypto: object): object {
  const { scrypt } = crypto as { readonly scrypt: Scrypt };
  const quick: Scrypt = (password, salt, length, _options, done) => {
    runs.count += 1;
    scrypt(password, salt, length, { N: 2, r: 1, p: 1 }, done);
  };
  return { ...crypto, scrypt: quick };
}
