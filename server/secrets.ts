import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { DatabaseStartError } from "./db/start-error.ts";

/** Everything derived from the installation's one secret. Without it the tables say nothing of who is who. */
export interface Secrets {
  /**
   * The holder's name inside one member's sector: 43 characters of base64url. The same account has unrelated
   * pseudonyms in two sectors, as the State requires (loi 78-17, art. 30; no identifier common to several sectors).
   */
  pseudonym(account: string, member: string, sector: string): string;
  /** The link of an entry's history: 32 bytes from the link before (null for the first) and the event's canonical text. */
  hashEvent(previous: Uint8Array | null, canonical: string): Buffer;
  /** `text` with its signature, to give to someone who must hand it back unchanged. */
  sign(text: string): string;
  /** The text of a signature made by `sign`; null when it was tampered with. */
  verify(signed: string): string | null;
  /** 32 bytes that only this installation can compute from `text`; unrelated from one purpose to another. */
  mac(purpose: string, text: string): Buffer;
  /** `text` that only this installation reads again, for the same purpose. */
  seal(purpose: string, text: string): Buffer;
  /** What was sealed for this purpose; null when it was not, or was tampered with. */
  unseal(purpose: string, sealed: Uint8Array): string | null;
  /** What is stored of a token or a session: 32 bytes. */
  hashToken(token: string): Buffer;
  /** Recognises the secret without revealing it: 43 characters of base64url. */
  readonly fingerprint: string;
}

const MOST_PSEUDONYMS = 20_000;

/** The same person asks for the same pseudonyms at every request: the latest are kept in memory. */
function remembering(derive: (text: string) => string): Secrets["pseudonym"] {
  const known = new Map<string, string>();
  return (account, member, sector) => {
    const text = JSON.stringify([account, member, sector]);
    const found = known.get(text);
    if (found !== undefined) return found;
    const derived = derive(text);
    if (known.size >= MOST_PSEUDONYMS) known.clear();
    known.set(text, derived);
    return derived;
  };
}

/** Derives all keys from `secret`, 32 bytes. */
export function deriveSecrets(secret: Uint8Array): Secrets {
  const key = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "guichet", purpose, 32));
  const keys = {
    holder: key("holder"),
    history: key("history"),
    signature: key("signature"),
    token: key("token"),
    other: key("other"),
    seal: key("seal"),
  };
  const signature = (text: string) => createHmac("sha256", keys.signature).update(text).digest("base64url");
  return {
    pseudonym: remembering((text) => createHmac("sha256", keys.holder).update(text).digest("base64url")),
    hashEvent: (previous, canonical) =>
      createHmac("sha256", keys.history)
        .update(previous ?? new Uint8Array(32))
        .update(canonical)
        .digest(),
    sign: (text) => `${text}.${signature(text)}`,
    verify: (signed) => {
      const dot = signed.lastIndexOf(".");
      if (dot < 0) return null;
      const text = signed.slice(0, dot);
      const [expected, given] = [Buffer.from(signature(text)), Buffer.from(signed.slice(dot + 1))];
      return expected.length === given.length && timingSafeEqual(expected, given) ? text : null;
    },
    mac: (purpose, text) =>
      createHmac("sha256", keys.other)
        .update(JSON.stringify([purpose, text]))
        .digest(),
    seal: (purpose, text) => seal(keys.seal, purpose, text),
    unseal: (purpose, sealed) => unseal(keys.seal, purpose, Buffer.from(sealed)),
    hashToken: (token) => createHmac("sha256", keys.token).update(token).digest(),
    fingerprint: key("fingerprint").toString("base64url"),
  };
}

const CIPHER = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;

function seal(key: Buffer, purpose: string, text: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(key: Buffer, purpose: string, sealed: Buffer): string | null {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/**
 * The installation's secrets: from GUICHET_SECRET (32 bytes as 64 hexadecimal digits or as base64), else from
 * `dataDir`/secret.key, made at the first start. Throws `DatabaseStartError` when what is there is not a secret.
 */
export async function loadSecrets(config: Pick<Config, "secret" | "dataDir">): Promise<Secrets> {
  if (config.secret !== null) {
    return deriveSecrets(decode(config.secret, "GUICHET_SECRET"));
  }
  const path = join(config.dataDir, "secret.key");
  return deriveSecrets(decode(await readOrMake(path), path));
}

/** Reads the secret, or makes it whole in one step, so that two processes that start together share one. */
async function readOrMake(path: string): Promise<string> {
  const found = await readIfAny(path);
  if (found !== null) return found;
  await mkdir(join(path, ".."), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString("hex")}`;
  const file = await open(fresh, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("hex")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Unlike a rename, a link never replaces the one another process has just made.
    await link(fresh, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(fresh);
  }
  return readFile(path, "utf8");
}

async function readIfAny(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new DatabaseStartError(`The secret ${path} cannot be read by this user.`, { cause: error });
  }
}

function decode(text: string, source: string): Buffer {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, /^[0-9a-fA-F]{64}$/.test(trimmed) ? "hex" : "base64");
  if (bytes.length === 32) return bytes;
  throw new DatabaseStartError(`${source} must hold 32 bytes, as 64 hexadecimal digits or as base64.`);
}
