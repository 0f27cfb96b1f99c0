import { getCookie, setCookie } from "hono/cookie";
import type { Json } from "../../engine/index.ts";
import type { PageContext } from "../app-env.ts";
import type { Context } from "../context.ts";
import { memberAtHost, memberOrigin } from "../member-url.ts";
import { issueToken, readToken, redeemToken } from "./one-time-codes.ts";
import { type Onward, onwardFrom } from "./onward.ts";
import { cookieIsSecure } from "./sessions.ts";

/** A browser sent to another site to come back: what it was doing. */
export interface Trip extends Onward {
  readonly nonce: string;
  readonly strong: boolean;
  /** What it went for, when it was not to sign in. */
  readonly errand?: Errand;
}

type Errand = { readonly [key: string]: Json };

const STATE = /^[\w-]{43}$/;
/** How long one may take at the provider, in milliseconds. */
const LIFE = 30 * 60_000;

/**
 * Remembers where a browser goes. The state returned is worth something once, for this purpose, and to the browser that
 * holds the cookie set here: an answer meant for someone else's browser opens nothing in ours (login CSRF).
 */
export async function startTrip(
  c: PageContext,
  purpose: string,
  trip: Omit<Trip, "nonce">,
): Promise<{ readonly state: string; readonly nonce: string }> {
  const { ctx } = c.var;
  const nonce = Buffer.from(ctx.randomBytes(32)).toString("base64url");
  const browser = browserOf(c) ?? Buffer.from(ctx.randomBytes(32)).toString("base64url");
  setCookie(c, cookieName(c), browser, {
    path: "/",
    httpOnly: true,
    secure: cookieIsSecure(ctx),
    sameSite: "Lax",
    maxAge: LIFE / 1000,
  });
  const { back, kept, strong, errand = null } = trip;
  const mark = ctx.secrets.mac("trip", browser).toString("base64url");
  const at = memberAtHost(ctx, c.req.header("host"))?.id ?? null;
  return { state: await issueToken(ctx, purpose, { nonce, back, kept, strong, errand, mark, at }, LIFE), nonce };
}

/**
 * The member's own host name that a browser left from with this state, as an address, when it is not at it: providers
 * know our public address only. Null when it is where it left from, or for an unknown state.
 */
export async function tripOrigin(c: PageContext, purpose: string, state: string): Promise<string | null> {
  const { ctx } = c.var;
  const at = STATE.test(state) ? (await readToken(ctx, purpose, state))?.["at"] : null;
  if (typeof at !== "string" || memberAtHost(ctx, c.req.header("host"))?.id === at) return null;
  const origin = memberOrigin(ctx, at);
  return origin === ctx.config.publicUrl ? null : origin;
}

/** What this browser was doing when it left with this state, once; null when it was not this browser, or too long ago. */
export async function endTrip(c: PageContext, purpose: string, state: string | undefined): Promise<Trip | null> {
  const { ctx } = c.var;
  const browser = browserOf(c);
  if (browser === null || state === undefined || !STATE.test(state)) return null;
  const kept = await redeemToken(ctx, purpose, state);
  if (!kept || kept["mark"] !== ctx.secrets.mac("trip", browser).toString("base64url")) return null;
  const { nonce, strong, errand = null } = kept;
  return {
    ...onwardFrom(kept),
    nonce: typeof nonce === "string" ? nonce : "",
    strong: strong === true,
    ...(typeof errand === "object" && errand !== null && !Array.isArray(errand) && { errand: errand as Errand }),
  };
}

/** Whether a browser left with this state for this purpose, and may still come back. */
export const isUnderWay = async (ctx: Context, purpose: string, state: string): Promise<boolean> =>
  STATE.test(state) && (await readToken(ctx, purpose, state)) !== null;

function browserOf(c: PageContext): string | null {
  const value = getCookie(c, cookieName(c));
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}

const cookieName = (c: PageContext): string => `${cookieIsSecure(c.var.ctx) ? "__Host-" : ""}guichet-trajet`;
