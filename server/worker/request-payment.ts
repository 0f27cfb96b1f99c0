import { type PaymentEffect, SYSTEM } from "../../engine/index.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { leftToPay, openPayment, recordNothingDue } from "../commands/open-payment.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";

/** Opens the payment an effect owes; nothing to pay: the entry is told at once that it is paid. */
export async function runRequestPayment(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const asked = job.params as unknown as PaymentEffect;
  const { memberId: member, entryId: id, seq, rank } = job;
  const owed = { member, entry: id, seq, rank };
  const amount = await leftToPay(tx, owed, asked);
  if (amount === null) return;
  if (amount !== 0) return openPayment(ctx, tx, owed, { ...asked, amount });
  const entry = await findEntryIn(tx, member, id);
  if (!entry) throw new HopelessEffect("Nothing is due by an entry that is not there");
  const request = {
    member,
    definitionId: entry.definition,
    id,
    actor: SYSTEM,
    type: asked.events.paid,
    revision: null,
  };
  const sent = await sendEvent(ctx, request, tx);
  if (sent.ok) return recordNothingDue(ctx, tx, owed, entry, { ...asked, amount }, sent.value.entry.revision);
  // An entry that no longer waits for it has moved on.
  if (sent.problem.code === "unknown-event") return;
  if (sent.problem.code === "stale") throw new Error("The entry changes too fast to be told that nothing is due");
  throw new HopelessEffect(`${sent.problem.code}: ${sent.problem.detail}`);
}
