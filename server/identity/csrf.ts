import { timingSafeEqual } from "node:crypto";
import type { Session } from "./subject.ts";

/** Name of the hidden field every form of a session carries. */
export const CSRF_FIELD = "_csrf";
/** Bytes of a token. */
const TOKEN_LENGTH = 32;

/** The hidden field that proves a form comes from a page of this session; first in every form. Null without session. */
export function csrfField(session: Session | null): { readonly name: string; readonly value: string } | null {
  return session && { name: CSRF_FIELD, value: session.csrf };
}

/** Whether a form carries the session's token. Without a session there is nothing to abuse: any form will do. */
export function hasToken(session: Session | null, fields: ReadonlyMap<string, readonly string[]>): boolean {
  if (session === null) return true;
  const given = unmask(fields.get(CSRF_FIELD)?.[0] ?? "");
  const expected = unmask(session.csrf);
  return given !== null && expected !== null && timingSafeEqual(given, expected);
}

/**
 * A token as a page shows it: never twice the same text, so that the size of a compressed page that repeats what was
 * asked for tells nothing of it (BREACH). `pad` is random, as long as the token.
 */
export function mask(token: Uint8Array, pad: Uint8Array): string {
  return Buffer.concat([pad, xor(token, pad)]).toString("base64url");
}

function unmask(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 2 * TOKEN_LENGTH ? xor(bytes.subarray(TOKEN_LENGTH), bytes.subarray(0, TOKEN_LENGTH)) : null;
}

function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
}

/**
 * Where an unsafe request comes from, by the headers a page cannot forge: "same" for our own pages, "other" for
 * another site's, "unknown" when there is no such header (no browser of today).
 * @param ours origins of this installation: the public one, and the one this request was sent to
 */
export function provenance(headers: Headers, ours: readonly string[]): "same" | "other" | "unknown" {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none" ? "same" : "other";
  const origin = headers.get("origin");
  if (origin === null) return "unknown";
  return ours.includes(origin) ? "same" : "other";
}
