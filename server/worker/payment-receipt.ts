import { formatInstant, formatMoney, mailedTo } from "../../engine/index.ts";
import { paymentMails } from "../../renderer/strings-payment-mails.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { makeReceiptDocument } from "../commands/payment-document.ts";
import { about } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import { findAttempt } from "../store/payment-attempts.ts";
import { lockPayment } from "../store/payments.ts";
import { sendLetter } from "./letter.ts";

/**
 * The acknowledgement of a payment (CRPA L.112-11): when it was received, how much, for what, under which references, and who to ask
 * (R.112-11-1). Money set aside is acknowledged too, as money that the service looks at.
 */
export async function runPaymentReceipt(
  ctx: Context,
  tx: Tx,
  { memberId: member, entryId: id, params }: Job,
): Promise<void> {
  const payment = await lockPayment(tx, member, String(params["payment"]));
  const attempt = await findAttempt(tx, { member, id: String(params["attempt"]) });
  const entry = payment && (await findEntryIn(tx, member, payment.entry));
  if (!payment || !attempt || !entry) throw new HopelessEffect("The payment to acknowledge is not there");
  const definition = await ctx.catalogue.version(member, entry.definition, entry.version);
  await makeReceiptDocument(ctx, tx, { payment, attempt, entry, definition });
  const { member: name, service = name, contact = "" } = about(ctx, member, definition);
  const words = paymentMails.receipt({
    title: definition.title,
    reference: entry.reference,
    ...{ subject: payment.subject, refdet: attempt.refdet },
    amount: formatMoney(attempt.received ?? attempt.amount),
    at: formatInstant((attempt.paidAt ?? attempt.changedAt).toISOString()),
    authorisation: attempt.authorisation,
    aside: attempt.state === "aside",
    ...{ service, contact, member: name },
  });
  const to = mailedTo(definition, entry.answers) ?? "";
  await sendLetter(ctx, tx, { entry, definition, kind: "legal", to, ...words, sms: null, id });
}
