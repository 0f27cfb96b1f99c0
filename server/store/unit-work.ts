import type { Tx } from "../db/with-actor.ts";

/** What waits for who works a definition. */
export interface WorkCount {
  /** Filed since a moment. */
  readonly fresh: number;
  /** Should have been answered before today. */
  readonly late: number;
  /** The citizen wrote, and nobody answered. */
  readonly replies: number;
}

/** By definition, what came between two moments, what is late today, and which answers wait. */
export async function countWork(
  tx: Tx,
  member: string,
  definitions: readonly string[],
  { since, until, today }: { readonly since: Date; readonly until: Date; readonly today: string },
): Promise<ReadonlyMap<string, WorkCount>> {
  const rows = await tx<(WorkCount & { definition: string })[]>`
    select d.id as definition,
      (select count(*)::integer from entry e
        where e.member_id = ${member} and e.definition = d.id and e.created_at > ${since} and e.created_at <= ${until}) as fresh,
      (select count(*)::integer from entry_state s
        where s.member_id = ${member} and s.definition = d.id and s.due < ${today}::date) as late,
      (select count(*)::integer from entry_task t
        where t.member_id = ${member} and t.definition = d.id and t.kind = 'reply' and t.done_at is null) as replies
    from unnest(${[...definitions]}::text[]) as d(id)`;
  return new Map(rows.map(({ definition, ...counts }) => [definition, counts]));
}
