import type { Context } from "../context.ts";
import { type AccessLink, findAccessLink, insertAccessLink } from "../store/access-links.ts";

/**
 * Makes a link that opens one draft or one entry, for whoever has it, until `expiresAt`. Returns its token, which is
 * kept nowhere: it goes into `PUBLIC_URL/{member}/reprise/{token}` (draft) or `…/suivi/{token}` (entry).
 */
export async function createAccessLink(
  ctx: Context,
  link: AccessLink & { readonly member: string; readonly expiresAt: Date },
): Promise<string> {
  const token = Buffer.from(ctx.randomBytes(24)).toString("base64url");
  const { member, kind, target, expiresAt } = link;
  await insertAccessLink(ctx, member, { kind, target, expiresAt, tokenHash: ctx.secrets.hashToken(token) });
  return token;
}

/**
 * What a link of this member opens; null when it is unknown or has expired. The route then grants its holder, with
 * `target`, to the session (`grantHolder`) and redirects at once: the token must not stay in the address bar.
 */
export async function redeemAccessLink(ctx: Context, member: string, token: string): Promise<AccessLink | null> {
  if (!/^[\w-]{16,64}$/.test(token)) return null;
  return findAccessLink(ctx, member, ctx.secrets.hashToken(token));
}
