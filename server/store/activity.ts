import type { ActivityTold, Answers } from "../../engine/index.ts";
import { instantOf } from "../db/instant.ts";
import type { Db } from "../db/with-actor.ts";
import { readAcross, readAs } from "../db/with-actor.ts";

/** A report of a member, as others need it. */
export interface StoredReport {
  readonly member: string;
  readonly id: string;
  readonly state: string;
  readonly answers: Answers;
}

/** The reports of some years, of each of these members: the oldest first. */
export async function reportsOf(
  db: Db,
  members: readonly string[],
  definition: string,
  { field, years }: { readonly field: string; readonly years: readonly number[] },
): Promise<readonly StoredReport[]> {
  if (members.length === 0) return [];
  const path = field.split(".");
  const found = await readAcross(
    db,
    members,
    (tx, member) => tx<StoredReport[]>`
      select member_id as member, id, state, answers from entry
      where member_id = ${member} and definition = ${definition}
        and answers #>> ${path}::text[] = any(${years.map(String)}::text[])
      order by created_at, id limit 200`,
  );
  return found.flatMap((rows) => [...rows]);
}

/** When a report was last closed, and by whom. */
export interface Closing {
  /** Of the fact in its history. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

/** The last arrival of an entry in one of these states; null when it never came there. */
export async function closingOf(
  db: Db,
  member: string,
  entry: string,
  states: readonly string[],
): Promise<Closing | null> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ seq: number; at: string; by: string | null }[]>`
      select seq, at::text as at, actor ->> 'name' as by from entry_event
      where member_id = ${member} and entry_id = ${entry} and to_state = any(${[...states]}::text[])
        and from_state is distinct from to_state
      order by seq desc limit 1`,
  );
  return row ? { seq: row.seq, at: instantOf(row.at), by: row.by ?? "" } : null;
}

/** The figures kept of a report at one of its closings, and when (ISO 8601); null when none were. */
export async function keptFigures(
  db: Db,
  member: string,
  entry: string,
  closing: number,
): Promise<{ readonly told: ActivityTold; readonly at: string } | null> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ figures: ActivityTold; at: string }[]>`
      select figures, kept_at::text as at from activity_figures
      where member_id = ${member} and entry_id = ${entry} and closing = ${closing}`,
  );
  return row ? { told: row.figures, at: instantOf(row.at) } : null;
}

/** Keeps the figures of a report for good; those already kept of the same closing stay. */
export async function keepFigures(
  db: Db,
  member: string,
  kept: {
    readonly entry: string;
    readonly closing: number;
    readonly told: ActivityTold;
    readonly at: Date;
  },
): Promise<void> {
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into activity_figures (member_id, entry_id, closing, figures, kept_at)
      values (${member}, ${kept.entry}, ${kept.closing}, ${tx.json(kept.told as never)}, ${kept.at})
      on conflict do nothing returning entry_id`,
  );
}
