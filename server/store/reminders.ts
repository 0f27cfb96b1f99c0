import { citation, type DateWindow } from "../../engine/index.ts";
import { type Db, readAcross, type Tx, withActor } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";
import type { SummedRelation } from "./related-counts.ts";

/** Which entries of a definition may have something due: see `reminderWindows`. */
export interface Sought {
  readonly member: string;
  readonly definition: string;
  readonly states: readonly string[];
  readonly dates: readonly DateWindow[];
  readonly unconfirmed: { readonly key: string; readonly before: string } | null;
  readonly any: boolean;
}

/** The first of these entries after an id, by id. */
export async function soughtEntries(
  tx: Tx,
  { member, definition, states, dates, unconfirmed, any }: Sought,
  after: string | null,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const rows = await tx<EntryRow[]>`
    select ${entryColumns(tx)} from entry
    where member_id = ${member} and definition = ${definition} and state = any(${[...states]}::text[])
      and (${after}::uuid is null or id > ${after}::uuid)
      and (${any} or coalesce(answers->>${unconfirmed?.key ?? ""}::text, '') < ${unconfirmed?.before ?? ""}::text
        or exists (
          select from unnest(${dates.map(({ key }) => key)}::text[], ${dates.map(({ from }) => from)}::text[],
                             ${dates.map(({ to }) => to)}::text[]) as w (key, first, last)
          where answers->>w.key between w.first and w.last))
    order by id limit ${limit}`;
  return rows.map(toEntry);
}

/** What is said of one date of an entry. */
export interface NewReminder {
  readonly member: string;
  readonly entry: string;
  readonly definition: string;
  readonly reminder: string;
  readonly day: string;
  readonly listed: boolean;
  readonly mailed: boolean;
}

/** Records it, once: false when it was said already, by this worker or by another. */
export async function insertReminder(tx: Tx, reminder: NewReminder, at: Date): Promise<boolean> {
  const { member, entry, definition, reminder: id, day, listed, mailed } = reminder;
  const rows = await tx`
    insert into reminder (member_id, entry_id, definition, reminder, day, at, listed, mailed)
    values (${member}, ${entry}, ${definition}, ${id}, ${day}::date, ${at}, ${listed}, ${mailed})
    on conflict do nothing returning 1`;
  return rows.length === 1;
}

/** What was said already of these entries: "entry reminder day". */
export async function saidReminders(tx: Tx, member: string, entries: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ said: string }[]>`
    select entry_id || ' ' || reminder || ' ' || day::text as said from reminder
    where member_id = ${member} and entry_id = any(${[...entries]}::uuid[])`;
  return new Set(rows.map(({ said }) => said));
}

/** As `sumRelated`, within a transaction of the system's own. */
export async function sumRelatedIn(
  tx: Tx,
  { members, definition, field, number, day, states, year }: SummedRelation,
  id: string,
): Promise<number> {
  const path = `$.${field
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")} ? (@ == $id)`;
  const [row] = await tx<{ total: number }[]>`
    select coalesce(sum((e.answers->>${number}::text)::numeric), 0)::float8 as total
    from entry_word as w join entry as e on e.member_id = w.member_id and e.id = w.entry_id
    where w.member_id = any(${[...members]}::text[]) and w.definition = ${definition} and w.word = ${citation(id)}
      and jsonb_path_exists(e.answers, ${path}::text::jsonpath, jsonb_build_object('id', ${id}::text))
      and jsonb_typeof(e.answers->${number}::text) = 'number' and left(e.answers->>${day}::text, 4) = ${year}
      and (${states.length === 0} or e.state = any(${[...states]}))`;
  return row?.total ?? 0;
}

/** Something an agent is to recall. */
export interface OpenReminder {
  readonly member: string;
  readonly entryId: string;
  readonly reminder: string;
  /** The date it is about. */
  readonly day: string;
  readonly mailed: boolean;
}

/** What agents of these members are to recall of a definition, the soonest date first. */
export async function openReminders(
  db: Db,
  members: readonly string[],
  definition: string,
  most: number,
): Promise<readonly OpenReminder[]> {
  const results = await readAcross(
    db,
    members,
    (tx, member) => tx<OpenReminder[]>`
      select r.member_id as member, r.entry_id, r.reminder, r.day::text as day, r.mailed
      from reminder r join entry e on e.member_id = r.member_id and e.id = r.entry_id
      where r.member_id = ${member} and r.definition = ${definition} and r.listed and r.settled_at is null
      order by r.day, r.entry_id limit ${most}`,
  );
  return results
    .flatMap((rows) => [...rows])
    .sort((a, b) => a.day.localeCompare(b.day) || a.entryId.localeCompare(b.entryId))
    .slice(0, most);
}

/** The same in one member, in a transaction under way. */
export async function openRemindersIn(
  tx: Tx,
  member: string,
  definition: string,
  most: number,
): Promise<readonly OpenReminder[]> {
  return tx<OpenReminder[]>`
    select member_id as member, entry_id, reminder, day::text as day, mailed from reminder
    where member_id = ${member} and definition = ${definition} and listed and settled_at is null
    order by day, entry_id limit ${most}`;
}

/** Settles what an agent has seen to; false when it is settled, or is not there. */
export async function settleReminder(
  db: Db,
  { member, entryId, reminder, day }: Pick<OpenReminder, "member" | "entryId" | "reminder" | "day">,
  agent: string,
  at: Date,
): Promise<boolean> {
  return withActor(db, { member }, async (tx) => {
    const rows = await tx`
      update reminder set settled_at = ${at}, settled_by = ${agent}
      where member_id = ${member} and entry_id = ${entryId} and reminder = ${reminder} and day = ${day}::date
        and settled_at is null
      returning 1`;
    return rows.length === 1;
  });
}

/** Settles what is no longer to be recalled of an entry, its date having changed: the system does it. */
export async function dropReminders(
  tx: Tx,
  { member, entryId, reminder, day }: Pick<OpenReminder, "member" | "entryId" | "reminder" | "day">,
  at: Date,
): Promise<void> {
  await tx`
    update reminder set settled_at = ${at}
    where member_id = ${member} and entry_id = ${entryId} and reminder = ${reminder} and day = ${day}::date
      and settled_at is null`;
}

/** How many of the entries of these definitions agents are to recall, by definition, in a transaction under way. */
export async function countReminders(
  tx: Tx,
  member: string,
  definitions: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx<{ definition: string; count: number }[]>`
    select definition, count(*)::integer as count from reminder
    where member_id = ${member} and definition = any(${[...definitions]}::text[]) and listed and settled_at is null
    group by definition`;
  return new Map(rows.map(({ definition, count }) => [definition, count]));
}
