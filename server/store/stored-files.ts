import { type Db, withActor } from "../db/with-actor.ts";
import type { Place, Send } from "../files/file-place.ts";

/** What the antivirus said of a file; "exempt" for what the platform makes itself. */
export type Scan = "exempt" | "unscanned" | "waiting" | "clean" | "infected" | "too-large";

/** A file of a member: what it weighs, and where and how its content stands. */
export interface FileRow {
  readonly member: string;
  readonly id: string;
  readonly place: Place;
  readonly object: string;
  /** Null for a content in clear. */
  readonly wrappedKey: Buffer | null;
  /** Bytes, in clear. */
  readonly size: number;
  readonly scan: Scan;
}

/** Records a file whose content is about to be written: nobody reads it before `markStored`. */
export async function insertFile(send: Send, file: Omit<FileRow, "size">, at: Date): Promise<void> {
  const { member, id, place, object, wrappedKey, scan } = file;
  const scanAt = scan === "waiting" || scan === "unscanned" ? at : null;
  await send(
    (tx) => tx`
      insert into stored_file (member_id, id, place, object, wrapped_key, scan, scan_at, created_at)
      values (${member}, ${id}, ${place}, ${object}, ${wrappedKey}, ${scan}, ${scanAt}, ${at})`,
  );
}

/** The content of a file is whole in its place. False when the file was taken away meanwhile. */
export async function markStored(
  send: Send,
  file: Pick<FileRow, "member" | "id" | "size">,
  at: Date,
): Promise<boolean> {
  const { member, id, size } = file;
  const marked = await send(
    (tx) => tx`
      update stored_file set size = ${size}, stored_at = ${at}
      where member_id = ${member} and id = ${id} and removed_at is null`,
  );
  return marked.count === 1;
}

/** A whole file, or null. */
export async function findFile(send: Send, member: string, id: string): Promise<FileRow | null> {
  const [found] = await send(
    (tx) => tx<FileRow[]>`
      select member_id as member, id, place, object, wrapped_key, size, scan from stored_file
      where member_id = ${member} and id = ${id} and stored_at is not null and removed_at is null`,
  );
  return found ?? null;
}

/** Nobody reads these files any more; `sweepFiles` then takes their contents away. */
export async function markRemoved(send: Send, member: string, ids: readonly string[], at: Date): Promise<void> {
  await send(
    (tx) => tx`
      update stored_file set removed_at = ${at}
      where member_id = ${member} and id = any(${[...ids]}::uuid[]) and removed_at is null`,
  );
}

/** A content that has nothing to do where it is, and its file. */
export interface Stray extends Pick<FileRow, "member" | "id" | "place" | "object"> {
  /** The file lives on, with another content. */
  readonly moved: boolean;
}

/**
 * Up to `limit` contents to take away: of files removed, of those whose writing began before `before` and never ended, and
 * those that a move left.
 */
export async function strays(db: Db, before: Date, limit: number): Promise<readonly Stray[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<Stray[]>`
      select member_id as member, id, leaving is not null as moved,
        coalesce(split_part(leaving, '/', 1), place) as place, coalesce(split_part(leaving, '/', 2), object::text) as object
      from stored_file
      where removed_at is not null or leaving is not null or (stored_at is null and created_at < ${before})
      order by created_at limit ${limit}`,
  );
}

/** A stray content is gone: so is its row, or the mention of what a move left. */
export async function forgetStray(db: Db, { member, id, moved }: Stray): Promise<void> {
  await withActor(db, { member }, (tx) =>
    moved
      ? tx`update stored_file set leaving = null where member_id = ${member} and id = ${id}`
      : tx`delete from stored_file where member_id = ${member} and id = ${id}`,
  );
}
