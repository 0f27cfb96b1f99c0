import {
  type Answers,
  type CompiledDefinition,
  type Field,
  type Form,
  type Issue,
  type Json,
  longestOf,
  lookedAt,
  parisDay,
  reservationOf,
  reservationsIn,
  resolve,
  type Context as ScopeContext,
  type SlotValue,
  slotFieldsOf,
  wantedSlot,
} from "../../engine/index.ts";
import { offeredAt, offerOf } from "../agenda.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { type Problem, problem } from "../problem.ts";
import { type SlotAsk, slotAsk } from "../slot-ask.ts";
import {
  SLOT_CHANGED,
  SLOT_ISSUE,
  SLOT_LIMIT,
  SLOT_LOST,
  SLOT_NOT_OFFERED,
  SLOT_TAKEN,
  SLOT_TOO_MANY,
  SLOT_TOO_MANY_HERE,
  tooManyUnits,
} from "../slot-sentences.ts";
import { type Booking, findBookings, letGo, takeSlot } from "../store/bookings.ts";

/** Slots one person may hold at once without having booked them. */
const MOST_HELD = 5;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

export interface SlotRequest {
  readonly member: string;
  readonly definition: CompiledDefinition;
  /** The definition's own form, or that of an event. */
  readonly form: Form;
  readonly answers: Answers;
  readonly context: ScopeContext;
  /** The entry whose event it is. */
  readonly entry: { readonly id: string; readonly answers: Answers } | null;
  /** Keys of the actor, her own first. */
  readonly owners: readonly string[];
  /** Where it is asked from, for whoever has no account: see `slotOrigin`. */
  readonly origin?: string | null;
  /** Answers as they stood: what they held is let go when another slot is chosen. */
  readonly before?: Answers;
}

export interface KeptSlots {
  /** The slots that are kept in full, the others as they were looked for. */
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  /** Where too many are held: when the first of them lapses, ISO 8601. */
  readonly until?: string;
}

/**
 * Holds the slots that answers ask for, and reads again those they name: an answer never says by itself when or where.
 * Within `tx`, nothing new is held.
 */
export async function keepSlots(ctx: Context, request: SlotRequest, tx?: Tx): Promise<KeptSlots> {
  const { form, answers, context } = request;
  const fields = slotFieldsOf(form).filter(({ key }) => answers[key] !== undefined);
  if (fields.length === 0) return { answers, issues: [] };
  const { visible } = resolve(form, answers, context);
  const asked = fields.filter(visible);
  const named = asked.map(({ key }) => reservationOf(answers[key]));
  const bookings = new Map(
    (await findBookings(ctx, request.member, named, tx)).map((booking) => [booking.id, booking]),
  );
  const kept: Record<string, Json> = { ...answers };
  const issues: Issue[] = [];
  let until: string | undefined;
  for (const field of asked) {
    const result = await keepOne(ctx, request, field, bookings, tx);
    if ("value" in result) kept[field.key] = result.value;
    else {
      kept[field.key] = lookedFor(answers[field.key]);
      issues.push({ code: result.code ?? SLOT_ISSUE, pointer: field.pointer, message: result.issue });
      until = result.until ?? until;
    }
  }
  return { answers: kept, issues, ...(until !== undefined && { until }) };
}

/** Lets go of the slots that answers named and name no longer. */
export async function letGoOf(
  ctx: Context,
  { member, form, before, answers, owners }: SlotRequest & { readonly before: Answers },
): Promise<void> {
  const has = new Set(reservationsIn(form, answers).values());
  const left = [...reservationsIn(form, before).values()].filter((id) => !has.has(id));
  if (left.length > 0) await letGo(ctx, member, left, owners);
}

/** What is answered when slots could not be kept: too many are kept already, or others are to be chosen. */
export function slotProblem(ctx: Context, { issues, until }: KeptSlots): Problem {
  const limit = issues.find(({ code }) => code === SLOT_LIMIT);
  if (!limit || until === undefined) return problem("invalid", "Vous devez choisir un autre créneau.", issues);
  const wait = Math.ceil((Date.parse(until) - ctx.clock().getTime()) / 1000);
  return { ...problem("too-many", limit.message, issues), retryAfter: Math.max(1, wait) };
}

/** Answers with the slots of others, as `keepSlots` left them. */
export function withSlots(form: Form, answers: Answers, kept: Answers): Answers {
  const slots = slotFieldsOf(form).flatMap(({ key }) => (kept[key] === undefined ? [] : [[key, kept[key]] as const]));
  return { ...answers, ...Object.fromEntries(slots) };
}

/** Answers whose slot is had no longer: the place and the day looked at stay. */
export const withoutSlot = (answers: Answers, key: string): Answers => ({ ...answers, [key]: lookedFor(answers[key]) });

type One = { readonly value: Json } | { readonly issue: string; readonly code?: string; readonly until?: string };

