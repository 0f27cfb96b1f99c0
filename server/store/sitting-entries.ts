import type { Answers } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** An entry of a register of sessions. */
export interface SittingEntry {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly answers: Answers;
}

const MOST_SITTINGS = 1000;

/** Those with a day between two instants, the first included, by their beginning. */
export async function sittingEntriesBetween(
  ctx: Context,
  member: string,
  definition: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly SittingEntry[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<SittingEntry[]>`
      select e.id, e.reference, s.state, e.answers
      from sitting t
      join entry_state s on s.member_id = t.member_id and s.entry_id = t.id
      join entry e on e.member_id = t.member_id and e.id = t.id
      where t.member_id = ${member} and t.definition = ${definition} and t.ends_at < ${to}
        and (t.last_at is null or t.last_at > ${from})
      order by t.ends_at desc, t.id limit ${MOST_SITTINGS}`,
  );
}

/**
 * The sessions of a register in these states, the latest first.
 * @param after only those that begin later, where their places are counted: many may have passed; `keep` is told all the same
 */
export async function sittingEntries(
  ctx: Context,
  member: string,
  definition: string,
  states: readonly string[],
  { after = null, keep = "" }: { readonly after?: Date | null; readonly keep?: string } = {},
): Promise<readonly SittingEntry[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<SittingEntry[]>`
      select e.id, e.reference, s.state, e.answers
      from entry_state s join entry e on e.member_id = s.member_id and e.id = s.entry_id
      left join sitting t on t.member_id = s.member_id and t.id = s.entry_id
      where s.member_id = ${member} and s.definition = ${definition} and s.state = any(${[...states]})
        and (${after}::timestamptz is null or t.id is null or t.ends_at > ${after} or t.id::text = ${keep})
      order by s.created_at desc, s.entry_id desc limit ${MOST_SITTINGS}`,
  );
}

/** These sessions of a register, whatever their state. */
export async function sittingEntriesById(
  ctx: Context,
  member: string,
  definition: string,
  ids: readonly string[],
): Promise<readonly SittingEntry[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<SittingEntry[]>`
      select e.id, e.reference, s.state, e.answers
      from entry e join entry_state s on s.member_id = e.member_id and s.entry_id = e.id
      where e.member_id = ${member} and e.id = any(${known}::uuid[]) and e.definition = ${definition}`,
  );
}
