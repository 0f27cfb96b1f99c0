import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";

/** What a link opens. */
export interface AccessLink {
  readonly kind: "draft" | "entry";
  /** Id of the draft or entry. */
  readonly target: string;
}

/** Stores the hash of a link's token. */
export async function insertAccessLink(
  ctx: Pick<Context, "db">,
  member: string,
  link: AccessLink & { readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await readAs(ctx.db, { member }, (tx) => insertion(tx, member, link));
}

/** The same inside a transaction under way: the link exists if what it is for commits. */
export async function insertAccessLinkIn(
  tx: Tx,
  member: string,
  link: AccessLink & { readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await insertion(tx, member, link);
}

function insertion(
  tx: Tx,
  member: string,
  link: AccessLink & { readonly tokenHash: Buffer; readonly expiresAt: Date },
) {
  return tx`
    insert into access_link (member_id, token_hash, kind, target_id, expires_at)
    values (${member}, ${link.tokenHash}, ${link.kind}, ${link.target}, ${link.expiresAt})`;
}

/** The live link with this hash, or null. */
export async function findAccessLink(ctx: Context, member: string, tokenHash: Buffer): Promise<AccessLink | null> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<AccessLink[]>`
      select kind, target_id as target from access_link
      where member_id = ${member} and token_hash = ${tokenHash} and expires_at > ${ctx.clock()}`,
  );
  return row ?? null;
}
