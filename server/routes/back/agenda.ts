import { addDays, frenchTime, isDay, parisDay, parisMidnight, slotDay, wallClock } from "../../../engine/index.ts";
import {
  type AgendaDay,
  type AgendaLine,
  type AgendaPageView,
  agendaPage,
} from "../../../renderer/back/agenda-page.tsx";
import { agendaWords as words } from "../../../renderer/strings-agenda.ts";
import { freeOf, type Offer } from "../../agenda.ts";
import { type Booking, bookableEntries, bookingsBetween } from "../../store/bookings.ts";
import { type Booked, bookedEntries, firstColumns, reasonOf } from "./agenda-lines.ts";
import { agendaScope } from "./agenda-scope.ts";
import { type AgentScope, backFrame, type PageContext } from "./agent-scope.ts";

const WEEK = 7;

/** GET /{member}/agent/{domain}/{name}/agenda: what is taken of a register's agenda, on a day or in a week. */
export async function agendaRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  if (found instanceof Response) return found;
  const { scope, offer } = found;
  const { member } = scope;
  const { id } = offer.definition;
  const asked = readAsked(c, scope.now, offer);
  const days = await daysOf(scope, offer, asked);
  const href = `/${member.id}/agent/${id}`;
  return c.html(
    agendaPage({
      frame: await backFrame(c, scope, id),
      register: offer.definition.title,
      href,
      ...asked,
      title: asked.span === "jour" ? slotDay(asked.day) : words.weekOf(slotDay(asked.first)),
      places: [...offer.places].map(([value, label]) => ({ value, label })),
      days,
      before: addDays(asked.day, asked.span === "jour" ? -1 : -WEEK),
      after: addDays(asked.day, asked.span === "jour" ? 1 : WEEK),
      today: parisDay(scope.now),
    }),
  );
}

interface Asked extends Pick<AgendaPageView, "span" | "day" | "place"> {
  /** The days shown, both included. */
  readonly first: string;
  readonly last: string;
}

function readAsked(c: PageContext, now: string, offer: Offer): Asked {
  const text = c.req.query("jour") ?? "";
  const day = isDay(text) ? text : parisDay(now);
  const place = c.req.query("lieu") ?? "";
  const shown = { day, place: offer.places.has(place) ? place : "" };
  if (c.req.query("vue") !== "semaine") return { ...shown, span: "jour", first: day, last: day };
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK));
  return { ...shown, span: "semaine", first: monday, last: addDays(monday, WEEK - 1) };
}

async function daysOf(scope: AgentScope, offer: Offer, asked: Asked): Promise<readonly AgendaDay[]> {
  const { ctx, member } = scope;
  const { definition, agenda } = offer;
  const states = [...definition.workflow.states.keys()];
  const desks = await bookableEntries(ctx, member.id, definition.id, states);
  const within = { from: new Date(parisMidnight(asked.first)), to: new Date(parisMidnight(addDays(asked.last, 1))) };
  const ids = desks.map(({ id }) => id);
  const taken = await bookingsBetween(ctx, member.id, ids, { ...within, now: ctx.clock() });
  const shown = taken.filter(({ place }) => asked.place === "" || place === asked.place);
  const entries = await bookedEntries(ctx, scope.session, member.id, shown);
  const names = new Map(desks.map((desk) => [desk.id, firstColumns(definition, desk)]));
  const lineOf = (booking: Booking): AgendaLine => ({
    id: booking.id,
    hours: `${hour(booking.startsAt)} – ${hour(booking.endsAt)}`,
    place: booking.label,
    desk: names.get(booking.resourceId) ?? "",
    reason: [reasonOf(offer, booking), booking.units > 1 ? words.persons(booking.units) : ""]
      .filter((part) => part !== "")
      .join(", "),
    ...lineEntry(entries.get(booking.entryId ?? ""), booking),
  });
  const ask = { reason: null, units: 1, place: asked.place === "" ? null : asked.place };
  const free = await freeOf(ctx, { ...offer, agenda }, ask, [], { from: asked.first, to: asked.last });
  const days: AgendaDay[] = [];
  for (let day = asked.first; day <= asked.last; day = addDays(day, 1)) {
    days.push({
      day,
      title: slotDay(day),
      lines: shown.filter(({ startsAt }) => parisDay(startsAt.toISOString()) === day).map(lineOf),
      free: free.filter(({ start }) => parisDay(new Date(start).toISOString()) === day).length,
    });
  }
  return days;
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

function hour(time: Date): string {
  const clock = new Date(wallClock(time.getTime()));
  return frenchTime(clock.getUTCHours(), clock.getUTCMinutes());
}
