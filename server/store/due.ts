import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";

/** How many entries of a definition are to be answered soon, or already should have been. */
export interface DueCounts {
  readonly late: number;
  readonly soon: number;
}

/** Entries due before `today` (late) and from `today` to `until`, both days included; one reading for all the members. */
export async function countDue(
  ctx: Context,
  members: readonly string[],
  definition: string,
  { today, until }: { readonly today: string; readonly until: string },
): Promise<DueCounts> {
  const counts = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<DueCounts[]>`
      select count(*) filter (where due < ${today}::date)::integer as late,
        count(*) filter (where due >= ${today}::date)::integer as soon
      from entry_state
      where member_id = ${member} and definition = ${definition} and due <= ${until}::date`,
  );
  const sum = (of: (each: DueCounts) => number) =>
    counts.reduce((total, [row]) => total + (row === undefined ? 0 : of(row)), 0);
  return { late: sum(({ late }) => late), soon: sum(({ soon }) => soon) };
}

/** The entries of a member and definition that are to be answered on that day, oldest first, and how many they are. */
export async function dueOn(
  tx: Tx,
  { member, definition, due, limit }: { member: string; definition: string; due: string; limit: number },
): Promise<{
  readonly count: number;
  readonly entries: readonly { readonly id: string; readonly reference: string }[];
}> {
  const entries = await tx<{ id: string; reference: string; count: number }[]>`
    select e.id, e.reference, count(*) over ()::integer as count
    from entry_state s join entry e on e.member_id = s.member_id and e.id = s.entry_id
    where s.member_id = ${member} and s.definition = ${definition} and s.due = ${due}::date
    order by e.created_at, e.id limit ${limit}`;
  return { count: entries[0]?.count ?? 0, entries: entries.map(({ id, reference }) => ({ id, reference })) };
}
