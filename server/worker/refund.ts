import type { RefundEffect } from "../../engine/index.ts";
import { oweRefund } from "../commands/owe-refund.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Job } from "../store/effects.ts";

/** Opens the refund that a fact owes. */
export const runRefund = (ctx: Context, tx: Tx, { memberId: member, entryId: entry, params }: Job): Promise<void> =>
  oweRefund(ctx, tx, { member, entry }, params as unknown as RefundEffect);
