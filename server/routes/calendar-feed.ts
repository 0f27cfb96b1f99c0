import type { Hono, Context as HonoContext } from "hono";
import { addDays, display, parisDay, parisMidnight, reservationOf, slotFieldsOf } from "../../engine/index.ts";
import { type CalendarEvent, calendarText } from "../../renderer/calendar.ts";
import { agendaWords } from "../../renderer/strings-agenda.ts";
import { feedWords as words } from "../../renderer/strings-agenda-feeds.ts";
import { type Offer, offerOf } from "../agenda.ts";
import type { AppEnv } from "../app-env.ts";
import type { Context } from "../context.ts";
import { addressKey } from "../identity/address.ts";
import { agentSubject } from "../identity/subject.ts";
import { memberOrigin } from "../member-url.ts";
import { notFound, problemResponse, tooMany } from "../problem.ts";
import { organizerOf } from "../slot-calendar.ts";
import { feedBySecret } from "../store/agenda-feeds.ts";
import { type Booking, bookableEntries, bookingsBetween } from "../store/bookings.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { type Booked, bookedEntries, reasonOf } from "./back/agenda-lines.ts";
import { reach } from "./back/reach.ts";

/** Where calendars read them. */
export const FEEDS = "/api/calendriers";

const SECRET = /^([A-Za-z0-9_-]{43})\.ics$/;
/** Days behind today and ahead of it. */
const BEHIND = 31;
const AHEAD = 400;
const REFRESH = 15;
const HOUR = 3600;
/** Reads of one address of a calendar, and guesses from one network address, in an hour. */
const MOST_READS = 60;
const MOST_ASKED = 600;

/** GET /api/calendriers/{member}/{secret}.ics: an agenda, for the calendar of the agent who made this address. */
export function registerCalendarFeeds(app: Hono<AppEnv>): void {
  app.get(`${FEEDS}/:member/:file`, feedRoute);
}

async function feedRoute(c: HonoContext<AppEnv>): Promise<Response> {
  const { ctx } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  const secret = SECRET.exec(c.req.param("file") ?? "")?.[1];
  if (!member || secret === undefined) return problemResponse(c, notFound());
  const wait = await take(ctx, [
    { key: limitKey(ctx, "calendar", secret), most: MOST_READS, seconds: HOUR },
    { key: addressKey(c, "calendar-from"), most: MOST_ASKED, seconds: HOUR },
  ]);
  if (wait !== null) return problemResponse(c, tooMany(wait));
  const found = await feedBySecret(ctx, member.id, ctx.secrets.hashToken(secret));
  if (!found) return problemResponse(c, notFound());
  const { feed, agent } = found;
  const who = agentSubject(agent);
  // Her right may have ended since she made it: then the address says no more than one that never was.
  const reached = reach(ctx, who, member.id, feed.definition).some((place) => place.member === member);
  const offer = reached ? await offerOf(ctx, member.id, feed.definition) : null;
  if (!offer) return problemResponse(c, notFound());
  const bookings = await bookingsOf(ctx, offer, feed.place);
  const entries = await bookedEntries(ctx, who, member.id, bookings);
  const name = words.calendar(offer.definition.title, feed.place === null ? "" : feed.label);
  const text = calendarText({
    name,
    method: "PUBLISH",
    organizer: organizerOf(ctx, member.id, offer.definition),
    refresh: REFRESH,
    events: bookings.map((booking) => eventOf(ctx, offer, booking, entries.get(booking.entryId ?? ""))),
  });
  return c.body(text, 200, { "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-store" });
}

/** What is booked of a register, of one place or of all, whatever the state of its entries is now. */
async function bookingsOf(ctx: Context, { member, definition }: Offer, place: string | null) {
  const today = parisDay(ctx.clock().toISOString());
  const resources = await bookableEntries(ctx, member, definition.id, [...definition.workflow.states.keys()]);
  const within = {
    from: new Date(parisMidnight(addDays(today, -BEHIND))),
    to: new Date(parisMidnight(addDays(today, AHEAD))),
    now: ctx.clock(),
  };
  const ids = resources.map(({ id }) => id);
  const found = await bookingsBetween(ctx, member, ids, within);
  return found.filter((booking) => booking.state === "booked" && (place === null || booking.place === place));
}

function eventOf(ctx: Context, offer: Offer, booking: Booking, booked: Booked | undefined): CalendarEvent {
  const { id, startsAt, endsAt, label, units } = booking;
  const who = booked ? shownOf(booked, id) : [];
  const what = [reasonOf(offer, booking), units > 1 ? agendaWords.persons(units) : ""].filter((part) => part !== "");
  const url = booked
    ? `${memberOrigin(ctx, offer.member)}/${offer.member}/agent/${booked.entry.definition}/${booked.entry.id}`
    : "";
  return {
    uid: `${id}@${new URL(ctx.config.publicUrl).hostname}`,
    sequence: booked?.entry.revision ?? 0,
    stamp: booked ? new Date(booked.entry.updatedAt) : startsAt,
    start: startsAt,
    end: endsAt,
    summary: [what.join(", ") || words.nobody, ...who].join(" – "),
    location: label,
    description: [booked?.entry.reference ?? "", url].filter((part) => part !== "").join("\n"),
    url,
    status: "CONFIRMED",
  };
}

/** Of whoever comes, what the definition lets a calendar show; nothing unless it says so. */
function shownOf({ entry, definition: { form } }: Booked, booking: string): readonly string[] {
  const slot = slotFieldsOf(form).find(({ key }) => reservationOf(entry.answers[key]) === booking)?.slot;
  return (slot?.feed ?? []).flatMap((wanted) => {
    const field = form.order.find(({ key }) => key === wanted);
    const text = field ? display(field, entry.answers[wanted]) : "";
    return text === "" ? [] : [text];
  });
}
