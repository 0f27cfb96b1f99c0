import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { insertLoneEffect } from "../store/effects.ts";
import type { Attempt, Payment } from "../store/payments.ts";
import { NOTICE } from "./write-message.ts";

const PURPOSE = "payment-receipt";

/**
 * Owes the acknowledgement of money that came (CRPA L.112-11), once for each attempt, and once more when money that was set
 * aside is kept. It is a notice, like news of a message: a slow
 * mail server holds it up and nothing else.
 */
export async function oweReceipt(
  ctx: Context,
  tx: Tx,
  { member, id: payment, entry }: Payment,
  { id: attempt, state }: Pick<Attempt, "id" | "state">,
  said: "received" | "aside",
): Promise<void> {
  const kept = state === "aside" && said === "received" ? ["kept"] : [];
  const id = uuidFrom(ctx.secrets.mac(PURPOSE, JSON.stringify([member, payment, attempt, ...kept])));
  const params = { entry, payment, attempt };
  await insertLoneEffect(tx, { member, id, type: NOTICE, params, now: ctx.clock(), background: false });
}
