import { eventActor, type RefundEffect, SYSTEM } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { findEntryIn } from "../store/entries.ts";
import { closeTask, openTask } from "../store/entry-tasks.ts";
import { changeAttempt } from "../store/payment-attempts.ts";
import {
  type Attempt,
  addFact,
  attemptsIn,
  isUndecided,
  lockPaymentsOf,
  noteRefundEvent,
  type Payment,
  type Refund,
} from "../store/payments.ts";
import { tell } from "./settle-payment.ts";

/** An attempt whose money was kept, and what of it is to be given back. */
interface Share {
  readonly payment: Payment;
  readonly attempt: Attempt;
  readonly owed: number;
}

/**
 * Makes what is to be given back of an entry's payments what was kept beyond what is due now: run again, it changes nothing. The last
 * money that came is given back first. Nothing to give back: the entry is told at once that it is done.
 */
export async function oweRefund(
  ctx: Context,
  tx: Tx,
  { member, entry }: { readonly member: string; readonly entry: string },
  { purpose, due, reason, refunded }: RefundEffect,
): Promise<void> {
  const now = ctx.clock();
  const payments = (await lockPaymentsOf(tx, member, entry)).filter((payment) => payment.purpose === purpose);
  const shares = await sharesOf(tx, payments, due);
  for (const share of shares) await owe(tx, share, reason, now);
  const [last] = payments.slice(-1);
  const definition = last?.definition ?? (await findEntryIn(tx, member, entry))?.definition;
  if (definition === undefined) return;
  if (shares.some(({ owed }) => owed > 0)) {
    if (refunded !== undefined) for (const payment of payments) await noteRefundEvent(tx, payment, refunded);
    await openTask(tx, { member, entry, definition, kind: "payment", since: now });
    return;
  }
  if (!(await isUndecided(tx, member, entry))) {
    await closeTask(tx, { member, entry, kind: "payment" }, eventActor(SYSTEM), now);
  }
  await tell(ctx, tx, { member, entry, definition }, refunded);
}

async function owe(tx: Tx, { payment, attempt, owed }: Share, reason: string, now: Date): Promise<void> {
  if ((attempt.owed ?? 0) === owed) return;
  const { member, id } = payment;
  const refund: Refund | null = owed > 0 ? "due" : attempt.refunded > 0 ? "done" : null;
  const change = { refund, owed: owed > 0 ? owed : null, owedSince: now, owedReason: reason };
  await changeAttempt(tx, { member, id: attempt.id }, { ...change, pollAt: null, at: now });
  const fact = { kind: "refund-owed", attempt: attempt.id, by: { kind: "system" }, at: now } as const;
  await addFact(tx, member, id, { ...fact, data: { amount: owed, reason } });
}

/** What each attempt gives back so that what is kept is what is due, the last money first. */
async function sharesOf(tx: Tx, payments: readonly Payment[], due: number): Promise<readonly Share[]> {
  const kept: Omit<Share, "owed">[] = [];
  for (const payment of payments) {
    for (const attempt of await attemptsIn(tx, payment.member, payment.id)) {
      if (attempt.state === "paid") kept.push({ payment, attempt });
    }
  }
  const inHand = ({ attempt }: Omit<Share, "owed">) => (attempt.received ?? 0) - attempt.refunded;
  let rest = Math.max(0, kept.reduce((sum, each) => sum + inHand(each), 0) - due);
  return kept.toReversed().map((each) => {
    const owed = Math.min(inHand(each), rest);
    rest -= owed;
    return { ...each, owed };
  });
}
