import type { Context } from "../context.ts";
import { touchToken } from "../store/api-tokens.ts";
import { findToken, insertToken, type StoredToken } from "../store/tokens.ts";
import type { Subject } from "./subject.ts";

/** How long a revoked token or a changed role may still be seen as before, in milliseconds. */
const CACHE_LIFE = 10_000;
const CACHE_SIZE = 5000;

interface Cached {
  readonly found: Promise<StoredToken | null>;
  readonly until: number;
}

/** One cache per context, by hash of the token; the oldest use leaves first. */
const caches = new WeakMap<Context, Map<string, Cached>>();

/**
 * Who an `Authorization: Bearer …` header speaks for; null when it is absent, ill-formed, unknown or expired.
 * Answers from memory for ten seconds.
 */
export async function authenticateToken(ctx: Context, header: string | undefined): Promise<Subject | null> {
  const token = /^Bearer +([\w.~+/-]{16,200}=*) *$/i.exec(header ?? "")?.[1];
  if (token === undefined) return null;
  const tokenHash = ctx.secrets.hashToken(token);
  const stored = await lookUp(ctx, tokenHash);
  if (!stored || (stored.expiresAt && stored.expiresAt <= ctx.clock())) return null;
  // Beside a citizen's account, the instant would tell which entry was opened then.
  if (!stored.account) noteUse(ctx, stored.id);
  return { account: stored.account, agent: stored.agent, grants: [], visitor: null, via: null };
}

/** How precisely the last use of a token is known, in milliseconds. */
const USE_STEP = 60_000;
const uses = new WeakMap<Context, Map<string, number>>();

/** Notes the use of a token, once a minute at most and while the request goes on. */
function noteUse(ctx: Context, id: string): void {
  const noted = uses.get(ctx) ?? new Map<string, number>();
  uses.set(ctx, noted);
  const now = ctx.clock();
  if (now.getTime() - (noted.get(id) ?? Number.NEGATIVE_INFINITY) < USE_STEP) return;
  if (noted.size >= CACHE_SIZE) noted.clear();
  noted.set(id, now.getTime());
  touchToken(ctx.db, id, now).catch((err: unknown) => ctx.log.warn({ err }, "token use not noted"));
}

/** Forgets what is known of tokens, after one is revoked or an agent's roles change. Other processes need ten seconds. */
export function forgetTokens(ctx: Context): void {
  caches.delete(ctx);
}

/** Makes a token, shown once: only its hash is kept. `expiresAt` null: until revoked. */
export async function createToken(
  ctx: Pick<Context, "db" | "clock" | "secrets" | "randomBytes">,
  owner: { readonly account: string } | { readonly member: string; readonly agent: string },
  name: string,
  expiresAt: Date | null = null,
): Promise<string> {
  const token = `guichet_${Buffer.from(ctx.randomBytes(32)).toString("base64url")}`;
  await insertToken(ctx, { tokenHash: ctx.secrets.hashToken(token), owner, name, expiresAt });
  return token;
}

async function lookUp(ctx: Context, tokenHash: Buffer): Promise<StoredToken | null> {
  const cache = caches.get(ctx) ?? new Map<string, Cached>();
  caches.set(ctx, cache);
  const key = tokenHash.toString("base64");
  const now = ctx.clock().getTime();
  const known = cache.get(key);
  if (known) cache.delete(key);
  const cached = known && known.until > now ? known : { found: findToken(ctx, tokenHash), until: now + CACHE_LIFE };
  cache.set(key, cached);
  const oldest = cache.keys().next();
  if (cache.size > CACHE_SIZE && !oldest.done) cache.delete(oldest.value);
  return known === cached ? cached.found : settle(cache, key, cached);
}

/** Keeps only tokens that exist: unknown ones must not push them out. */
async function settle(cache: Map<string, Cached>, key: string, cached: Cached): Promise<StoredToken | null> {
  const forget = () => {
    if (cache.get(key) === cached) cache.delete(key);
  };
  try {
    const stored = await cached.found;
    if (!stored) forget();
    return stored;
  } catch (error) {
    forget();
    throw error;
  }
}
