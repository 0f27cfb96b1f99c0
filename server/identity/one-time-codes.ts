import { randomInt } from "node:crypto";
import type { Json } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { countTry, findCode, forgetTries, insertCode, peekCode, takeCode } from "../store/one-time-codes.ts";

/** What a code proves and opens: the payload is sealed until it comes back. */
type Payload = { readonly [key: string]: Json };

/** Wrong tries after which a short code is worth nothing. */
const MOST_TRIES = 5;

/**
 * A link's secret: 43 characters, valid once and until `life` milliseconds have passed. Only its hash is kept, within
 * `tx` when given.
 * @param purpose e.g. "confirm-email": a code of one purpose is worth nothing for another
 */
export async function issueToken(
  ctx: Context,
  purpose: string,
  payload: Payload,
  life: number,
  tx?: Tx,
): Promise<string> {
  const token = Buffer.from(ctx.randomBytes(32)).toString("base64url");
  await store(ctx, purpose, ctx.secrets.hashToken(`${purpose}:${token}`), payload, life, tx);
  return token;
}

/** What a link's secret was issued for, without using it: to show a page that asks before acting. */
export async function readToken(ctx: Context, purpose: string, token: string): Promise<Payload | null> {
  const sealed = await findCode(ctx.db, purpose, ctx.secrets.hashToken(`${purpose}:${token}`), ctx.clock());
  return sealed && open(ctx, purpose, sealed);
}

/** What a link's secret was issued for, once; null when it is unknown, used, or too old. */
export async function redeemToken(ctx: Context, purpose: string, token: string): Promise<Payload | null> {
  return redeem(ctx, purpose, ctx.secrets.hashToken(`${purpose}:${token}`));
}

/**
 * A code of eight digits to type, tied to `subject` (an address, a reference): a new one replaces the one before, and
 * five wrong tries void it.
 */
export async function issueCode(
  ctx: Context,
  purpose: string,
  subject: string,
  payload: Payload,
  life: number,
): Promise<string> {
  const code = String(randomInt(100_000_000)).padStart(8, "0");
  await store(ctx, purpose, slot(ctx, purpose, subject), { ...payload, code }, life);
  return code;
}

/** What the code was issued for, once; null when it is wrong, used, too old, or was tried too often. */
export async function redeemCode(
  ctx: Context,
  purpose: string,
  subject: string,
  typed: string,
): Promise<Payload | null> {
  const opened = await tryCode(ctx, purpose, subject, typed);
  if (!opened) return null;
  const first = await redeem(ctx, purpose, slot(ctx, purpose, subject));
  return first && opened;
}

/** What the code was issued for, which it remains worth: for a code on paper, that opens the same page again. */
export async function checkCode(
  ctx: Context,
  purpose: string,
  subject: string,
  typed: string,
): Promise<Payload | null> {
  const opened = await tryCode(ctx, purpose, subject, typed);
  if (opened) await forgetTries(ctx.db, purpose, slot(ctx, purpose, subject));
  return opened;
}

/** The code itself while it is worth something, to show it again to whoever gave it; else null. */
export async function recallCode(ctx: Context, purpose: string, subject: string): Promise<string | null> {
  const sealed = await peekCode(ctx.db, purpose, slot(ctx, purpose, subject), ctx.clock(), MOST_TRIES);
  const code = sealed && open(ctx, purpose, sealed)?.["code"];
  return typeof code === "string" ? code : null;
}

/** One try, counted before the code is looked at, so that simultaneous tries count too. */
async function tryCode(ctx: Context, purpose: string, subject: string, typed: string): Promise<Payload | null> {
  const sealed = await countTry(ctx.db, purpose, slot(ctx, purpose, subject), ctx.clock(), MOST_TRIES);
  const payload = sealed && open(ctx, purpose, sealed);
  if (!payload || payload["code"] !== typed.replace(/\D/g, "")) return null;
  const { code: _, ...rest } = payload;
  return rest;
}

const slot = (ctx: Context, purpose: string, subject: string): Buffer =>
  ctx.secrets.hashToken(`${purpose}:subject:${subject}`);

async function store(
  ctx: Context,
  purpose: string,
  codeHash: Buffer,
  payload: Payload,
  life: number,
  tx?: Tx,
): Promise<void> {
  const now = ctx.clock();
  const sealed = ctx.secrets.seal(`code:${purpose}`, JSON.stringify(payload));
  await insertCode(tx ?? ctx.db, {
    purpose,
    codeHash,
    payload: sealed,
    createdAt: now,
    expiresAt: new Date(now.getTime() + life),
  });
}

async function redeem(ctx: Context, purpose: string, codeHash: Buffer): Promise<Payload | null> {
  const sealed = await takeCode(ctx.db, purpose, codeHash, ctx.clock());
  return sealed && open(ctx, purpose, sealed);
}

function open(ctx: Context, purpose: string, sealed: Buffer): Payload | null {
  const text = ctx.secrets.unseal(`code:${purpose}`, sealed);
  return text === null ? null : (JSON.parse(text) as Payload);
}