async function keepOne(
  ctx: Context,
  request: SlotRequest,
  field: Field,
  bookings: ReadonlyMap<string, Booking>,
  tx: Tx | undefined,
): Promise<One> {
  const { definition, answers, context, entry } = request;
  const value = answers[field.key];
  const ask = slotAsk(definition, field, { ...context, answers }, entry?.answers ?? null);
  if (ask === null) return { issue: SLOT_NOT_OFFERED };
  const id = reservationOf(value);
  if (id !== "") return named(ctx, request, ask, bookings.get(id.toLowerCase()));
  if (wantedSlot(value) === null) return { value: lookedFor(value) };
  return tx ? { issue: SLOT_NOT_OFFERED } : taken(ctx, request, field, ask);
}

/** What a page shows again of a slot that was not had: where and which day she was looking. */
function lookedFor(value: Json | undefined): Json {
  const { place, day } = lookedAt(value);
  return { ...(place !== "" && { place }), ...(day !== "" && { jour: day }) };
}

function named(ctx: Context, { owners, entry }: SlotRequest, ask: SlotAsk, booking: Booking | undefined): One {
  if (!booking || booking.state === "released") return { issue: SLOT_LOST };
  const past = booking.startsAt <= ctx.clock();
  // Sent twice: the base tells whether this is the same form again. What is past can no longer suit.
  if (booking.entryId !== null && (past || booking.entryId !== entry?.id)) return { value: slotOf(booking) };
  if (booking.entryId === null && (past || !owners.includes(booking.owner ?? ""))) return { issue: SLOT_LOST };
  const same =
    booking.definition === ask.register &&
    booking.reason === ask.reason &&
    booking.units === ask.units &&
    (ask.place === null || ask.place === booking.place);
  return same ? { value: slotOf(booking) } : { issue: SLOT_CHANGED };
}

async function taken(ctx: Context, request: SlotRequest, field: Field, ask: SlotAsk): Promise<One> {
  const { member, answers, owners, before, origin = null } = request;
  const wanted = wantedSlot(answers[field.key]);
  const offer = await offerOf(ctx, member, ask.register);
  if (!offer || wanted === null) return { issue: SLOT_NOT_OFFERED };
  if (ask.place !== null && ask.place !== wanted.place) return { issue: SLOT_NOT_OFFERED };
  const { agenda } = offer;
  if (ask.units > agenda.mostUnits) return { issue: tooManyUnits(agenda.mostUnits) };
  const startsAt = new Date(wanted.debut);
  const offered = offeredAt(ctx, offer, { ...ask, place: wanted.place }, startsAt.getTime());
  if (!offered) return { issue: SLOT_NOT_OFFERED };
  const now = ctx.clock();
  const former = before === undefined ? "" : reservationOf(before[field.key]);
  const booking = {
    ...{ startsAt, endsAt: new Date(offered.end), place: wanted.place },
    label: offer.places.get(wanted.place) ?? "",
    remindAt: remindAt(startsAt, offered.resources[0]?.reminder ?? 0, now),
  };
  const outcome = await takeSlot(ctx, {
    ...booking,
    id: uuidv7(now, ctx.randomBytes(16)),
    member,
    definition: ask.register,
    resources: offered.resources,
    longest: Math.max(DAY, longestOf(agenda, offer.resources)),
    owners,
    former: former === "" ? null : former,
    now,
    expiresAt: new Date(now.getTime() + agenda.hold * MINUTE),
    most: MOST_HELD,
    origin,
    mostHere: ctx.config.slotLimit,
    reason: ask.reason,
    units: ask.units,
  });
  if (outcome.outcome === "held") return { value: slotOf({ id: outcome.id, ...booking }) };
  if (outcome.outcome === "taken") return { issue: SLOT_TAKEN };
  const issue = outcome.outcome === "too-many" ? SLOT_TOO_MANY : SLOT_TOO_MANY_HERE;
  return { issue, code: SLOT_LIMIT, until: outcome.until };
}

/** When to remind, so many hours before; null for no hour, and where that has passed: she has just been told. */
function remindAt(start: Date, hours: number, now: Date): Date | null {
  const at = new Date(start.getTime() - hours * HOUR);
  return hours > 0 && at > now ? at : null;
}

function slotOf({
  id,
  startsAt,
  endsAt,
  place,
  label,
  remindAt: at,
}: Pick<Booking, "id" | "startsAt" | "endsAt" | "place" | "label" | "remindAt">): { readonly [key: string]: Json } {
  const value: SlotValue = {
    reservation: id,
    place,
    lieu: label,
    jour: parisDay(startsAt.toISOString()),
    debut: startsAt.toISOString(),
    fin: endsAt.toISOString(),
    ...(at && { rappel: at.toISOString() }),
  };
  return { ...value };
}
