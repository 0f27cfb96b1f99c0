import type { Context } from "../context.ts";
import { readAs, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** A file kept in `DATA_DIR/files`. `owner` may bind it to an entry; once bound, the entry's rights apply. */
export interface StoredAttachment {
  readonly id: string;
  readonly owner: string;
  readonly entryId: string | null;
  /** Clean: see `cleanName`. */
  readonly name: string;
  /** Media type read from the content. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Buffer;
}

/** Records a file that is about to stand in its place. */
export async function insertAttachment(
  ctx: Context,
  member: string,
  file: Omit<StoredAttachment, "entryId">,
): Promise<void> {
  await readAs(
    ctx.db,
    { member },
    (tx) => tx`
      insert into attachment (member_id, id, owner, name, type, size, sha256, created_at)
      values (${member}, ${file.id}, ${file.owner}, ${file.name}, ${file.type}, ${file.size}, ${file.sha256}, ${ctx.clock()})`,
  );
}

/** One attachment of a member, or null. Rights are the caller's business. */
export async function findAttachment(ctx: Context, member: string, id: string): Promise<StoredAttachment | null> {
  const [found] = await findAttachments(ctx, member, [id]);
  return found ?? null;
}

/** Those of these attachments that exist, in no order: for pages that show names instead of ids. */
export async function findAttachments(
  ctx: Context,
  member: string,
  ids: readonly string[],
): Promise<readonly StoredAttachment[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<StoredAttachment[]>`
      select id, owner, entry_id, name, type, size, sha256 from attachment
      where member_id = ${member} and id = any(${known}::uuid[])`,
  );
}

/**
 * Removes up to `limit` files sent before `before` that no entry took and no living draft may still name: `erase`
 * first, then the row, in one transaction that keeps anybody from binding them meanwhile. Returns how many.
 */
export async function purgeUnbound(
  ctx: Context,
  before: Date,
  limit: number,
  erase: (member: string, id: string) => Promise<void>,
): Promise<number> {
  return withActor(ctx.db, { system: true }, async (tx) => {
    const rows = await tx<{ memberId: string; id: string }[]>`
      select a.member_id, a.id from attachment a
      where a.entry_id is null and a.created_at < ${before}
        and not exists (select from draft d where d.member_id = a.member_id and d.owner = a.owner
                          and d.entry_id is null and d.expires_at > ${ctx.clock()})
      order by a.created_at limit ${limit} for update skip locked`;
    for (const row of rows) await erase(row.memberId, row.id);
    const ids = rows.map((row) => row.id);
    await tx`delete from attachment where entry_id is null and id = any(${ids}::uuid[])`;
    return rows.length;
  });
}
