/**
 * How a form outlives an expired session, without JavaScript and without storing anything:
 *
 * 1. A route that needs someone calls `requireAgent` or `requireCitizen` first. When the session has ended and a form
 *    was posted, the answer is the sign-in page (401), which carries the posted fields in the hidden field `_garde`,
 *    signed here.
 * 2. After signing in, the answer is a page with one button, "Reprendre": a form to the same address as before, with the
 *    same fields, a fresh `_csrf`, and `_reprise=1`.
 * 3. The route reads its form as ever; `readForm(c)` says `resumed: true`. It must then **show its form with those values
 *    and do nothing else**; the person looks, and sends again.
 *
 * The middleware `pages` begins at step 2 by itself when only the token of a page has expired. Files are not kept: they are chosen
 * again.
 */
import type { Context } from "../context.ts";
import { localPath } from "./local-path.ts";

/** Name of the hidden field of the sign-in page. */
export const KEPT_FIELD = "_garde";
/** Name of the hidden field of a form sent again. */
export const RESUMED_FIELD = "_reprise";

/** A form waiting for someone to sign in. */
export interface KeptForm {
  /** Where it was posted: a path of this site. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** How long a sign-in page may wait, in milliseconds. */
const LIFE = 24 * 3_600_000;
const PREFIX = "garde:";

/** The fields of a form in order, one pair per value. */
export function pairs(fields: ReadonlyMap<string, readonly string[]>): readonly (readonly [string, string])[] {
  return [...fields].flatMap(([name, values]) => values.map((value) => [name, value] as const));
}

/** The value of `_garde`; null when the form is too long to travel through the sign-in page. */
export function sealForm(ctx: Pick<Context, "config" | "secrets" | "clock">, form: KeptForm): string | null {
  const until = ctx.clock().getTime() + LIFE;
  const text = Buffer.from(JSON.stringify({ ...form, until })).toString("base64url");
  // It comes back inside a form, whose limit is `maxJson`, beside the e-mail address and the password.
  return text.length <= ctx.config.maxJson - 10_000 ? ctx.secrets.sign(PREFIX + text) : null;
}

/** The form kept in `_garde`; null when it was altered or is too old. */
export function unsealForm(ctx: Pick<Context, "secrets" | "clock">, sealed: string | undefined): KeptForm | null {
  const text = sealed === undefined ? null : ctx.secrets.verify(sealed);
  if (!text?.startsWith(PREFIX)) return null;
  const kept: KeptForm & { readonly until: number } = JSON.parse(
    Buffer.from(text.slice(PREFIX.length), "base64url").toString(),
  );
  const path = localPath(kept.path);
  return path !== null && kept.until > ctx.clock().getTime() ? { path, fields: kept.fields } : null;
}
