import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";

const YEAR_MS = 365 * 86_400_000;

/** A link that opens the tracking page of one entry for a year: the address holds a capability, no personal data. */
export async function entryLink(ctx: Context, tx: Tx, member: string, entry: string): Promise<string> {
  const token = Buffer.from(ctx.randomBytes(24)).toString("base64url");
  const expires = new Date(ctx.clock().getTime() + YEAR_MS);
  await tx`
    insert into access_link (member_id, token_hash, kind, target_id, expires_at)
    values (${member}, ${ctx.secrets.hashToken(token)}, 'entry', ${entry}, ${expires})`;
  return `${ctx.config.publicUrl}/${member}/suivi/${token}`;
}
