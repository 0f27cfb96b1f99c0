import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Json } from "../../engine/index.ts";
import type { PageContext } from "../app-env.ts";
import { issueToken, readToken, redeemToken } from "./one-time-codes.ts";
import { cookieIsSecure } from "./sessions.ts";

type Payload = { readonly [key: string]: Json };

/**
 * A sign-in half done: kept here, sealed, and known to one browser by a cookie of its own. It is no session and opens
 * nothing but the page that ends it. `name` is a word of lower-case letters; `life` in milliseconds.
 */
export async function startPending(c: PageContext, name: string, payload: Payload, life: number): Promise<void> {
  const token = await issueToken(c.var.ctx, purpose(name), payload, life);
  setCookie(c, cookieName(c, name), token, {
    path: "/",
    httpOnly: true,
    secure: cookieIsSecure(c.var.ctx),
    sameSite: "Lax",
    maxAge: Math.floor(life / 1000),
  });
}

/** What this browser has under way; null when there is nothing or it took too long. */
export async function readPending(c: PageContext, name: string): Promise<Payload | null> {
  const token = tokenOf(c, name);
  return token === null ? null : readToken(c.var.ctx, purpose(name), token);
}

/** Ends it: of two requests at once, the second gets null. */
export async function endPending(c: PageContext, name: string): Promise<Payload | null> {
  const token = tokenOf(c, name);
  if (token === null) return null;
  deleteCookie(c, cookieName(c, name), { path: "/", secure: cookieIsSecure(c.var.ctx) });
  return redeemToken(c.var.ctx, purpose(name), token);
}

const purpose = (name: string): string => `pending-${name}`;

function tokenOf(c: PageContext, name: string): string | null {
  const token = getCookie(c, cookieName(c, name));
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
}

const cookieName = (c: PageContext, name: string): string =>
  `${cookieIsSecure(c.var.ctx) ? "__Host-" : ""}guichet-${name}`;
