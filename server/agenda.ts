import {
  type Agenda,
  type Answers,
  type CompiledDefinition,
  display,
  earliest,
  type Field,
  freeSlots,
  lengthOf,
  longestOf,
  parisDay,
  parisMidnight,
  type Resource,
  resourceOf,
  type Slot,
  valuesAt,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import { localHolidays } from "./local-holidays.ts";
import { findReferred } from "./referred.ts";
import { type BookableEntry, bookableEntries, takenOf } from "./store/bookings.ts";

/** What a register offers to book in a member. */
export interface Offer {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly agenda: Agenda;
  readonly resources: readonly Resource[];
  /** What each place is called, in the order of their names. */
  readonly places: ReadonlyMap<string, string>;
}

/** What someone asks an agenda for. */
export interface Ask {
  readonly reason: string | null;
  /** Times the length of one: persons, for instance. */
  readonly units: number;
  /** The only place wanted, when there is one. */
  readonly place: string | null;
}

/**
 * What the register `id` offers in this member now, or null when it offers none such. Two statements, and one for each
 * register that the places refer to.
 */
export async function offerOf(ctx: Context, member: string, id: string): Promise<Offer | null> {
  const definition = ctx.catalogue.definition(member, id);
  const agenda = definition?.agenda;
  if (!definition || !agenda) return null;
  const now = ctx.clock().toISOString();
  const entries = await bookableEntries(ctx, member, id, agenda.states);
  const resources = entries.flatMap((entry) => resourceOf(agenda, entry, now) ?? []);
  const names = await placeNames(ctx, member, definition, agenda.place, entries);
  const offered = new Set(resources.map(({ place }) => place));
  const places = [...names].filter(([place]) => offered.has(place)).sort(([, a], [, b]) => a.localeCompare(b, "fr"));
  return { member, definition, agenda, resources, places: new Map(places) };
}

/** What the places of these entries are called, by the answer of the field that says them; by entry without such a field. */
export async function placeNames(
  ctx: Context,
  member: string,
  definition: CompiledDefinition,
  place: Field | null,
  entries: readonly Pick<BookableEntry, "id" | "reference" | "answers">[],
): Promise<ReadonlyMap<string, string>> {
  if (place === null) return new Map(entries.map((entry) => [entry.id, firstColumn(definition, entry)]));
  const values = [...new Set(entries.map(({ answers }) => valuesAt(answers, place.key)[0]))];
  const ids = values.filter((value) => typeof value === "string");
  return place.ref === undefined
    ? new Map(ids.map((id) => [id, display(place, id)]))
    : referredNames(ctx, member, place, ids);
}

async function referredNames(
  ctx: Context,
  member: string,
  { ref = "", pointer }: Field,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const links = ids.map((id) => ({ id, pointer, definition: ref }));
  const names = new Map<string, string>();
  for (const entry of await findReferred(ctx, member, links)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    names.set(entry.id, firstColumn(definition, entry));
  }
  return names;
}

/** An entry as the public reads it in a list of places: the first column that says something. */
function firstColumn({ list }: CompiledDefinition, entry: { readonly answers: Answers; readonly reference: string }) {
  const words = list.flatMap(({ field, key }) => valuesAt(entry.answers, key).map((value) => display(field, value)));
  return words.find((text) => text !== "") ?? entry.reference;
}

/** Those of the places that an ask leaves, and that give appointments for its reason. */
export const placesFor = ({ places, resources }: Offer, ask: Ask): readonly (readonly [string, string])[] =>
  [...places].filter(
    ([id]) =>
      (ask.place === null || id === ask.place) &&
      resources.some((resource) => resource.place === id && lengthOf(resource, { ...ask, units: 1 }) !== null),
  );

/** Those that serve its reason without an appointment. */
export const walkInPlaces = ({ places, resources }: Offer, { reason, place }: Ask): readonly string[] =>
  [...places].flatMap(([id, name]) =>
    (place === null || id === place) &&
    resources.some((resource) => resource.place === id && resource.walkIn.includes(reason ?? ""))
      ? [name]
      : [],
  );

/** The resources of the places that an ask leaves. */
const resourcesFor = ({ resources }: Offer, place: string | null): readonly Resource[] =>
  resources.filter((resource) => place === null || resource.place === place);

/**
 * What is free of an offer, the first days first. One statement.
 * @param within days of Paris, both included; the whole of what is open when absent
 * @param owners what they hold themselves is free to them
 */
export async function freeOf(
  ctx: Context,
  offer: Offer,
  ask: Ask,
  owners: readonly string[],
  within?: { readonly from: string; readonly to: string },
): Promise<readonly Slot[]> {
  const { agenda, member } = offer;
  const resources = resourcesFor(offer, ask.place);
  if (resources.length === 0 || ask.units > agenda.mostUnits) return [];
  const now = ctx.clock();
  const first = earliest(agenda, now.toISOString());
  const days = daysFor(resources, first, within);
  if (days.from > days.to) return [];
  const taken = await takenOf(
    ctx,
    member,
    resources.map(({ id }) => id),
    {
      from: new Date(Math.max(first, Date.parse(parisMidnight(days.from)))),
      to: new Date(Date.parse(parisMidnight(days.to)) + 2 * DAY),
      longest: Math.max(DAY, longestOf(agenda, resources)),
      now,
    },
    owners,
  );
  return freeSlots(resources, taken, { ...days, ...soughtOf(ctx, offer, ask, first) });
}

const DAY = 86_400_000;

function daysFor(
  resources: readonly Resource[],
  first: number,
  within: { readonly from: string; readonly to: string } | undefined,
): { readonly from: string; readonly to: string } {
  const opened = parisDay(new Date(first).toISOString());
  const until =
    resources
      .map((resource) => resource.until)
      .sort()
      .at(-1) ?? "";
  return {
    from: within !== undefined && within.from > opened ? within.from : opened,
    to: within !== undefined && within.to < until ? within.to : until,
  };
}

const soughtOf = (ctx: Context, { member, agenda }: Offer, { reason, units }: Ask, first: number) => ({
  reason,
  units,
  earliest: first,
  holidays: agenda.closedOnHolidays ? localHolidays(ctx, member) : null,
});

/** The resources of a place that offer a slot at this moment, taken or not, and when it ends. */
export function offeredAt(
  ctx: Context,
  offer: Offer,
  ask: Ask,
  start: number,
): { readonly resources: readonly Resource[]; readonly end: number } | null {
  if (ask.place === null || ask.units > offer.agenda.mostUnits) return null;
  const day = parisDay(new Date(start).toISOString());
  const first = earliest(offer.agenda, ctx.clock().toISOString());
  const sought = { from: day, to: day, ...soughtOf(ctx, offer, ask, first) };
  const found = resourcesFor(offer, ask.place).flatMap((resource) => {
    const slot = freeSlots([resource], [], sought).find((each) => each.start === start);
    return slot ? [{ resource, end: slot.end }] : [];
  });
  const [one] = found;
  return one
    ? { resources: found.filter(({ end }) => end === one.end).map(({ resource }) => resource), end: one.end }
    : null;
}
