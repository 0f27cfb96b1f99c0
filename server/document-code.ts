import { reference } from "../engine/index.ts";
import type { Verification } from "../renderer/pdf/qr-code.ts";
import type { Context } from "./context.ts";
import { memberOrigin } from "./member-url.ts";

/** The effect that owes a document. */
export interface Owed {
  readonly member: string;
  readonly entry: string;
  readonly seq: number;
  readonly rank: number;
}

/** The code of a document, "ABCD-EFGH-JKLM": 5 × 10¹⁷ of them, and a second try draws the same. */
export function documentCode(ctx: Pick<Context, "secrets">, { member, entry, seq, rank }: Owed): string {
  const drawn = ctx.secrets.mac("document-code", JSON.stringify([member, entry, seq, rank]));
  return `${reference(drawn)}-${reference(drawn.subarray(8)).slice(0, 4)}`;
}

/** A code as someone typed it, in the form it is kept; null when it cannot be one. */
export function cleanCode(typed: string): string | null {
  const signs = typed.toUpperCase().replace(/[\s.–—-]/g, "");
  if (!/^[2-9A-HJKMNP-TV-Z]{12}$/.test(signs)) return null;
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}

/** Where a document is verified, as it says it. */
export function verificationOf(ctx: Pick<Context, "config" | "catalogue">, member: string, code: string): Verification {
  const page = `${memberOrigin(ctx, member)}/${member}/verifier`;
  return { code, url: `${page}/${code}`, typed: page.replace(/^https?:\/\//, "") };
}
