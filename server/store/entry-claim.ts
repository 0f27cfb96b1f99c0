import type { Entry, EntryEvent } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import type { Link } from "../history.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";
import { remember } from "./entry-memory.ts";

/**
 * Writes that an entry has a new holder, with the fact that says so; its files follow. `entry` is the entry as it
 * becomes. False, and nothing written, when someone else acted since `expected`.
 */
export async function writeClaim(
  ctx: Context,
  { entry, event, link, expected }: { entry: Entry; event: EntryEvent; link: Link; expected: number },
): Promise<boolean> {
  const { db } = ctx;
  const [row] = await db<{ applied: boolean }[]>`
    select claim_entry(${entry.member}, ${entry.id}, ${expected}, ${entry.holder}, ${link.hash}, ${event.at}, ${event.type},
      ${entry.state}, ${db.json({ ...event.actor } as never)}, ${link.answersDigest}) as applied`;
  const applied = row?.applied === true;
  if (applied) remember(ctx, { ...entry, head: link.hash });
  return applied;
}

/** The entry of one of these members with this public reference, which only its holder and the members know; or null. */
export async function findByReferenceIn(
  ctx: Context,
  members: readonly string[],
  reference: string,
): Promise<StoredEntry | null> {
  const rows = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry where member_id = any(${[...members]}::text[]) and reference = ${reference}
      limit 2`,
  );
  const [row] = rows;
  // Two members with the same reference: one chance in hundreds of billions, and no way to tell which is meant.
  return row && rows.length === 1 ? toEntry(row) : null;
}
