import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { insertLoneEffect } from "../store/effects.ts";
import type { Payment } from "../store/payments.ts";

/** The acknowledgement of a payment, which every payment made online is owed (CRPA L.112-11). */
export const PAYMENT_RECEIPT = "payment-receipt";

/** Owes the acknowledgement of money that came, once for each attempt. */
export async function oweReceipt(
  ctx: Context,
  tx: Tx,
  { member, id: payment, entry }: Payment,
  attempt: string,
): Promise<void> {
  const id = uuidFrom(ctx.secrets.mac(PAYMENT_RECEIPT, JSON.stringify([member, payment, attempt])));
  const params = { entry, payment, attempt };
  await insertLoneEffect(tx, { member, id, type: PAYMENT_RECEIPT, params, now: ctx.clock(), background: false });
}
