import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's advice for scrypt is N = 2^17 or an equivalent; r × p bring 2^15 to it at a quarter of the memory. */
const COST = { ln: 15, r: 8, p: 3 } as const;
const KEY_LENGTH = 32;
/** At once, of the four threads Node lends: files and name resolution keep the others. */
const AT_ONCE = 2;
/** Beyond this many waiting, someone is flooding the sign-in page. */
const MAX_WAITING = 100;
/** In UTF-16 units: longer ones are not read, so that nobody makes us hash a novel. */
export const MAX_PASSWORD = 1000;

/** Thrown when too many passwords wait to be checked. */
export class TooManyPasswords extends Error {}

/** The stored form of a password: `$scrypt$ln=15,r=8,p=3$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_LENGTH, COST);
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(key)}`;
}

/**
 * Whether a password is the one stored. With `stored` null, for an address nobody has, it works as long and says no:
 * answers do not tell who has an account. Throws `TooManyPasswords` under a flood.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored ?? NOBODY);
  if (!parts || password.length > MAX_PASSWORD) return false;
  const [ln = 0, r = 0, p = 0] = parts.slice(1, 4).map(Number);
  const expected = Buffer.from(parts[5] ?? "", "base64");
  const key = await derive(password, Buffer.from(parts[4] ?? "", "base64"), expected.length, { ln, r, p });
  return timingSafeEqual(key, expected) && stored !== null;
}

/** The stored form of a password nobody knows, at today's cost. */
const NOBODY = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${base64(randomBytes(16))}$${base64(randomBytes(KEY_LENGTH))}`;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(
  password: string,
  salt: Buffer,
  length: number,
  { ln, r, p }: { readonly ln: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  await turn();
  try {
    const N = 2 ** ln;
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Waits for one of the places; the one who leaves hands hers over. */
async function turn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= MAX_WAITING) throw new TooManyPasswords("Too many passwords wait to be checked");
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
