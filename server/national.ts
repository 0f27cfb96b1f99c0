import {
  type Answers,
  type CompiledDefinition,
  type National,
  type NationalPoint,
  type NationalReason,
  nationalMoment,
  nationalPoint,
  slotFieldsOf,
} from "../engine/index.ts";
import { freeOf, type Offer, offerOf } from "./agenda.ts";
import type { Context } from "./context.ts";
import { memberOrigin } from "./member-url.ts";
import { referable } from "./referred.ts";
import { type SlotAsk, slotAsk } from "./slot-ask.ts";
import { findAcross } from "./store/entries.ts";

/** A service of a member whose slots the national appointment engine shows. */
export interface NationalService {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly national: National;
}

/** A place of such a service. */
export interface PublishedPoint {
  readonly service: NationalService;
  readonly point: NationalPoint;
}

/** What the national engine asks for: see `availableTimeSlots`. Days are those of Paris, both included. */
export interface NationalAsk {
  readonly reason: NationalReason;
  readonly persons: number;
  readonly from: string;
  readonly to: string;
}

export interface NationalSlot {
  readonly datetime: string;
  readonly callback_url: string;
}

/** The services offered to the national engine, of every active member. */
const servicesOf = ({ catalogue }: Context): readonly NationalService[] =>
  catalogue.members().flatMap(({ id: member }) =>
    catalogue.definitions(member).flatMap((definition) => {
      const { national } = definition;
      return national && catalogue.offers(member, definition.id) ? [{ member, definition, national }] : [];
    }),
  );

/** How long the list of places may be late, in milliseconds: places hardly change, slots are always read. */
const KEPT_FOR = 20_000;
const known = new WeakMap<Context["catalogue"], { readonly at: number; readonly points: readonly PublishedPoint[] }>();

/** The places of every member that the national engine may show; one that two services share is the first one's. */
export async function publishedPoints(ctx: Context, fresh = false): Promise<readonly PublishedPoint[]> {
  const now = ctx.clock().getTime();
  const found = known.get(ctx.catalogue);
  if (!fresh && found && Math.abs(now - found.at) < KEPT_FOR) return found.points;
  const lists = await Promise.all(servicesOf(ctx).map((service) => pointsOf(ctx, service)));
  const points = new Map<string, PublishedPoint>();
  for (const each of lists.flat()) if (!points.has(each.point.id)) points.set(each.point.id, each);
  known.set(ctx.catalogue, { at: now, points: [...points.values()] });
  return [...points.values()];
}

async function pointsOf(ctx: Context, service: NationalService): Promise<readonly PublishedPoint[]> {
  const { member } = service;
  const offer = await offerFor(ctx, service);
  const register = offer && placesRegister(ctx, offer);
  if (!offer || !register?.meetingPoint) return [];
  const { meetingPoint, id } = register;
  const entries = await findAcross(ctx, referable(ctx, member, id), [...offer.places.keys()]);
  return entries.flatMap((entry) => {
    const point = entry.definition === id ? nationalPoint(meetingPoint, entry.id, entry.answers) : null;
    return point ? [{ service, point }] : [];
  });
}

/** The register whose entries are the places of an offer: its own, or the one that they refer to. */
function placesRegister({ catalogue }: Context, { member, definition, agenda }: Offer): CompiledDefinition | null {
  if (agenda.place === null) return definition;
  return agenda.place.ref === undefined ? null : catalogue.definition(member, agenda.place.ref);
}

async function offerFor(ctx: Context, { member, definition, national }: NationalService): Promise<Offer | null> {
  const register = slotFieldOf(definition, national)?.slot?.register;
  return register === undefined ? null : offerOf(ctx, member, register);
}

const slotFieldOf = ({ form }: CompiledDefinition, { slot }: National) =>
  slotFieldsOf(form).find(({ key }) => key === slot);

/** The answers that the words of the national engine give; null where the service does not serve that. */
export function answersFor(national: National, reason: NationalReason, persons: number): Answers | null {
  const value = national.reasons[reason];
  if (value === undefined || (national.persons === undefined && persons !== 1)) return null;
  return { [national.reason]: value, ...(national.persons !== undefined && { [national.persons]: persons }) };
}

/** What a service asks of an agenda for such answers. */
export function nationalAsk(ctx: Context, { member, definition, national }: NationalService, answers: Answers) {
  const field = slotFieldOf(definition, national);
  const about = { member: ctx.catalogue.member(member)?.name ?? member, title: definition.title };
  return field ? slotAsk(definition, field, { answers, now: ctx.clock().toISOString(), about }, null) : null;
}

/** The free slots of these places, by id of place, in the order of time. Two statements a member and one a place. */
export async function nationalSlots(
  ctx: Context,
  points: readonly PublishedPoint[],
  ask: NationalAsk,
): Promise<Readonly<Record<string, readonly NationalSlot[]>>> {
  const byService = new Map<NationalService, PublishedPoint[]>();
  for (const each of points) byService.set(each.service, [...(byService.get(each.service) ?? []), each]);
  const lists = await Promise.all([...byService].map(([service, own]) => slotsOf(ctx, service, own, ask)));
  return Object.fromEntries(lists.flat());
}

type Listed = readonly [id: string, slots: readonly NationalSlot[]];

async function slotsOf(
  ctx: Context,
  service: NationalService,
  points: readonly PublishedPoint[],
  { reason, persons, from, to }: NationalAsk,
): Promise<readonly Listed[]> {
  const answers = answersFor(service.national, reason, persons);
  const asked = answers && nationalAsk(ctx, service, answers);
  const offer = asked && (await offerOf(ctx, service.member, asked.register));
  if (!asked || !offer) return points.map(({ point }) => [point.id, []]);
  const served = asked.place === null ? null : asked.place;
  const free = await freeOf(ctx, offer, narrowed(asked, points), [], { from, to });
  const address = callbackOf(ctx, service, reason, persons);
  return points.map(({ point: { id } }) => {
    const starts = served === null || served === id ? free.filter(({ place }) => place === id) : [];
    const moments = [...new Set(starts.map(({ start }) => nationalMoment(start)))].sort();
    return [id, moments.map((datetime) => ({ datetime, callback_url: address(id, datetime) }))];
  });
}

/** One place is read alone; several, all those of the register at once. */
function narrowed(asked: SlotAsk, points: readonly PublishedPoint[]): SlotAsk {
  const [only] = points.length === 1 ? points : [];
  return only ? { ...asked, place: only.point.id } : asked;
}

/** Our page where a slot is taken: what was chosen on the national engine is filled in, nothing is held yet. */
function callbackOf(ctx: Context, { member, definition }: NationalService, reason: NationalReason, persons: number) {
  const page = `${memberOrigin(ctx, member)}/${member}/${definition.id}`;
  return (place: string, moment: string) =>
    `${page}?${new URLSearchParams({ lieu: place, date: moment, motif: reason, personnes: String(persons) })}`;
}

/** The token of the agreement; made up for a demonstration, whose national engine is fake. Null: nobody may ask. */
export function engineToken({ config, secrets }: Pick<Context, "config" | "secrets">): string | null {
  if (config.antsToken !== null || config.demo === "none") return config.antsToken;
  return secrets.mac("national-engine", "demo").toString("base64url");
}
