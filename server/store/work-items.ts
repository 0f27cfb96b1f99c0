import { type Db, readAs, type Tx } from "../db/with-actor.ts";
import type { Work } from "./works.ts";

/** An entry chosen for a work, as it was then. */
export interface ChosenEntry {
  readonly member: string;
  readonly id: string;
  readonly reference: string;
  readonly revision: number;
}

type Which = Pick<Work, "member" | "id">;

/** Records what a work is about, in this order. */
export async function insertItems(tx: Tx, { member, id }: Which, entries: readonly ChosenEntry[]): Promise<void> {
  await tx`
    insert into work_item (member_id, work_id, rank, entry_member, entry_id, reference, revision)
    select ${member}, ${id}, c.rank, c.entry_member, c.entry_id, c.reference, c.revision
    from unnest(${entries.map((entry) => entry.member)}::text[], ${entries.map((entry) => entry.id)}::uuid[],
      ${entries.map((entry) => entry.reference)}::text[], ${entries.map((entry) => entry.revision)}::integer[])
      with ordinality as c (entry_member, entry_id, reference, revision, rank)`;
}

/** "same": it had already what the work was to give it. */
export type Outcome = "done" | "same" | "refused" | "changed" | "failed" | "stopped";

export interface WorkItem {
  readonly rank: number;
  readonly entryMember: string;
  readonly entryId: string;
  readonly reference: string;
  readonly revision: number;
  /** Why it would be refused, as the agent was told; null when it would not. */
  readonly foreseen: string | null;
  /** Whom it goes to, in a work that shares entries out. */
  readonly assignee: string | null;
  /** Null while it is to be done. */
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly doneAt: Date | null;
}

/** Which items to read. */
export interface ItemQuery {
  readonly limit: number;
  /** Rank of the last item of the page before. */
  readonly after?: number;
  readonly outcome?: Outcome;
  /** Those alone that would be refused. */
  readonly foreseen?: true;
}

/** Items of a work by rank. */
export async function readItems(db: Db, { member, id }: Which, query: ItemQuery): Promise<readonly WorkItem[]> {
  const { limit, after, outcome, foreseen } = query;
  return readAs(
    db,
    { member },
    (tx) => tx<WorkItem[]>`
      select rank, entry_member, entry_id, reference, revision, foreseen, assignee, outcome, reason, done_at from work_item
      where member_id = ${member} and work_id = ${id} and rank > ${after ?? 0}
        ${outcome ? tx`and outcome = ${outcome}` : tx``} ${foreseen ? tx`and foreseen is not null` : tx``}
      order by rank limit ${limit}`,
  );
}

/** What the agent was told of each item, and the revision it was told about. */
export type Forecast = Pick<WorkItem, "rank" | "revision" | "foreseen" | "assignee">;

/** Keeps what would become of the items. */
export async function setForecasts(tx: Tx, { member, id }: Which, forecasts: readonly Forecast[]): Promise<void> {
  await tx`
    update work_item i set revision = f.revision, foreseen = f.foreseen, assignee = f.assignee
    from unnest(${forecasts.map(({ rank }) => rank)}::integer[], ${forecasts.map(({ revision }) => revision)}::integer[],
      ${forecasts.map(({ foreseen }) => foreseen)}::text[], ${forecasts.map(({ assignee }) => assignee)}::uuid[])
      as f (rank, revision, foreseen, assignee)
    where i.member_id = ${member} and i.work_id = ${id} and i.rank = f.rank
      and (i.revision, i.foreseen, i.assignee) is distinct from (f.revision, f.foreseen, f.assignee)`;
}

/** How many items would be refused. */
export async function countForeseen(db: Db, { member, id }: Which): Promise<number> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ count: number }[]>`
      select count(*)::integer as count from work_item
      where member_id = ${member} and work_id = ${id} and foreseen is not null`,
  );
  return row?.count ?? 0;
}

/** How many items would go to each agent, by her id, in a work that shares entries out. */
export async function countShares(db: Db, { member, id }: Which): Promise<ReadonlyMap<string, number>> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ assignee: string; count: number }[]>`
      select assignee, count(*)::integer as count from work_item
      where member_id = ${member} and work_id = ${id} and assignee is not null and foreseen is null group by assignee`,
  );
  return new Map(rows.map(({ assignee, count }) => [assignee, count]));
}

/** How many items came to each outcome. */
export async function countOutcomes(db: Db, { member, id }: Which): Promise<ReadonlyMap<Outcome, number>> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ outcome: Outcome; count: number }[]>`
      select outcome, count(*)::integer as count from work_item
      where member_id = ${member} and work_id = ${id} and outcome is not null group by outcome`,
  );
  return new Map(rows.map(({ outcome, count }) => [outcome, count]));
}

/** Why items would be refused, references left out, each with how many, the most frequent first. */
export async function countReasons(
  db: Db,
  { member, id }: Which,
): Promise<readonly { readonly reason: string; readonly count: number }[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<{ reason: string; count: number }[]>`
      select regexp_replace(foreseen, '[2-9A-Z]{4}-[2-9A-Z]{4}', '…') as reason, count(*)::integer as count from work_item
      where member_id = ${member} and work_id = ${id} and foreseen is not null
      group by 1 order by count desc, 1 limit 20`,
  );
}

/** How many items a work is to do, by the member of their entries. */
export async function countWriting(
  db: Db,
  { member, id }: Which,
): Promise<readonly { readonly member: string; readonly rows: number }[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<{ member: string; rows: number }[]>`
      select entry_member as member, count(*)::integer as rows from work_item
      where member_id = ${member} and work_id = ${id} and foreseen is null group by entry_member`,
  );
}
