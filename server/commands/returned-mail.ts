import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { changeDelivery, type DeliveryState, type PlacedDelivery } from "../store/deliveries.ts";
import { findEntryIn } from "../store/entries.ts";
import { openTask } from "../store/entry-tasks.ts";

/** What came back of something sent. */
export interface Return {
  readonly state: Extract<DeliveryState, "delivered" | "refused" | "bounced" | "complained">;
  /** RFC 3463, or the provider's word. */
  readonly status: string | null;
}

/**
 * Records what became of deliveries within a transaction of the system's; what did not arrive is something to do about the
 * entry. A second return of the same changes nothing. Answers how many deliveries it is about.
 */
export async function recordReturn(
  ctx: Pick<Context, "clock">,
  tx: Tx,
  found: readonly PlacedDelivery[],
  { state, status }: Return,
): Promise<number> {
  const at = ctx.clock();
  for (const { member, id, entry, state: before } of found) {
    if (before === state || (state === "delivered" && before !== "sent")) continue;
    await changeDelivery(tx, member, id, { state, status, at });
    if (state === "delivered") continue;
    const about = await findEntryIn(tx, member, entry);
    if (about) await openTask(tx, { member, entry, definition: about.definition, kind: "bounce", since: at });
  }
  return found.length;
}
