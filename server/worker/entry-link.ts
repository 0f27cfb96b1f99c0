import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { memberOrigin } from "../member-url.ts";
import { insertAccessLinkIn } from "../store/access-links.ts";

const YEAR_MS = 365 * 86_400_000;

/** A link that opens the tracking page of one entry for a year: the address holds a capability, no personal data. */
export async function entryLink(ctx: Context, tx: Tx, member: string, entry: string): Promise<string> {
  const token = Buffer.from(ctx.randomBytes(24)).toString("base64url");
  const expiresAt = new Date(ctx.clock().getTime() + YEAR_MS);
  await insertAccessLinkIn(tx, member, {
    kind: "entry",
    target: entry,
    tokenHash: ctx.secrets.hashToken(token),
    expiresAt,
  });
  return `${memberOrigin(ctx, member)}/${member}/suivi/${token}`;
}
