import type { Context } from "../context.ts";
import { readAs, type Tx, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";
import type { Scan } from "./stored-files.ts";

/** A file that someone sent, kept by `putFile`. `owner` may bind it to an entry; once bound, the entry's rights apply. */
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
}

/** One that is kept, with what the antivirus says of it. */
export interface FoundAttachment extends StoredAttachment {
  readonly scan: Scan;
}

/** One just received, with the digest of its content. */
export interface NewAttachment extends StoredAttachment {
  readonly sha256: Buffer;
}

/**
 * Records a file that is about to stand in its place. Its digest is kept under the server's key, another for each file: in
 * clear, the same proof of address sent to two sectors would join them.
 */
export async function insertAttachment(
  ctx: Context,
  member: string,
  file: Omit<NewAttachment, "entryId">,
): Promise<void> {
  await readAs(ctx.db, { member }, (tx) => insertingAttachment(tx, ctx, member, file));
}

/** The same within a transaction of the member's own or of the system. */
export async function insertAttachmentIn(
  tx: Tx,
  ctx: Context,
  member: string,
  file: Omit<NewAttachment, "entryId">,
): Promise<void> {
  await insertingAttachment(tx, ctx, member, file);
}

/** The files of an entry, and what the antivirus said of each. */
export async function attachmentsOf(
  tx: Tx,
  member: string,
  entry: string,
): Promise<readonly (StoredAttachment & { readonly scan: Scan })[]> {
  return tx<(StoredAttachment & { scan: Scan })[]>`
    select a.id, a.owner, a.entry_id, a.name, a.type, a.size, f.scan
    from attachment a join stored_file f on f.member_id = a.member_id and f.id = a.id
    where a.member_id = ${member} and a.entry_id = ${entry} and f.removed_at is null and f.stored_at is not null
    order by a.created_at, a.id`;
}

function insertingAttachment(tx: Tx, ctx: Context, member: string, file: Omit<NewAttachment, "entryId">) {
  const digest = ctx.secrets.mac("attachment", JSON.stringify([file.id, file.sha256.toString("hex")]));
  return tx`
    insert into attachment (member_id, id, owner, name, type, size, sha256, created_at)
    values (${member}, ${file.id}, ${file.owner}, ${file.name}, ${file.type}, ${file.size}, ${digest}, ${ctx.clock()})`;
}

/** What this owner has sent that no entry has taken: the names of the files, and their bytes. */
export async function waitingOf(
  ctx: Context,
  member: string,
  owner: string,
): Promise<{ readonly names: readonly string[]; readonly bytes: number }> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ names: string[]; bytes: number }[]>`
      select coalesce(array_agg(name), '{}') as names, coalesce(sum(size), 0)::float8 as bytes from attachment
      where member_id = ${member} and owner = ${owner} and entry_id is null`,
  );
  return row ?? { names: [], bytes: 0 };
}

/** One attachment of a member, or null. Rights are the caller's business. */
export async function findAttachment(ctx: Context, member: string, id: string): Promise<FoundAttachment | null> {
  if (!isUuid(id)) return null;
  const [found] = await readAs(ctx.db, { member }, (tx) => selectAttachments(tx, member, [id]));
  return found ?? null;
}

/** Whose files may be named: those of an entry (null in a form), and those of the people at hand that nothing took yet. */
export interface FilePlace {
  readonly entry: string | null;
  readonly owners: readonly string[];
}

/**
 * Those of these attachments that a page about an entry (or a form, when null) may name instead of giving their ids: the
 * files of this entry, and those that the people at hand (`owners`) have sent and nothing has taken yet.
 */
export async function findNamed(
  ctx: Context,
  member: string,
  ids: readonly string[],
  place: FilePlace,
): Promise<readonly FoundAttachment[]> {
  const known = knownIds(ids);
  if (known.length === 0) return [];
  return atPlace(await readAs(ctx.db, { member }, (tx) => selectAttachments(tx, member, known)), place);
}

/** The same within a transaction of the member's own or of the system. */
export async function findNamedIn(
  tx: Tx,
  member: string,
  ids: readonly string[],
  place: FilePlace,
): Promise<readonly FoundAttachment[]> {
  const known = knownIds(ids);
  return known.length === 0 ? [] : atPlace(await selectAttachments(tx, member, known), place);
}

const atPlace = (found: readonly FoundAttachment[], { entry, owners }: FilePlace) =>
  found.filter(({ entryId, owner }) => (entryId === null ? owners.includes(owner) : entryId === entry));

const knownIds = (ids: readonly string[]): readonly string[] => [...new Set(ids)].filter(isUuid);

const selectAttachments = (tx: Tx, member: string, ids: readonly string[]) => tx<FoundAttachment[]>`
  select a.id, a.owner, a.entry_id, a.name, a.type, a.size, coalesce(f.scan, 'exempt') as scan
  from attachment a left join stored_file f using (member_id, id)
  where a.member_id = ${member} and a.id = any(${[...ids]}::uuid[])`;

/** Forgets a file that could not be stored. */
export async function deleteUnbound(ctx: Context, member: string, id: string): Promise<void> {
  await readAs(
    ctx.db,
    { member },
    (tx) => tx`delete from attachment where member_id = ${member} and id = ${id} and entry_id is null`,
  );
}

/**
 * Removes up to `limit` files sent before `before` that no entry took and no living draft may still name. Returns how many;
 * `sweepFiles` takes their contents away.
 */
export async function purgeUnbound(ctx: Context, before: Date, limit: number): Promise<number> {
  const now = ctx.clock();
  return withActor(ctx.db, { system: true }, async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select a.id from attachment a
      where a.entry_id is null and a.created_at < ${before}
        and not exists (select from draft d where d.member_id = a.member_id and d.owner = a.owner
                          and d.entry_id is null and d.expires_at > ${now})
      order by a.created_at limit ${limit} for update skip locked`;
    const ids = rows.map((row) => row.id);
    await tx`update stored_file set removed_at = ${now} where id = any(${ids}::uuid[])`;
    await tx`delete from attachment where entry_id is null and id = any(${ids}::uuid[])`;
    return rows.length;
  });
}

/** A file of an entry that may be given to who reads the entry. */
export interface EntryFile {
  readonly id: string;
  readonly entryId: string;
  /** Clean: see `cleanName`. */
  readonly name: string;
  /** The antivirus has not looked at it yet: its sender alone may open it. */
  readonly held: boolean;
}

/** The files of several entries of a member, those in which a virus was found left out; in the order they came. */
export async function filesOfEntries(
  ctx: Context,
  member: string,
  entries: readonly string[],
): Promise<readonly EntryFile[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<EntryFile[]>`
      select a.id, a.entry_id, a.name, ${ctx.config.clamd !== null} and f.scan is not distinct from 'waiting' as held
      from attachment a left join stored_file f on f.member_id = a.member_id and f.id = a.id
      where a.member_id = ${member} and a.entry_id = any(${[...entries]}::uuid[]) and f.scan is distinct from 'infected'
      order by a.entry_id, a.created_at, a.id`,
  );
}
