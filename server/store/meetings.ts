import type { JSONValue } from "postgres";
import type { Capacity, ScoreExplanation, Wanting } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** A meeting of a commission: prepared, then ranked, then decided. */
export interface Meeting {
  readonly id: string;
  readonly member: string;
  readonly definition: string;
  /** Day of Paris whose criteria and answers count. */
  readonly day: string;
  /** Query string of the list it is about. */
  readonly list: string;
  readonly seed: string;
  readonly places: readonly Capacity[];
  /** Ids of agents who see it without names. */
  readonly viewers: readonly string[];
  readonly revision: number;
  /** Name of the agent who prepared it. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly rankedAt: Date | null;
  readonly decidedAt: Date | null;
}

/** What a rank rests on, as it was when the list was frozen. */
export interface Frozen {
  readonly wanting: Wanting;
  readonly score: ScoreExplanation;
  /** What put it after an equal; null when points did. */
  readonly separation: string | null;
  readonly draw: { readonly text: string; readonly result: string };
}

/** Where the commission departs from the rank: another place, or none. */
export interface Deviation {
  readonly place: string | null;
  readonly reason: string;
  /** Name of the agent who wrote it down. */
  readonly by: string;
}

export interface MeetingLine {
  readonly rank: number;
  readonly entryMember: string;
  readonly entryId: string;
  readonly reference: string;
  readonly frozen: Frozen;
  readonly deviation: Deviation | null;
  /** Why it takes part no longer. */
  readonly leaves: string | null;
}

type Which = Pick<Meeting, "member" | "id">;
type At = Which & Pick<Meeting, "revision">;

const columns = (tx: Tx) => tx`
  id, member_id as member, definition, to_char(day, 'YYYY-MM-DD') as day, list, seed, places, viewers, revision,
  created_by, created_at, ranked_at, decided_at`;

export type NewMeeting = Pick<Meeting, "id" | "member" | "definition" | "day" | "list" | "seed" | "createdBy"> & {
  readonly places: readonly Capacity[];
  readonly now: Date;
  readonly expiresAt: Date;
};

export async function insertMeeting(db: Db, meeting: NewMeeting): Promise<void> {
  const { id, member, definition, day, list, seed, createdBy, places, now, expiresAt } = meeting;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into meeting (member_id, id, definition, day, list, seed, places, created_by, created_at, expires_at)
      values (${member}, ${id}, ${definition}, ${day}, ${list}, ${seed}, ${written(places)}::text::json, ${createdBy}, ${now},
        ${expiresAt})`,
  );
}

/** The meetings of a definition, the latest first. */
export async function listMeetings(
  db: Db,
  member: string,
  definition: string,
  limit: number,
): Promise<readonly Meeting[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<Meeting[]>`
      select ${columns(tx)} from meeting where member_id = ${member} and definition = ${definition}
      order by created_at desc, id desc limit ${limit}`,
  );
}

/** A meeting, or null. */
export async function findMeeting(db: Db, member: string, id: string): Promise<Meeting | null> {
  if (!isUuid(id)) return null;
  const [found] = await readAs(
    db,
    { member },
    (tx) => tx<Meeting[]>`select ${columns(tx)} from meeting where member_id = ${member} and id = ${id}`,
  );
  return found ?? null;
}

/** Its lines by rank. */
export async function meetingLines(db: Db, { member, id }: Which): Promise<readonly MeetingLine[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<MeetingLine[]>`
      select rank, entry_member, entry_id, reference, frozen, deviation, leaves from meeting_line
      where member_id = ${member} and meeting_id = ${id} order by rank`,
  );
}

/** Changes what is prepared. False when it has moved on since `revision`, or is ranked. */
export async function savePreparation(
  db: Db,
  { member, id, revision }: At,
  { day, places, viewers }: Pick<Meeting, "day" | "places" | "viewers">,
): Promise<boolean> {
  const saved = await readAs(
    db,
    { member },
    (tx) => tx`
      update meeting set day = ${day}, places = ${written(places)}::text::json, viewers = ${[...viewers]}::uuid[],
        revision = revision + 1
      where member_id = ${member} and id = ${id} and revision = ${revision} and ranked_at is null returning id`,
  );
  return saved.length === 1;
}

/** Freezes a ranked list. False when the meeting has moved on since `revision`, or is ranked. */
export async function freeze(db: Db, at: At, lines: readonly MeetingLine[], now: Date): Promise<boolean> {
  const { member, id, revision } = at;
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update meeting set ranked_at = ${now}, revision = revision + 1
      where member_id = ${member} and id = ${id} and revision = ${revision} and ranked_at is null`;
    if (count === 0) return false;
    await tx`
      insert into meeting_line (member_id, meeting_id, rank, entry_member, entry_id, reference, frozen)
      select ${member}, ${id}, l.rank, l.entry_member, l.entry_id, l.reference, l.frozen::json
      from unnest(${lines.map(({ rank }) => rank)}::integer[], ${lines.map((line) => line.entryMember)}::text[],
        ${lines.map((line) => line.entryId)}::uuid[], ${lines.map((line) => line.reference)}::text[],
        ${lines.map((line) => written(line.frozen))}::text[]) as l (rank, entry_member, entry_id, reference, frozen)`;
    return true;
  });
}

/** Takes the ranking back, to make another. False when the meeting has moved on since `revision`, or is decided. */
export async function thaw(db: Db, { member, id, revision }: At): Promise<boolean> {
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update meeting set ranked_at = null, revision = revision + 1
      where member_id = ${member} and id = ${id} and revision = ${revision}
        and ranked_at is not null and decided_at is null`;
    if (count === 0) return false;
    await tx`delete from meeting_line where member_id = ${member} and meeting_id = ${id}`;
    return true;
  });
}

/** What changes of one line. */
export type LineChange = Pick<MeetingLine, "rank"> & Partial<Pick<MeetingLine, "deviation" | "leaves">>;

/** Changes lines of a ranked list. False when the meeting has moved on since `revision`, or is decided. */
export async function changeLines(db: Db, at: At, changes: readonly LineChange[]): Promise<boolean> {
  const { member, id, revision } = at;
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update meeting set revision = revision + 1
      where member_id = ${member} and id = ${id} and revision = ${revision}
        and ranked_at is not null and decided_at is null`;
    if (count === 0) return false;
    for (const { rank, deviation, leaves } of changes) {
      await tx`
        update meeting_line set
          deviation = ${deviation === undefined ? tx`deviation` : tx`${deviation && written(deviation)}::text::json`},
          leaves = ${leaves === undefined ? tx`leaves` : leaves}
        where member_id = ${member} and meeting_id = ${id} and rank = ${rank}`;
    }
    return true;
  });
}

/** Records that it was decided, in the transaction that launches its decisions. False when it has moved on since. */
export async function markDecided(tx: Tx, { member, id, revision }: At, now: Date): Promise<boolean> {
  const { count } = await tx`
    update meeting set decided_at = ${now}, revision = revision + 1
    where member_id = ${member} and id = ${id} and revision = ${revision}
      and ranked_at is not null and decided_at is null`;
  return count === 1;
}

/** Removes meetings whose time is over. The worker calls it. */
export async function purgeMeetings(db: Db, now: Date): Promise<number> {
  const { count } = await readAs(db, { system: true }, (tx) => tx`delete from meeting where expires_at < ${now}`);
  return count;
}

const written = (value: object): string => JSON.stringify(value as JSONValue);
