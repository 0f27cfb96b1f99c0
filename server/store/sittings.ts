import type { SeatEvents } from "../../engine/form.ts";
import type { Answers, SeatChange } from "../../engine/index.ts";
import type { SittingChange } from "../../engine/sitting-after.ts";
import type { Context } from "../context.ts";
import { readAs, type Tx, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** Someone's place in a session, or her rank among those who wait. */
export interface Enrolment {
  readonly id: string;
  readonly definition: string;
  readonly sittingId: string;
  readonly state: "held" | "taken" | "waiting" | "offered" | "released";
  /** How many places of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly owner: string | null;
  readonly entryId: string | null;
  readonly expiresAt: Date | null;
  readonly offers: number;
  readonly createdAt: Date;
  readonly events: SeatEvents;
}

/** A place to take in a session. */
export interface SeatToTake {
  readonly id: string;
  readonly member: string;
  readonly session: string;
  /** As its entry says, were its places never counted. */
  readonly sitting: SittingChange;
  /** Her own key first. */
  readonly owners: readonly string[];
  readonly person: Buffer | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly events: SeatEvents;
  readonly now: Date;
  readonly expiresAt: Date;
  /** How many one person may hold at once. */
  readonly most: number;
  /** Takes a rank when there is no place. */
  readonly wait: boolean;
}

export type SeatTaken = SeatHad | SeatRefused;

export interface SeatHad {
  readonly outcome: "held" | "waiting";
  readonly id: string;
  readonly expiresAt: string;
  /** Among those who wait, with her. */
  readonly rank: number;
}

export type SeatRefused =
  | { readonly outcome: "full"; readonly waiting: number; readonly canWait: boolean }
  | { readonly outcome: "already" | "too-many" | "closed" };

/** Takes a place, or a rank, in one round trip. */
export async function takeSeat(ctx: Context, seat: SeatToTake): Promise<SeatTaken> {
  const [row] = await ctx.db<{ result: SeatTaken }[]>`
    select take_seat(
      ${seat.member}, ${seat.id}, ${seat.session}, ${ctx.db.json({ ...seat.sitting } as never)}, ${[...seat.owners]},
      ${seat.person}, ${ctx.db.json({ ...seat.counts })}, ${ctx.db.json({ ...seat.events })}, ${seat.now}, ${seat.expiresAt},
      ${seat.most}, ${seat.wait}
    ) as result`;
  if (!row) throw new Error("take_seat answered nothing");
  return row.result;
}

/** Lets go of places that no entry has yet; those who wait are offered them by the worker. */
export async function letGoSeats(
  ctx: Context,
  member: string,
  ids: readonly string[],
  owners: readonly string[],
): Promise<void> {
  const now = ctx.clock();
  await withActor(ctx.db, { member }, async (tx) => {
    const gone = await tx<{ sittingId: string }[]>`
      delete from enrolment
      where member_id = ${member} and id = any(${ids.filter(isUuid)}::uuid[]) and entry_id is null
        and owner = any(${[...owners]})
      returning sitting_id`;
    for (const { sittingId } of gone) await offerSeats(tx, member, sittingId, now);
  });
}

/** Offers what is free of a session to those who wait. */
export async function offerSeats(tx: Tx, member: string, sitting: string, now: Date): Promise<void> {
  await tx`select set_config('guichet.member', ${member}, true)`;
  await tx`select from sitting where member_id = ${member} and id = ${sitting} for update`;
  await tx`select offer_seats(${member}, ${sitting}, ${now}, null)`;
}

/** Counts the places of a session as its entry says, were they never counted. */
export async function setSitting(tx: Tx, member: string, id: string, sitting: SittingChange, now: Date): Promise<void> {
  await tx`select set_sitting(${member}, ${id}, ${now}, ${tx.json({ ...sitting })})`;
}

/** Makes of an entry's place what no event of it did. */
export async function settleSeat(tx: Tx, member: string, entry: string, change: SeatChange, now: Date): Promise<void> {
  await tx`select settle_seats(${member}, ${[] as string[]}, ${entry}, ${now}, ${tx.json([{ ...change }])})`;
}

const columns = (tx: Tx) =>
  tx`id, definition, sitting_id, state, counts, owner, entry_id, expires_at, offers, created_at, events`;

/** These enrolments of a member. Rights are the caller's business. */
export async function findEnrolments(
  ctx: Context,
  member: string,
  ids: readonly string[],
  tx?: Tx,
): Promise<readonly Enrolment[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  const select = (sql: Tx) => sql<Enrolment[]>`
    select ${columns(sql)} from enrolment where member_id = ${member} and id = any(${known}::uuid[])`;
  return tx ? select(tx) : readAs(ctx.db, { member }, select);
}

/** Everyone of a session, given up and lapsed included: those with a place, then those who wait, in their order. */
export async function enrolmentsOf(ctx: Context, member: string, sitting: string): Promise<readonly Enrolment[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Enrolment[]>`
      select ${columns(tx)} from enrolment
      where member_id = ${member} and sitting_id = ${sitting} order by turn, created_at, id limit 5000`,
  );
}

/** How many are before her among those who wait for the same session, with her, and how many wait. */
export async function rankOf(
  ctx: Context,
  member: string,
  id: string,
): Promise<{ readonly rank: number; readonly count: number } | null> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ rank: number; count: number }[]>`
      select count(*) filter (where e.turn <= mine.turn)::integer as rank, count(*)::integer as count
      from enrolment mine
      join enrolment e on e.member_id = mine.member_id and e.sitting_id = mine.sitting_id and e.state = 'waiting'
      where mine.member_id = ${member} and mine.id = ${id} and mine.state = 'waiting'
      having count(*) > 0`,
  );
  return row ?? null;
}

