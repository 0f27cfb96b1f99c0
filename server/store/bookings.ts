import type { Answers, BookingChange, Taken } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** A slot that is taken, or was. */
export interface Booking {
  readonly id: string;
  readonly definition: string;
  readonly resourceId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly state: BookingChange["to"];
  readonly owner: string | null;
  readonly entryId: string | null;
  readonly expiresAt: Date | null;
  readonly place: string;
  readonly label: string;
  readonly reason: string | null;
  readonly units: number;
  /** When whoever comes is to be reminded; null: not at all. */
  readonly remindAt: Date | null;
}

/** A slot to hold, of the first of these resources that has it free. */
export interface SlotToTake {
  readonly id: string;
  readonly member: string;
  readonly definition: string;
  readonly resources: readonly { readonly id: string; readonly capacity: number }[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** The longest that a booking of these resources lasts, in milliseconds. */
  readonly longest: number;
  /** Her own key first. */
  readonly owners: readonly string[];
  readonly former: string | null;
  readonly now: Date;
  readonly expiresAt: Date;
  /** How many one person may hold at once. */
  readonly most: number;
  readonly place: string;
  readonly label: string;
  readonly reason: string | null;
  readonly units: number;
  readonly remindAt: Date | null;
  /** Where it is held from, for visitors without an account: see `slotOrigin`. */
  readonly origin: string | null;
  /** How many may be held at once from there; 0 for no limit. */
  readonly mostHere: number;
}

export type SlotTaken =
  | { readonly outcome: "held"; readonly id: string; readonly expiresAt: string }
  | { readonly outcome: "taken" }
  /** She, or her network address, holds as many as may be; `until` the first of them lapses. */
  | { readonly outcome: "too-many" | "too-many-here"; readonly until: string };

/** Holds a slot, in one round trip. */
export async function takeSlot(ctx: Context, slot: SlotToTake): Promise<SlotTaken> {
  const { resources } = slot;
  const since = new Date(slot.startsAt.getTime() - slot.longest);
  const [row] = await ctx.db<{ result: SlotTaken }[]>`
    select take_slot(
      ${slot.member}, ${slot.id}, ${slot.definition}, ${resources.map(({ id }) => id)}::uuid[],
      ${resources.map(({ capacity }) => capacity)}::integer[], ${slot.startsAt}, ${slot.endsAt}, ${since},
      ${[...slot.owners]}, ${slot.former}, ${slot.now}, ${slot.expiresAt}, ${slot.most}, ${slot.place}, ${slot.label},
      ${slot.reason}, ${slot.units}, ${slot.remindAt}, ${slot.origin}, ${slot.mostHere}
    ) as result`;
  if (!row) throw new Error("take_slot answered nothing");
  return row.result;
}

/** Lets go of slots that nothing has booked yet. */
export async function letGo(
  ctx: Context,
  member: string,
  ids: readonly string[],
  owners: readonly string[],
): Promise<void> {
  await readAs(
    ctx.db,
    { member },
    (tx) => tx`
      delete from booking
      where member_id = ${member} and id = any(${ids.filter(isUuid)}::uuid[]) and state = 'held'
        and owner = any(${[...owners]})`,
  );
}

/** These bookings of a member. Rights are the caller's business. */
export async function findBookings(
  ctx: Context,
  member: string,
  ids: readonly string[],
  tx?: Tx,
): Promise<readonly Booking[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  const select = (sql: Tx) => sql<Booking[]>`
    select id, definition, resource_id, starts_at, ends_at, state, owner, entry_id, expires_at, place, label, reason, units,
           remind_at
    from booking where member_id = ${member} and id = any(${known}::uuid[])`;
  return tx ? select(tx) : readAs(ctx.db, { member }, select);
}

const MINUTE = 60_000;

/**
 * What is taken of these resources between two moments, what these people hold themselves left out. One read of an index
 * alone: a row for each lane, its moments together.
 * @param longest the longest that a booking of these resources lasts, in milliseconds
 */
export async function takenOf(
  ctx: Context,
  member: string,
  resources: readonly string[],
  within: { readonly from: Date; readonly to: Date; readonly longest: number; readonly now: Date },
  owners: readonly string[],
): Promise<readonly Taken[]> {
  const since = new Date(within.from.getTime() - within.longest);
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ resource: string; lane: number; starts: number[]; ends: number[] }[]>`
      select resource_id as resource, lane, array_agg((extract(epoch from starts_at) / 60)::integer) as starts,
             array_agg((extract(epoch from ends_at) / 60)::integer) as ends
      from booking
      where member_id = ${member} and resource_id = any(${[...resources]}::uuid[]) and state <> 'released'
        and starts_at > ${since} and starts_at < ${within.to} and ends_at > ${within.from}
        and (state = 'booked' or (expires_at > ${within.now} and coalesce(owner, '') <> all(${[...owners]}::text[])))
      group by resource_id, lane`,
  );
  return rows.flatMap(({ resource, lane, starts, ends }) =>
    starts.map((start, index) => ({ resource, lane, start: start * MINUTE, end: (ends[index] ?? start) * MINUTE })),
  );
}

/** What is taken of these resources in a span, lapsed holds left out, in the order of the clock. */
export async function bookingsBetween(
  ctx: Context,
  member: string,
  resources: readonly string[],
  { from, to, now }: { readonly from: Date; readonly to: Date; readonly now: Date },
): Promise<readonly Booking[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Booking[]>`
      select id, definition, resource_id, starts_at, ends_at, state, owner, entry_id, expires_at, place, label, reason, units,
             remind_at
      from booking
      where member_id = ${member} and resource_id = any(${[...resources]}::uuid[]) and state <> 'released'
        and starts_at >= ${from} and starts_at < ${to} and (state = 'booked' or expires_at > ${now})
      order by starts_at, label, lane, id`,
  );
}

/** How many bookings of a week ended in a state of their entries. */
export interface BookedCount {
  /** Its Monday, in Paris. */
  readonly week: string;
  readonly definition: string;
  readonly state: string;
  readonly count: number;
}

/** What became of the bookings that began between two moments, week after week. One statement. */
export async function bookedCounts(
  ctx: Context,
  member: string,
  resources: readonly string[],
  { from, to, place }: { readonly from: Date; readonly to: Date; readonly place: string },
): Promise<readonly BookedCount[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<BookedCount[]>`
      select to_char(date_trunc('week', b.starts_at at time zone 'Europe/Paris'), 'YYYY-MM-DD') as week, s.definition, s.state,
             count(*)::integer as count
      from booking b join entry_state s on s.member_id = b.member_id and s.entry_id = b.entry_id
      where b.member_id = ${member} and b.resource_id = any(${[...resources]}::uuid[]) and b.state = 'booked'
        and b.starts_at >= ${from} and b.starts_at < ${to} and (${place} = '' or b.place = ${place})
      group by 1, 2, 3 order by 1 desc, 2, 3`,
  );
}

/** An entry of a register whose state lets it be booked. */
export interface BookableEntry {
  readonly id: string;
  readonly reference: string;
  readonly answers: Answers;
}

const MOST_RESOURCES = 1000;

/** The entries of a register in these states, the oldest first. */
export async function bookableEntries(
  ctx: Context,
  member: string,
  definition: string,
  states: readonly string[],
): Promise<readonly BookableEntry[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<BookableEntry[]>`
      select e.id, e.reference, e.answers
      from entry_state s join entry e on e.member_id = s.member_id and e.id = s.entry_id
      where s.member_id = ${member} and s.definition = ${definition} and s.state = any(${[...states]})
      order by s.created_at, s.entry_id limit ${MOST_RESOURCES}`,
  );
}
