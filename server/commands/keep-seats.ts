import {
  type Answers,
  enrolmentOf,
  enrolmentsIn,
  type Field,
  type Form,
  type Issue,
  type Json,
  resolve,
  type SeatValue,
  seatFieldsOf,
  sittingChange,
  sittingMinutes,
  wantedSeat,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { type Problem, problem } from "../problem.ts";
import { whyKept, whyRefused } from "../seat-move.ts";
import {
  refusalSentence,
  SEAT_ALREADY,
  SEAT_FULL,
  SEAT_FULL_MOVE,
  SEAT_FULL_WAIT,
  SEAT_ISSUE,
  SEAT_LIST_FULL,
  SEAT_LOST,
  SEAT_NOT_OFFERED,
  SEAT_SAME,
  SEAT_TOO_MANY,
} from "../seat-sentences.ts";
import { type NamedSitting, oneSitting, type SeatAsk, seatAsk, seatSourceOf, sessionsOf } from "../sittings.ts";
import { type Enrolment, findEnrolments, letGoSeats, type SeatRefused, takeSeat } from "../store/sittings.ts";
import type { KeptSlots, SlotRequest } from "./keep-slots.ts";

/** Places one person may hold at once without having sent her request. */
const MOST_HELD = 5;
const MINUTE = 60_000;
/** How long a rank waits for the entry that is being opened. */
const OPENING = 2 * MINUTE;

export interface SeatRequest extends SlotRequest {
  /** The form is being sent: whoever agreed to wait has a rank now, in the order of arrival. */
  readonly sending: boolean;
}

/**
 * Takes the places that answers ask for, and reads again those they name: an answer never says by itself which session it is for.
 * Within `tx`, nothing new is taken.
 */
export async function keepSeats(ctx: Context, request: SeatRequest, tx?: Tx): Promise<KeptSlots> {
  const { form, answers, context } = request;
  const fields = seatFieldsOf(form).filter(({ key }) => answers[key] !== undefined);
  if (fields.length === 0) return { answers, issues: [] };
  const { visible } = resolve(form, answers, context);
  const kept: Record<string, Json> = { ...answers };
  const issues: Issue[] = [];
  for (const field of fields.filter(visible)) {
    if (wantedSeat(answers[field.key]) === null) delete kept[field.key];
    else {
      const result = await keepOne(ctx, request, field, tx);
      if ("value" in result) kept[field.key] = { ...result.value };
      else {
        delete kept[field.key];
        issues.push({ code: SEAT_ISSUE, pointer: field.pointer, message: result.issue });
      }
    }
  }
  return { answers: kept, issues };
}

/** What is answered to who asks for a session that she cannot have. */
export const seatProblem = (issues: readonly Issue[]): Problem =>
  problem("invalid", "Vous devez choisir une autre séance.", issues);

/** Lets go of the places that answers named and name no longer. */
export async function letGoOfSeats(
  ctx: Context,
  { member, form, before, answers, owners }: SlotRequest & { readonly before: Answers },
): Promise<void> {
  const has = new Set(enrolmentsIn(form, answers).values());
  const left = [...enrolmentsIn(form, before).values()].filter((id) => !has.has(id));
  if (left.length > 0) await letGoSeats(ctx, member, left, owners);
}

/** Answers with the seats of others, as `keepSeats` left them. */
export function withSeats(form: Form, answers: Answers, kept: Answers): Answers {
  const keys = new Set(seatFieldsOf(form).map(({ key }) => key));
  const others = Object.entries(answers).filter(([key]) => !keys.has(key));
  return Object.fromEntries([...others, ...Object.entries(kept).filter(([key]) => keys.has(key))]);
}

type Value = Readonly<Record<string, Json>>;
type One = { readonly value: Value } | { readonly issue: string };

async function keepOne(ctx: Context, request: SeatRequest, field: Field, tx: Tx | undefined): Promise<One> {
  const { member, answers, context, entry } = request;
  const value = answers[field.key];
  const wanted = wantedSeat(value);
  const ask = seatAsk(field, { ...context, answers }, request);
  if (!ask || !wanted) return { issue: SEAT_NOT_OFFERED };
  const moved = field.seat?.of;
  const stored = entry?.answers[moved ?? field.key];
  const had = stored !== undefined && enrolmentOf(stored) !== "" && wantedSeat(stored)?.session === wanted.session;
  const kept = moved === undefined ? null : had ? SEAT_SAME : await whyKept(ctx, request, ask, stored);
  if (kept !== null) return { issue: kept };
  // What its entry already has stays as it was written, whatever the session has become.
  if (had) return { value: stored as Value };
  const sitting = await oneSitting(ctx, member, ask.register, wanted.session);
  if (!sitting) return { issue: SEAT_NOT_OFFERED };
  const [named] = await findEnrolments(ctx, member, [enrolmentOf(value)], tx);
  // Sent twice: the base tells whether this is the same form again. A place of another session is not a place in this one.
  if (named?.entryId != null && named.sittingId === sitting.id) return { value: seatOf(sitting, named) };
  return tx ? { issue: SEAT_LOST } : taken(ctx, request, field, ask, sitting, wanted.wait && moved === undefined);
}

async function taken(
  ctx: Context,
  request: SeatRequest,
  field: Field,
  ask: SeatAsk,
  sitting: NamedSitting,
  wait: boolean,
): Promise<One> {
  const { member, owners, sending } = request;
  const now = ctx.clock();
  const seat = seatSourceOf(field, request);
  const refusal = whyRefused(field, request.context, sitting, ask, now);
  const register = sessionsOf(ctx, member, ask.register);
  if (refusal) return { issue: refusalSentence(refusal) };
  if (!seat || !register) return { issue: SEAT_NOT_OFFERED };
  const outcome = await takeSeat(ctx, {
    id: uuidv7(now, ctx.randomBytes(16)),
    member,
    session: sitting.id,
    sitting: sittingChange(ask.register, sitting),
    owners,
    person: ask.person === null ? null : personKey(ctx, member, sitting.id, ask.person),
    counts: ask.counts,
    events: seat.events,
    now,
    expiresAt: new Date(now.getTime() + (sending ? OPENING : register.sessions.hold * MINUTE)),
    most: MOST_HELD,
    wait: wait && sending,
  });
  if ("rank" in outcome) {
    return { value: seatOf(sitting, outcome, outcome.outcome === "waiting" ? outcome.rank : undefined) };
  }
  if (outcome.outcome === "full" && outcome.canWait && wait && !sending) {
    return { value: { ...described(sitting), seance: sitting.id, attente: true } };
  }
  return { issue: sentenceFor(outcome, field.seat?.of !== undefined) };
}

function sentenceFor(outcome: SeatRefused, moves: boolean): string {
  if (outcome.outcome === "full") {
    if (moves) return SEAT_FULL_MOVE;
    if (outcome.canWait) return SEAT_FULL_WAIT;
    return outcome.waiting > 0 ? SEAT_LIST_FULL : SEAT_FULL;
  }
  if (outcome.outcome === "already") return SEAT_ALREADY;
  return outcome.outcome === "too-many" ? SEAT_TOO_MANY : SEAT_NOT_OFFERED;
}

/** Tells two people of one session apart, and says nothing of anyone elsewhere. */
const personKey = (ctx: Context, member: string, session: string, person: string): Buffer =>
  ctx.secrets.mac("seat", JSON.stringify([member, session, person]));

const described = (sitting: NamedSitting) => ({
  intitule: sitting.title,
  lieu: sitting.placeName,
  categorie: sitting.category,
  dates: sitting.when,
  jour: sitting.days[0]?.day ?? "",
  fin: sitting.days.at(-1)?.day ?? "",
});

function seatOf(sitting: NamedSitting, { id }: Pick<Enrolment, "id">, rank?: number): Value {
  const minutes = sittingMinutes(sitting);
  const value: SeatValue = {
    inscription: id,
    seance: sitting.id,
    ...described(sitting),
    ...(minutes !== null && { duree: minutes }),
    attente: rank !== undefined,
    ...(rank !== undefined && { rang: rank }),
  };
  return { ...value };
}
