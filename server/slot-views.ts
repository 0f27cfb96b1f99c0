import {
  type Answers,
  type CompiledDefinition,
  displaySlot,
  type Entry,
  type Field,
  type Form,
  frenchTime,
  lookedAt,
  nextRelease,
  parisDay,
  reservationOf,
  resolve,
  type Context as ScopeContext,
  type Slot,
  slotFieldsOf,
  slotMoment,
  wallClock,
} from "../engine/index.ts";
import { slotWords as words } from "../renderer/strings-slots.ts";
import type { SlotOption, SlotView } from "../renderer/theme/slot-view.ts";
import { type Ask, freeOf, type Offer, offerOf, placesFor, walkInPlaces } from "./agenda.ts";
import type { Context } from "./context.ts";
import { slotAsk } from "./slot-ask.ts";
import { tooManyUnits } from "./slot-sentences.ts";
import { type Booking, findBookings } from "./store/bookings.ts";

/** A form about to be shown, and who fills it. */
export interface SlotPlace {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly form: Form;
  readonly answers: Answers;
  readonly context: ScopeContext;
  /** The entry whose event it is; null for the form of a new one. */
  readonly entry: { readonly id: string; readonly answers: Answers } | null;
  /** Keys of who fills it. */
  readonly owners: readonly string[];
  /** Those shown; all when absent. */
  readonly fields?: readonly Field[];
}

/** What each visible slot field of a form shows, by pointer. Reads nothing for a form that has none. */
export async function slotViews(ctx: Context, place: SlotPlace): Promise<ReadonlyMap<string, SlotView>> {
  const { form, answers, context, member } = place;
  const fields = slotFieldsOf({ order: place.fields ?? form.order });
  const views = new Map<string, SlotView>();
  if (fields.length === 0) return views;
  const { visible } = resolve(form, answers, context);
  const named = fields.map(({ key }) => reservationOf(answers[key]));
  const bookings = new Map((await findBookings(ctx, member, named)).map((booking) => [booking.id, booking]));
  for (const field of fields.filter(visible)) {
    const id = reservationOf(answers[field.key]);
    const booking = bookings.get(id.toLowerCase());
    const kept = booking && keptView(ctx, place, booking);
    const view = kept ? { kept } : await choosing(ctx, place, field, id !== "");
    if (view) views.set(field.pointer, view);
  }
  return views;
}

/** The slots that an entry still has, each with its field and its question. Reads nothing for a form that has none. */
export async function slotsKept(
  ctx: Context,
  { form }: CompiledDefinition,
  entry: Pick<Entry, "id" | "member" | "answers">,
): Promise<readonly { readonly key: string; readonly label: string; readonly text: string }[]> {
  const fields = slotFieldsOf(form).filter(({ internal }) => !internal);
  const named = fields.map(({ key }) => reservationOf(entry.answers[key]));
  const bookings = await findBookings(ctx, entry.member, named);
  const held = new Map(
    bookings.flatMap((booking) =>
      booking.state !== "released" && booking.entryId === entry.id ? [[booking.id, booking] as const] : [],
    ),
  );
  return fields.flatMap(({ key, title }) => {
    const value = entry.answers[key];
    const booking = held.get(reservationOf(value));
    return booking ? [{ key, label: title, text: `${displaySlot(value)}${limitOf(ctx, booking)}` }] : [];
  });
}

/** Until when one is kept that the workflow has not confirmed yet. */
function limitOf(ctx: Context, { expiresAt }: Booking): string {
  if (expiresAt === null) return "";
  return ` (${expiresAt > ctx.clock() ? words.keptUntil(slotMoment(expiresAt.getTime())) : words.keptNoMore})`;
}

function keptView(ctx: Context, { owners, entry }: SlotPlace, booking: Booking): SlotView["kept"] {
  const { id, state, owner, entryId, expiresAt, startsAt, label } = booking;
  const hers = entryId === null ? owners.includes(owner ?? "") : entryId === entry?.id;
  if (state === "released" || !hers) return null;
  const lapsed = expiresAt !== null && expiresAt <= ctx.clock();
  return {
    reservation: id,
    text: [slotMoment(startsAt.getTime()), label].filter((part) => part !== "").join(", "),
    until: expiresAt === null || lapsed ? null : hourOf(expiresAt.getTime()),
    lapsed,
  };
}

async function choosing(ctx: Context, place: SlotPlace, field: Field, lost: boolean): Promise<SlotView | null> {
  const { member, definition, answers, context, entry, owners } = place;
  const ask = slotAsk(definition, field, { ...context, answers }, entry?.answers ?? null);
  const offer = ask && (await offerOf(ctx, member, ask.register));
  if (!ask || !offer) return null;
  const places = placesFor(offer, ask);
  const walkIn = walkInPlaces(offer, ask);
  const looked = lookedAt(answers[field.key]);
  const [only] = places.length === 1 ? places : [];
  const chosen = only?.[0] ?? (places.some(([id]) => id === looked.place) ? looked.place : "");
  const free = chosen === "" ? [] : await freeOf(ctx, offer, { ...ask, place: chosen }, owners);
  const days = byDay(free);
  const day = days.has(looked.day) ? looked.day : "";
  const hours = days.get(day) ?? [];
  const [morning, afternoon] = [hours.filter(isMorning), hours.filter((slot) => !isMorning(slot))];
  return {
    kept: null,
    lost,
    places: places.map(([value, label]) => ({ value, label })),
    place: chosen,
    days: [...days].map(([value, slots]) => ({ value, label: `${shortDay(value)} (${words.free(slots.length)})` })),
    day,
    morning: morning.map(hourOption),
    afternoon: afternoon.map(hourOption),
    start: looked.start,
    walkIn: walkIn.length === 0 ? null : words.walkIn(walkIn),
    note:
      places.length === 0 && walkIn.length > 0
        ? null
        : noteOf(ctx, offer, ask, places.length, chosen !== "" && free.length === 0),
  };
}

function byDay(slots: readonly Slot[]): ReadonlyMap<string, readonly Slot[]> {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = parisDay(new Date(slot.start).toISOString());
    const found = days.get(day);
    if (found) found.push(slot);
    else days.set(day, [slot]);
  }
  return days;
}

/** What is said when nothing can be chosen, and when that may change. */
function noteOf(ctx: Context, { agenda }: Offer, { units }: Ask, places: number, none: boolean): string | null {
  if (units > agenda.mostUnits) return tooManyUnits(agenda.mostUnits);
  if (places > 0 && !none) return null;
  const next = nextRelease(agenda.release, ctx.clock().toISOString());
  const when = next === null ? words.later : words.next(slotMoment(next));
  return `${places > 1 ? words.noneAt : words.none} ${when}`;
}

/** "mer. 25 novembre": short enough for the list of a telephone; no list goes beyond a year. */
const shortDay = (day: string): string => SHORT_DAY.format(new Date(`${day}T00:00:00Z`)).replace(/ 1 /, " 1er ");

const SHORT_DAY = new Intl.DateTimeFormat("fr-FR", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "long",
});

const isMorning = ({ start }: Slot): boolean => new Date(wallClock(start)).getUTCHours() < 12;

const hourOption = ({ start }: Slot): SlotOption => ({ value: new Date(start).toISOString(), label: hourOf(start) });

function hourOf(time: number): string {
  const clock = new Date(wallClock(time));
  return frenchTime(clock.getUTCHours(), clock.getUTCMinutes());
}
