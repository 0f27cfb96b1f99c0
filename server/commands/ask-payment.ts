import type { Context } from "../context.ts";
import { savepoint, type Tx, withActor } from "../db/with-actor.ts";
import { type AttemptKey, changeAttempt, claimQuestion, findOperation, hasten } from "../store/payment-attempts.ts";
import {
  type Attempt,
  addFact,
  attemptsIn,
  changePayment,
  claimOverdue,
  lockPayment,
  type Payment,
  putOffOverdue,
} from "../store/payments.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { type AskedBy, hold, settleAttempt, tell } from "./settle-payment.ts";

/** How long whoever asks has it for herself, in milliseconds: more than a provider may take to answer. */
const LEASE = 30_000;
/** Least time between two notifications that are listened to about one operation. */
const PACE = 5_000;

/** Asks the provider about the attempt whose turn it is. True when there was one. */
export async function pollPayment(ctx: Context): Promise<boolean> {
  const { payments: provider } = ctx;
  if (!provider) return false;
  const question = await claimQuestion(ctx, ctx.clock(), LEASE);
  if (!question) return false;
  const { idop } = question;
  if (idop === null) await loseAttempt(ctx, question);
  else await settleAttempt(ctx, question, await provider.result(idop), "poll");
  return true;
}

/** Questions about one payment that people may have asked in ten minutes; the worker goes on by itself. */
const MOST_ASKED = 30;
const ASKED_SECONDS = 600;

/** Asks at once about what is under way, or given up lately, of a payment: somebody waits for it. */
export async function asksResult(ctx: Context, member: string, payment: string, askedBy: AskedBy): Promise<void> {
  const { payments: provider } = ctx;
  const key = limitKey(ctx, "payment-asked", payment);
  if ((await take(ctx, [{ key, most: MOST_ASKED, seconds: ASKED_SECONDS }])) !== null) return;
  const attempts = await withActor(ctx.db, { member }, (tx) => attemptsIn(tx, member, payment));
  for (const { id, idop, state } of attempts.slice(-2)) {
    if (!provider || idop === null || state === "paid" || state === "aside") continue;
    await settleAttempt(ctx, { member, id }, await provider.result(idop), askedBy);
  }
}

/** Asks about what is under way of a payment, before something is done that cannot wait; false when the provider says nothing. */
export async function askLive(ctx: Context, member: string, payment: string): Promise<boolean> {
  const { payments: provider } = ctx;
  const attempts = await withActor(ctx.db, { member }, (tx) => attemptsIn(tx, member, payment));
  for (const { id, idop, state } of attempts) {
    if (idop === null || (state !== "open" && state !== "asked")) continue;
    const answer = await provider?.result(idop);
    if (!answer) return false;
    await settleAttempt(ctx, { member, id }, answer, "agent");
    if (!answer.ok && answer.fault.kind !== "pending" && answer.fault.kind !== "unknown") return false;
  }
  return true;
}

/**
 * Something happened to an operation, says whoever called: the provider will be asked at once, and it alone is believed. False for an
 * operation that is not ours, that is settled, or asked about a moment ago.
 */
export async function noticeOperation(ctx: Context, idop: string): Promise<boolean> {
  const now = ctx.clock();
  const known = await withActor(ctx.db, { system: true }, async (tx) => {
    const found = await findOperation(tx, idop);
    if (!found || !(await lockPayment(tx, found.member, found.payment))) return false;
    if (!(await hasten(tx, idop, now, PACE))) return false;
    const by = { kind: "anonymous" } as const;
    await addFact(tx, found.member, found.payment, { kind: "notified", attempt: found.id, by, data: {}, at: now });
    return true;
  });
  if (known) ctx.wake();
  return known;
}

/** Somebody without a session came back from the page of a payment: what is under way is asked about sooner. */
export async function noticeReturn(ctx: Context, member: string, payment: string): Promise<void> {
  if (!ctx.catalogue.member(member) || !UUID.test(payment)) return;
  const attempts = await withActor(ctx.db, { member }, (tx) => attemptsIn(tx, member, payment));
  const live = attempts.find(({ state }) => state === "open");
  if (live?.idop != null) await noticeOperation(ctx, live.idop);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An attempt that was begun and never got a name from the provider counts as lost after this long, in milliseconds. */
export const LOST = 60_000;

export const isLost = ({ state, askedAt }: Pick<Attempt, "state" | "askedAt">, now: Date): boolean =>
  state === "asked" && now.getTime() - askedAt.getTime() >= LOST;

/** Ends an attempt that nobody can pay: whoever began it was killed, or the provider did not take it. */
export async function lose(tx: Tx, member: string, attempt: Pick<Attempt, "id" | "payment">, at: Date): Promise<void> {
  const { id, payment } = attempt;
  await changeAttempt(tx, { member, id }, { state: "failed", pollAt: null, at });
  await addFact(tx, member, payment, { kind: "failed", attempt: id, by: { kind: "system" }, data: {}, at });
}

async function loseAttempt(ctx: Context, key: AttemptKey): Promise<void> {
  await withActor(ctx.db, { system: true }, async (tx) => {
    const held = await hold(ctx, tx, key);
    if (held && isLost(held.attempt, held.now)) await lose(tx, key.member, held.attempt, held.now);
  });
}

/**
 * Ends one payment whose time is over and that nobody is paying. True when it did. One whose entry cannot be told is left for
 * later, after the others.
 */
export async function expirePayment(ctx: Context): Promise<boolean> {
  const now = ctx.clock();
  const ended = await withActor(ctx.db, { system: true }, async (tx) => {
    const payment = await claimOverdue(tx, now);
    if (!payment) return false;
    try {
      return await savepoint(tx, () => end(ctx, tx, payment, now));
    } catch (err) {
      ctx.log.error({ err, member: payment.member, payment: payment.id }, "a payment could not be ended");
      await putOffOverdue(tx, payment, now);
      return false;
    }
  });
  if (ended) ctx.wake();
  return ended;
}

async function end(ctx: Context, tx: Tx, payment: Payment, at: Date): Promise<boolean> {
  const { member, id, events } = payment;
  // Somebody may have begun while it was being locked.
  if ((await attemptsIn(tx, member, id)).some(({ state }) => state === "asked" || state === "open")) return false;
  await changePayment(tx, member, id, { state: "expired", at });
  await addFact(tx, member, id, { kind: "expired", attempt: null, by: { kind: "system" }, data: {}, at });
  await tell(ctx, tx, payment, events.expired);
  return true;
}
