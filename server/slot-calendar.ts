import { type CompiledDefinition, type Entry, type Field, reservationOf, slotFieldsOf } from "../engine/index.ts";
import { type CalendarEvent, calendarText } from "../renderer/calendar.ts";
import { calendarWords as words } from "../renderer/strings-calendar.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db/with-actor.ts";
import { memberOrigin } from "./member-url.ts";
import { type Booking, findBookings } from "./store/bookings.ts";

/** An appointment as a file that a calendar opens. */
export interface CalendarFile {
  readonly name: string;
  /** As a mail declares it. */
  readonly type: string;
  readonly text: string;
}

type Known = Pick<Entry, "id" | "member" | "reference" | "revision" | "updatedAt" | "answers">;

/**
 * The appointment of a slot field of an entry, as it stands: cancelled once its slot is given back. The same uid wherever it is
 * moved, under a higher number. Null when there is none.
 * @param key the field; the first that has an appointment when absent
 */
export async function slotCalendar(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Known,
  key?: string,
  tx?: Tx,
): Promise<CalendarFile | null> {
  const fields = slotFieldsOf(definition.form).filter((field) => !field.internal && (key ?? field.key) === field.key);
  const named = fields.map((field) => reservationOf(entry.answers[field.key]));
  const bookings = (await findBookings(ctx, entry.member, named, tx)).filter(({ entryId }) => entryId === entry.id);
  const [found] = fields.flatMap((field) => {
    const id = reservationOf(entry.answers[field.key]).toLowerCase();
    const booking = bookings.find((each) => each.id === id);
    return booking ? [{ field, booking }] : [];
  });
  if (!found) return null;
  const event = eventOf(ctx, definition, entry, found);
  const method = event.status === "CANCELLED" ? "CANCEL" : "PUBLISH";
  const organizer = organizerOf(ctx, entry.member, definition);
  return {
    name: words.file,
    type: `text/calendar; charset=utf-8; method=${method}`,
    text: calendarText({ name: definition.title, method, organizer, events: [event] }),
  };
}

const STATUS = { booked: "CONFIRMED", held: "TENTATIVE", released: "CANCELLED" } as const;

function eventOf(
  ctx: Context,
  { title }: CompiledDefinition,
  { id, member, reference, revision, updatedAt }: Known,
  { field, booking }: { readonly field: Field; readonly booking: Booking },
): CalendarEvent {
  const origin = memberOrigin(ctx, member);
  const url = `${origin}/${member}/demandes/${id}`;
  return {
    uid: `${id}.${field.key}@${new URL(ctx.config.publicUrl).hostname}`,
    sequence: revision,
    stamp: new Date(updatedAt),
    start: booking.startsAt,
    end: booking.endsAt,
    summary: words.summary(ctx.catalogue.member(member)?.name ?? member),
    location: booking.label,
    description: words.description(title, reference, url),
    url,
    status: STATUS[booking.state],
  };
}

/** Who gives an appointment: the service in charge, else the member, at an address that people may write to. */
export function organizerOf(ctx: Context, id: string, { unit }: Pick<CompiledDefinition, "unit">) {
  const member = ctx.catalogue.member(id);
  const service = member?.units.find((each) => each.id === unit);
  const own = /<([^>]+)>/.exec(ctx.config.mailFrom)?.[1] ?? ctx.config.mailFrom;
  return { name: member?.name ?? id, email: service?.contact.email ?? member?.contact.email ?? own };
}
