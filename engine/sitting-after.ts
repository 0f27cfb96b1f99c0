import { addDays } from "./clock.ts";
import type { CompiledDefinition } from "./definition.ts";
import { parisDay, parisMidnight } from "./duration.ts";
import type { Answers, Entry } from "./entry.ts";
import type { Scope } from "./form.ts";
import { type AskedSeat, type SeatChange, seatChanges } from "./seats.ts";
import { type Sitting, sittingOf } from "./sessions.ts";

/** The places of a session, as a fact leaves its entry: what the base counts by. */
export interface SittingChange {
  readonly definition: string;
  readonly open: boolean;
  readonly cancelled: boolean;
  readonly waiting: number;
  /** ISO 8601 duration. */
  readonly offer: string;
  /** ISO 8601 instant after which nothing is offered. */
  readonly endsAt: string;
  /** The same of the end of its last day. */
  readonly lastAt: string;
  readonly rooms: readonly { readonly kind: string; readonly places: number }[];
}

export const sittingChange = (definition: string, sitting: Sitting): SittingChange => ({
  definition,
  open: sitting.open,
  cancelled: sitting.cancelled,
  waiting: sitting.waiting,
  offer: sitting.offer,
  endsAt: new Date(sitting.startsAt).toISOString(),
  lastAt: parisMidnight(addDays(sitting.days.at(-1)?.day ?? parisDay(new Date(sitting.startsAt).toISOString()), 1)),
  rooms: sitting.rooms.map(({ kind, places }) => ({ kind, places })),
});

/**
 * What a fact makes of the places that an entry names, and of those it has when it is a session itself.
 * @param before null for an entry that opens
 */
export function seatsAfter(
  { id, form, sessions }: CompiledDefinition,
  before: Answers | null,
  entry: Pick<Entry, "id" | "state" | "answers">,
  asked: readonly AskedSeat[],
  { now, about }: Pick<Scope, "now" | "about">,
): { readonly seats: readonly SeatChange[]; readonly sitting?: SittingChange } {
  const seats = seatChanges(form, before, entry.answers, asked);
  const sitting = sessions && sittingOf(sessions, entry, now, about);
  return sitting ? { seats, sitting: sittingChange(id, sitting) } : { seats };
}