/** What is taken of a session, and how many wait. */
export interface SittingCount {
  readonly id: string;
  readonly rooms: readonly { readonly kind: string; readonly capacity: number; readonly taken: number }[];
  readonly waiting: number;
  readonly offered: number;
}

/** The counts of these sessions; nothing for those that nobody asked for yet. One statement. */
export async function countsOf(
  ctx: Context,
  member: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SittingCount>> {
  if (ids.length === 0) return new Map();
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<SittingCount[]>`
      select s.id,
        (select coalesce(json_agg(json_build_object('kind', r.kind, 'capacity', r.capacity, 'taken', r.taken)), '[]')
         from sitting_room r where r.member_id = s.member_id and r.sitting_id = s.id) as rooms,
        (select count(*)::integer from enrolment e
         where e.member_id = s.member_id and e.sitting_id = s.id and e.state = 'waiting') as waiting,
        (select count(*)::integer from enrolment e
         where e.member_id = s.member_id and e.sitting_id = s.id and e.state = 'offered') as offered
      from sitting s where s.member_id = ${member} and s.id = any(${[...ids]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Who came on a day. */
export type Presence = "present" | "absent" | "excused";

/** What was noted of these enrolments, by enrolment then by day ("2027-01-06"). */
export async function presencesOf(
  ctx: Context,
  member: string,
  sitting: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Presence>>> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ enrolmentId: string; day: string; state: Presence }[]>`
      select a.enrolment_id, a.day::text as day, a.state
      from attendance a join enrolment e on e.member_id = a.member_id and e.id = a.enrolment_id
      where a.member_id = ${member} and e.sitting_id = ${sitting}`,
  );
  const found = new Map<string, Map<string, Presence>>();
  for (const { enrolmentId, day, state } of rows) {
    const known = found.get(enrolmentId) ?? new Map<string, Presence>();
    found.set(enrolmentId, known.set(day, state));
  }
  return found;
}

/** Notes who came to a session on a day; null forgets what was noted. Only who has a place can be noted. */
export async function notePresences(
  ctx: Context,
  at: { readonly member: string; readonly sitting: string; readonly day: string; readonly agent: string },
  noted: readonly { readonly enrolment: string; readonly state: Presence | null }[],
): Promise<void> {
  const { member, sitting, day, agent } = at;
  await withActor(ctx.db, { member }, async (tx) => {
    await tx`
      delete from attendance a using enrolment e
      where e.member_id = a.member_id and e.id = a.enrolment_id and e.sitting_id = ${sitting}
        and a.member_id = ${member} and a.day = ${day}
        and a.enrolment_id = any(${noted.map(({ enrolment }) => enrolment)}::uuid[])`;
    const said = noted.flatMap(({ enrolment, state }) => (state === null ? [] : [{ enrolment, state }]));
    await tx`
      insert into attendance (member_id, enrolment_id, day, state, agent, noted_at)
      select ${member}, e.id, ${day}, n.state, ${agent}, ${ctx.clock()}
      from unnest(${said.map(({ enrolment }) => enrolment)}::uuid[], ${said.map(({ state }) => state)}::text[])
        as n (id, state)
      join enrolment e on e.member_id = ${member} and e.id = n.id and e.sitting_id = ${sitting} and e.state = 'taken'`;
  });
}

/** The last fact of each of these entries. */
export async function lastFacts(
  ctx: Context,
  member: string,
  entries: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly type: string; readonly from: string | null; readonly answers: Answers | null }>
> {
  if (entries.length === 0) return new Map();
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ entryId: string; type: string; fromState: string | null; answers: Answers | null }[]>`
      select distinct on (entry_id) entry_id, type, from_state, data->'answers' as answers
      from entry_event where member_id = ${member} and entry_id = any(${[...entries]}::uuid[])
      order by entry_id, seq desc`,
  );
  return new Map(rows.map(({ entryId, type, fromState: from, answers }) => [entryId, { type, from, answers }]));
}
