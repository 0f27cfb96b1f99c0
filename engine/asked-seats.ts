import type { AskedBookings } from "./bookings.ts";
import type { Scope } from "./form.ts";
import type { Action } from "./machine.ts";
import type { AskedSeat } from "./seats.ts";

/** What asks something of a slot, or of a place in a session. */
export type Asking = Extract<Action, { readonly type: "book" | "release" | "wait" | "rank" }>;

/** Whether an action does. */
export const isAsking = (action: Action): action is Asking => ["book", "release", "wait", "rank"].includes(action.type);

/** What it asks. */
export function askedSeat(action: Asking, scope: Scope): AskedSeat {
  const { field } = action.params;
  if (action.type === "book") return { field, to: "taken" };
  if (action.type === "release") return { field, to: "released" };
  if (action.type === "wait") return { field, to: action.params.rank };
  const rank = Number(action.params.to.evaluate(scope) ?? 1);
  return { field, to: "moved", rank: Number.isSafeInteger(rank) ? Math.max(1, Math.min(rank, MOST_RANK)) : 1 };
}

/** The same of slots, which are confirmed or given back. */
export const askedSlots = (seats: readonly AskedSeat[]): AskedBookings => ({
  book: seats.flatMap(({ field, to }) => (to === "taken" ? [field] : [])),
  release: seats.flatMap(({ field, to }) => (to === "released" ? [field] : [])),
});

const MOST_RANK = 1_000_000;
