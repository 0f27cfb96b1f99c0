import { type Db, withActor } from "../db/with-actor.ts";
import type { Place, Send } from "../files/file-place.ts";

/** What the antivirus said of a file; "exempt" for what the platform makes itself, "released" for what it set aside by mistake. */
export type Scan = "exempt" | "unscanned" | "waiting" | "clean" | "infected" | "too-large" | "released";

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
 * Up to `limit` contents to take away: of files removed, and of writings or moves begun before `before` that never ended.
 */
export async function strays(db: Db, before: Date, limit: number): Promise<readonly Stray[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<Stray[]>`
      select member_id as member, id, leaving is not null as moved,
        coalesce(split_part(leaving, '/', 1), place) as place, coalesce(split_part(leaving, '/', 2), object::text) as object
      from stored_file
      where removed_at is not null or leaving_at < ${before} or (stored_at is null and created_at < ${before})
      order by created_at limit ${limit}`,
  );
}

/** A stray content is gone: so is its row, or the mention of what a move left. */
export async function forgetStray(db: Db, { member, id, moved }: Stray): Promise<void> {
  await withActor(db, { member }, (tx) =>
    moved
      ? tx`update stored_file set leaving = null, leaving_at = null where member_id = ${member} and id = ${id}`
      : tx`delete from stored_file where member_id = ${member} and id = ${id}`,
  );
}

/** Whole files that stand elsewhere than in `place`, or all of them; in the order of ids, after `after`. */
export async function filesToMove(
  db: Db,
  place: Place,
  all: boolean,
  after: string,
  limit: number,
): Promise<readonly FileRow[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<FileRow[]>`
      select member_id as member, id, place, object, wrapped_key, size, scan from stored_file
      where stored_at is not null and removed_at is null and id > ${after} ${all ? tx`` : tx`and place <> ${place}`}
      order by id limit ${limit}`,
  );
}

/** Says, before a file's content is written elsewhere, where that will be: an interrupted move leaves nothing behind. */
export async function announceMove(
  send: Send,
  { member, id, object }: FileRow,
  to: { readonly place: Place; readonly object: string },
  at: Date,
): Promise<boolean> {
  const announced = await send(
    (tx) => tx`
      update stored_file set leaving = ${`${to.place}/${to.object}`}, leaving_at = ${at}
      where member_id = ${member} and id = ${id} and object = ${object} and removed_at is null and leaving is null`,
  );
  return announced.count === 1;
}

/** The content of a file is now elsewhere, under another key; the one it had is what leaves. */
export async function settleMove(
  send: Send,
  { member, id, place, object }: FileRow,
  to: { readonly place: Place; readonly object: string; readonly wrappedKey: Buffer },
): Promise<boolean> {
  const settled = await send(
    (tx) => tx`
      update stored_file set place = ${to.place}, object = ${to.object}, wrapped_key = ${to.wrappedKey},
        leaving = ${`${place}/${object}`}
      where member_id = ${member} and id = ${id} and leaving = ${`${to.place}/${to.object}`} and removed_at is null`,
  );
  return settled.count === 1;
}

/** How many files stand where, and what they weigh in bytes. */
export interface FileCount {
  readonly place: Place;
  readonly clear: boolean;
  readonly scan: Scan;
  readonly files: number;
  readonly bytes: number;
}

/** The whole files of the installation. */
export async function countFiles(db: Db): Promise<readonly FileCount[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<FileCount[]>`
      select place, wrapped_key is null as clear, scan, count(*)::integer as files, sum(size)::float8 as bytes
      from stored_file where stored_at is not null and removed_at is null group by 1, 2, 3 order by 1, 2, 3`,
  );
}
