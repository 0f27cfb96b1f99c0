import { createHash } from "node:crypto";
import type { Entry, PaymentEffect, Transition } from "../../engine/index.ts";
import { canonical } from "../canonical.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { findEntryIn } from "../store/entries.ts";
import {
  addFact,
  attemptsIn,
  changePayment,
  insertPayment,
  lockPaymentsOf,
  type Payment,
  postponePayment,
} from "../store/payments.ts";
import { HopelessEffect } from "./hopeless-effect.ts";

/** The effect that owes a payment: its place in the history of its entry. */
export interface OwedPayment {
  readonly member: string;
  readonly entry: string;
  readonly seq: number;
  readonly rank: number;
}

/**
 * What is left to pay of what an effect asks, in cents: where its amount is all that is due for its purpose, what was received and not
 * given back is taken off. Null when the payment it owes is there already. Locks the payments of the entry.
 */
export async function leftToPay(
  tx: Tx,
  owed: OwedPayment,
  { amount, purpose, less }: PaymentEffect,
): Promise<number | null> {
  if (less === undefined) return amount;
  const { member, entry } = owed;
  const payments = await lockPaymentsOf(tx, member, entry);
  if (payments.some(({ id }) => id === idOf(owed))) return null;
  let kept = 0;
  for (const { id } of payments.filter((payment) => payment.purpose === purpose)) {
    const paid = (await attemptsIn(tx, member, id)).filter(({ state }) => state === "paid");
    kept += paid.reduce((sum, { received, refunded }) => sum + (received ?? 0) - refunded, 0);
  }
  return Math.max(0, amount - kept);
}

const PLATFORM = { kind: "system" } as const;

/**
 * Opens the payment an effect owes, once whatever is tried again. A payment still due for the same purpose stays when it asks the
 * same, with the new time to pay; else it is cancelled: two are never open.
 */
export async function openPayment(ctx: Context, tx: Tx, owed: OwedPayment, asked: PaymentEffect): Promise<void> {
  const { member, entry: entryId } = owed;
  const entry = await findEntryIn(tx, member, entryId);
  if (!entry) throw new HopelessEffect("The payment is of an entry that is not there");
  const id = idOf(owed);
  const earlier = await lockPaymentsOf(tx, member, entryId);
  if (earlier.some((payment) => payment.id === id)) return;
  const now = ctx.clock();
  const open = earlier.find(({ purpose, state }) => purpose === asked.purpose && state === "due");
  if (open && asksSame(open, asked)) return askAgain(tx, open, asked, now);
  if (open) await cancel(tx, open, now);
  await insert(tx, owed, entry, asked, { rank: earlier.length + 1, now, moved: null });
}

/** The same sum, and the same events of the entry. */
const asksSame = (open: Payment, { amount, events }: PaymentEffect): boolean =>
  open.amount === amount && canonical({ ...open.events }) === canonical({ ...events });

async function askAgain(tx: Tx, { member, id }: Payment, { until }: PaymentEffect, at: Date): Promise<void> {
  const data = until === undefined ? {} : { until };
  await postponePayment(tx, member, id, until === undefined ? null : new Date(until));
  await addFact(tx, member, id, { kind: "asked-again", attempt: null, by: PLATFORM, data, at });
}

/** Records that nothing was due, with the fact that told the entry so; what was still asked for the same purpose is not any more. */
export async function recordNothingDue(
  ctx: Context,
  tx: Tx,
  owed: OwedPayment,
  entry: Entry,
  asked: PaymentEffect,
  moved: number,
): Promise<void> {
  const earlier = await lockPaymentsOf(tx, owed.member, owed.entry);
  const now = ctx.clock();
  const open = earlier.find(({ purpose, state }) => purpose === asked.purpose && state === "due");
  if (open) await cancel(tx, open, now);
  await insert(tx, owed, entry, asked, { rank: earlier.length + 1, now, moved });
}

async function insert(
  tx: Tx,
  owed: OwedPayment,
  entry: Entry,
  { purpose, subject, amount, events, until }: PaymentEffect,
  { rank, now, moved }: { readonly rank: number; readonly now: Date; readonly moved: number | null },
): Promise<void> {
  const { member } = owed;
  const id = idOf(owed);
  const inserted = await insertPayment(tx, {
    ...{ member, id, entry: entry.id, definition: entry.definition, purpose, subject, amount, events },
    refdet: refdetOf(entry.reference, rank),
    until: until === undefined ? null : new Date(until),
    ...{ state: moved === null ? "due" : "paid", openedAt: now, movedSeq: moved },
  });
  const data = { amount, ...(until !== undefined && { until }) };
  if (inserted) await addFact(tx, member, id, { kind: "requested", attempt: null, by: PLATFORM, data, at: now });
}

/** One id for one effect. */
const idOf = ({ member, entry, seq, rank }: OwedPayment): string =>
  uuidFrom(
    createHash("sha256")
      .update(JSON.stringify(["payment", member, entry, seq, rank]))
      .digest(),
  );

/** "X7K4-QP9M" and 2 make "X7K4QP9M02": letters and digits only, six at least, one for each debt of a member. */
const refdetOf = (reference: string, rank: number): string =>
  `${reference.replace(/[^A-Za-z0-9]/g, "").slice(0, 26)}${String(rank).padStart(2, "0")}`;

/** Ends a payment that is not asked for any more; the caller has locked it. */
export async function cancel(tx: Tx, payment: Payment, at: Date): Promise<void> {
  await changePayment(tx, payment.member, payment.id, { state: "cancelled", at });
  await addFact(tx, payment.member, payment.id, { kind: "cancelled", attempt: null, by: PLATFORM, data: {}, at });
}

/** Wakes the worker for what a fact owes, and opens its payments at once when it is already committed. */
export async function beginOwed(ctx: Context, transition: Transition, committed: boolean): Promise<void> {
  if (transition.effects.length > 0) ctx.wake();
  if (committed) await openOwedPayments(ctx, transition);
}

/**
 * Opens at once, for who waits in front of her screen, the payments that a fact just written owes. The worker does it again,
 * in vain; and alone when this fails.
 */
async function openOwedPayments(
  ctx: Context,
  { entry: { member, id: entry }, event: { seq }, effects }: Pick<Transition, "entry" | "event" | "effects">,
): Promise<void> {
  const owed = effects.filter(({ type }) => type !== "cancel");
  for (const [index, effect] of owed.entries()) {
    if (effect.type !== "request-payment" || effect.amount === 0) continue;
    const place = { member, entry, seq, rank: index + 1 };
    await withActor(ctx.db, { member }, async (tx) => {
      const left = await leftToPay(tx, place, effect);
      // Nothing is left: the worker tells the entry so.
      if (left) await openPayment(ctx, tx, place, { ...effect, amount: left });
    }).catch((err: unknown) => ctx.log.warn({ err }, "payment left to the worker"));
  }
}
