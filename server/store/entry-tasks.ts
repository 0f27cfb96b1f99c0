import type { EventActor } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";

/** Answer a message, mend an address that refuses mails, post a letter, place money that no rule places. */
export const TASK_KINDS = ["reply", "bounce", "post", "payment"] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What somebody must do about an entry, whatever its state. */
export interface EntryTask {
  readonly kind: TaskKind;
  readonly since: Date;
}

/** Gives an entry something to do; what waits already keeps its date. */
export async function openTask(
  tx: Tx,
  task: EntryTask & { readonly member: string; readonly entry: string; readonly definition: string },
): Promise<void> {
  const { member, entry, kind, definition, since } = task;
  await tx`
    insert into entry_task as t (member_id, entry_id, kind, definition, since)
    values (${member}, ${entry}, ${kind}, ${definition}, ${since})
    on conflict (member_id, entry_id, kind) do update set
      since = case when t.done_at is null then t.since else excluded.since end, done_at = null, done_by = null`;
}

/** Marks a task done; false when there was none to do. */
export async function closeTask(
  tx: Tx,
  task: { readonly member: string; readonly entry: string; readonly kind: TaskKind },
  by: EventActor,
  at: Date,
): Promise<boolean> {
  const { member, entry, kind } = task;
  const rows = await tx`
    update entry_task set done_at = ${at}, done_by = ${tx.json({ ...by } as never)}
    where member_id = ${member} and entry_id = ${entry} and kind = ${kind} and done_at is null returning kind`;
  return rows.length === 1;
}

/** What waits about one entry. */
export async function tasksIn(tx: Tx, member: string, entry: string): Promise<readonly EntryTask[]> {
  return tx<EntryTask[]>`
    select kind, since from entry_task
    where member_id = ${member} and entry_id = ${entry} and done_at is null order by since`;
}

/** Where to look: definitions of a member. */
export interface TaskPlace {
  readonly member: string;
  readonly definitions: readonly string[];
}

/** How many tasks of each kind wait in these places, in one round trip. */
export async function countTasks(
  ctx: Pick<Context, "db">,
  places: readonly TaskPlace[],
): Promise<ReadonlyMap<TaskKind, number>> {
  if (places.length === 0) return new Map();
  const ids = new Map(places.map(({ member, definitions }) => [member, [...definitions]]));
  const results = await readAcross(
    ctx.db,
    [...ids.keys()],
    (tx, member) => tx<{ kind: TaskKind; count: number }[]>`
      select kind, count(*)::integer as count from entry_task
      where member_id = ${member} and definition = any(${ids.get(member) ?? []}::text[]) and done_at is null
      group by kind`,
  );
  const counts = new Map<TaskKind, number>();
  for (const { kind, count } of results.flatMap((rows) => [...rows])) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return counts;
}

/** A task in a list. */
export interface ListedTask extends EntryTask {
  readonly member: string;
  readonly entry: string;
  readonly definition: string;
  readonly reference: string;
  readonly state: string;
}

/** Those that have waited longest in these places, at most `limit`. */
export async function listTasks(
  ctx: Pick<Context, "db">,
  places: readonly TaskPlace[],
  { kind, limit }: { readonly kind: TaskKind | null; readonly limit: number },
): Promise<readonly ListedTask[]> {
  if (places.length === 0) return [];
  const ids = new Map(places.map(({ member, definitions }) => [member, [...definitions]]));
  const results = await readAcross(
    ctx.db,
    [...ids.keys()],
    (tx, member) => tx<ListedTask[]>`
      select t.member_id as member, t.entry_id as entry, t.kind, t.since, t.definition, e.reference, e.state
      from entry_task t join entry e on e.member_id = t.member_id and e.id = t.entry_id
      where t.member_id = ${member} and t.definition = any(${ids.get(member) ?? []}::text[]) and t.done_at is null
        and (${kind}::text is null or t.kind = ${kind})
      order by t.since, t.entry_id limit ${limit}`,
  );
  return results
    .flatMap((rows) => [...rows])
    .sort((a, b) => a.since.getTime() - b.since.getTime())
    .slice(0, limit);
}
