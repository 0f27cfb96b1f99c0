import {
  type Attendance,
  addDays,
  attendanceEvents,
  frenchTime,
  parisDay,
  parisMidnight,
  slotDay,
  wallClock,
} from "../../../engine/index.ts";
import type { AgendaDay, AgendaLine } from "../../../renderer/back/agenda-page.tsx";
import { agendaWords as words } from "../../../renderer/strings-agenda.ts";
import { freeOf, type Offer } from "../../agenda.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { type Booking, bookableEntries, bookingsBetween } from "../../store/bookings.ts";
import { type Booked, bookedEntries, firstColumns, reasonOf } from "./agenda-lines.ts";
import type { AgentScope } from "./agent-scope.ts";

/** Days of an agenda, both included, and the place wanted, "" for all. */
export interface AgendaSpan {
  readonly first: string;
  readonly last: string;
  readonly place: string;
}

/** What is taken on each of these days, and how much is left. */
export async function agendaDays(scope: AgentScope, offer: Offer, span: AgendaSpan): Promise<readonly AgendaDay[]> {
  const { ctx, now } = scope;
  const { bookings, entries, desks } = await takenIn(scope, offer, span);
  const names = new Map(desks.map((desk) => [desk.id, firstColumns(offer.definition, desk)]));
  const lines = bookings.map((booking) => {
    const desk = names.get(booking.resourceId) ?? "";
    return { booking, line: lineOf(scope, offer, booking, desk, entries.get(booking.entryId ?? "")) };
  });
  const ask = { reason: null, units: 1, place: span.place === "" ? null : span.place };
  const free = await freeOf(ctx, offer, ask, [], { from: span.first, to: span.last });
  const days: AgendaDay[] = [];
  for (let day = span.first; day <= span.last; day = addDays(day, 1)) {
    const taken = lines.filter(({ booking }) => dayOf(booking.startsAt) === day).map(({ line }) => line);
    const left = free.filter(({ start }) => dayOf(new Date(start)) === day).length;
    days.push({ day, title: slotDay(day), lines: taken, free: day < parisDay(now) ? null : left });
  }
  return days;
}

/** The bookings of these days, the entries that this agent may read of them, and what was booked. */
export async function takenIn({ ctx, session, member }: AgentScope, { definition }: Offer, span: AgendaSpan) {
  const desks = await bookableEntries(ctx, member.id, definition.id, [...definition.workflow.states.keys()]);
  const within = { from: new Date(parisMidnight(span.first)), to: new Date(parisMidnight(addDays(span.last, 1))) };
  const ids = desks.map(({ id }) => id);
  const taken = await bookingsBetween(ctx, member.id, ids, { ...within, now: ctx.clock() });
  const bookings = taken.filter(({ place }) => span.place === "" || place === span.place);
  return { desks, bookings, entries: await bookedEntries(ctx, session, member.id, bookings) };
}

const dayOf = (at: Date): string => parisDay(at.toISOString());

function lineOf(
  scope: AgentScope,
  offer: Offer,
  booking: Booking,
  desk: string,
  known: Booked | undefined,
): AgendaLine {
  const { id, startsAt, endsAt, label, units } = booking;
  const reason = [reasonOf(offer, booking), units > 1 ? words.persons(units) : ""].filter((part) => part !== "");
  return {
    id,
    hours: `${hour(startsAt)} – ${hour(endsAt)}`,
    place: label,
    desk,
    reason: reason.join(", "),
    ...lineEntry(known, booking),
    ...attendanceOf(scope, booking, known),
  };
}

function lineEntry(known: Booked | undefined, { state }: Booking): Pick<AgendaLine, "entry" | "state"> {
  const held = state === "held" ? words.held : words.taken;
  if (!known) return { entry: null, state: held };
  const { entry, definition } = known;
  const label = firstColumns(definition, entry);
  return {
    entry: { href: `/${entry.member}/agent/${entry.definition}/${entry.id}`, label: label || entry.reference },
    state: state === "held" ? held : (definition.workflow.states.get(entry.state)?.label ?? held),
  };
}

/** Whether she came, and, once it has begun and nobody has said it, what this agent may say of it. */
function attendanceOf(
  scope: AgentScope,
  { startsAt }: Booking,
  known: Booked | undefined,
): Pick<AgendaLine, "attendance" | "marks"> {
  const none = { attendance: null, marks: [] };
  if (!known) return none;
  const attendance = known.definition.workflow.states.get(known.entry.state)?.attendance ?? null;
  if (attendance !== null || startsAt.toISOString() > scope.now) return { attendance, marks: [] };
  return { attendance, marks: [...marksOf(scope, known).keys()] };
}

/** The event that each mark sends, of those this agent may send of an entry now. */
export function marksOf(
  { ctx, session, member, now }: AgentScope,
  { entry, definition }: Booked,
): ReadonlyMap<Attendance, string> {
  const { came, missed } = attendanceEvents(definition, entry, actorFor(ctx, session, member.id, definition), now);
  return new Map([
    ...(came === undefined ? [] : [["came", came] as const]),
    ...(missed === undefined ? [] : [["missed", missed] as const]),
  ]);
}

function hour(time: Date): string {
  const clock = new Date(wallClock(time.getTime()));
  return frenchTime(clock.getUTCHours(), clock.getUTCMinutes());
}
