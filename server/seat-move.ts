import {
  enrolmentOf,
  type Field,
  type Json,
  mayEnrol,
  type Context as ScopeContext,
  type SittingRefusal,
  unfit,
  wantedSeat,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import { SEAT_LEFT_LATE, SEAT_LOST } from "./seat-sentences.ts";
import { type NamedSitting, oneSitting, type SeatAsk } from "./sittings.ts";

/** The field of an event that moves a place, and who sends it. */
export interface SeatMove {
  readonly member: string;
  readonly context: ScopeContext;
}

/** True for an agent who moves somebody: no date of sign-up binds her, but sessions that began are out of reach. */
export const movesLate = ({ seat }: Field, { actor }: ScopeContext): boolean =>
  seat?.of !== undefined && actor?.kind === "agent";

/**
 * Why a place cannot be left for another, in a sentence; null when it can. Whoever has it may until sign-up to its session closes.
 * @param stored what the entry has
 */
export async function whyKept(
  ctx: Context,
  { member, context }: SeatMove,
  { register }: SeatAsk,
  stored: Json | undefined,
): Promise<string | null> {
  const from = wantedSeat(stored)?.session;
  if (from === undefined || enrolmentOf(stored) === "") return SEAT_LOST;
  if (context.actor?.kind === "agent") return null;
  const left = await oneSitting(ctx, member, register, from);
  return left?.open && left.closes <= ctx.clock().getTime() ? SEAT_LEFT_LATE : null;
}

/** Why she cannot have a place in a session; null when she can. Places are another matter. */
export function whyRefused(
  field: Field,
  context: ScopeContext,
  sitting: NamedSitting,
  ask: SeatAsk,
  now: Date,
): SittingRefusal | null {
  const refusal = mayEnrol(sitting, ask, now.toISOString());
  const dated = refusal?.code === "too-soon" || refusal?.code === "too-late";
  const begun = sitting.startsAt <= now.getTime();
  return dated && !begun && movesLate(field, context) ? unfit(sitting, ask) : refusal;
}
