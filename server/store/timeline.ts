import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
import { type EventRow, type StoredEvent, toEvent } from "./events.ts";

/** A fact of one of several entries. */
export interface TimelineFact {
  readonly member: string;
  readonly entry: string;
  readonly event: StoredEvent;
}

/** Where a page of facts begins: beyond this one, which was the last of the page before. */
export interface TimelinePlace {
  /** ISO 8601. */
  readonly at: string;
  readonly entry: string;
  readonly seq: number;
}

/**
 * The latest facts of these entries, by member, the newest first; one round trip. Rights to the entries are the caller's business.
 * @param limit rows at most; ask for one more to know whether others follow
 */
export async function latestFacts(
  ctx: Context,
  entries: ReadonlyMap<string, readonly string[]>,
  after: TimelinePlace | null,
  limit: number,
): Promise<readonly TimelineFact[]> {
  if (entries.size === 0) return [];
  const members = [...entries.keys()];
  const results = await readAcross(ctx.db, members, (tx, member) => {
    const beyond = after
      ? tx`and (at, entry_id, seq) < (${after.at}::timestamptz, ${after.entry}::uuid, ${after.seq}::integer)`
      : tx``;
    return tx<(EventRow & { entryId: string })[]>`
      select entry_id, seq, type, from_state, to_state, actor, at, data, hash from entry_event
      where member_id = ${member} and entry_id = any(${[...(entries.get(member) ?? [])]}::uuid[]) ${beyond}
      order by at desc, entry_id desc, seq desc limit ${limit}`;
  });
  const facts = results.flatMap((rows, index) =>
    rows.map((row) => ({ member: members[index] ?? "", entry: row.entryId, event: toEvent(ctx, row) })),
  );
  return facts.sort(newestFirst).slice(0, limit);
}

const newestFirst = (a: TimelineFact, b: TimelineFact): number =>
  b.event.at.localeCompare(a.event.at) || b.entry.localeCompare(a.entry) || b.event.seq - a.event.seq;
