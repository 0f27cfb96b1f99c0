import type { Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { memberOrigin } from "../member-url.ts";
import { insertAccessLinkIn } from "../store/access-links.ts";

const YEAR_MS = 365 * 86_400_000;

/**
 * A link that opens the tracking page of one entry for a year: the address holds a capability, no personal data. A fiche opens to the
 * account it belongs to, and to no other: its link is the address of its page.
 */
export async function entryLink(
  ctx: Context,
  tx: Tx,
  { member, id, kind }: Pick<Entry, "member" | "id" | "kind">,
): Promise<string> {
  const origin = `${memberOrigin(ctx, member)}/${member}`;
  if (kind === "register") return `${origin}/fiches/${id}`;
  const token = Buffer.from(ctx.randomBytes(24)).toString("base64url");
  const expiresAt = new Date(ctx.clock().getTime() + YEAR_MS);
  await insertAccessLinkIn(tx, member, {
    kind: "entry",
    target: id,
    tokenHash: ctx.secrets.hashToken(token),
    expiresAt,
  });
  return `${origin}/suivi/${token}`;
}
