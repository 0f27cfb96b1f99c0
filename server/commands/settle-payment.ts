import { SYSTEM } from "../../engine/index.ts";
import type { Answer, OperationResult } from "../connectors/payfip/payment-provider.ts";
import { nextRecheck, nextWait, type Verdict, verdictOf } from "../connectors/payfip/verdict.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { openTask } from "../store/entry-tasks.ts";
import { type AttemptKey, changeAttempt, findAttempt, paymentOfAttempt } from "../store/payment-attempts.ts";
import {
  type Aside,
  type Attempt,
  addFact,
  changePayment,
  isReplaced,
  lockPayment,
  type Payment,
} from "../store/payments.ts";
import { oweReceipt } from "./payment-receipt.ts";
import { sendEvent } from "./send-event.ts";

/** What made us ask the provider. */
export type AskedBy = "notification" | "return" | "poll" | "agent" | "retry";

/** An attempt in hand, its payment locked. */
export interface Held {
  readonly payment: Payment;
  readonly attempt: Attempt;
  readonly now: Date;
}

const PROVIDER = { kind: "system", id: "provider" } as const;
const CLOSED: readonly Attempt["state"][] = ["refused", "abandoned", "expired", "failed"];
const SETTLED: readonly Attempt["state"][] = ["paid", "aside"];

/**
 * Takes what the provider answered about an attempt: the answer, what it makes of the attempt and of the payment, and the event of the
 * entry are one transaction. Twice, late, out of order or by two processes at once, an entry is told once that it is paid.
 */
export async function settleAttempt(
  ctx: Context,
  key: AttemptKey,
  answer: Answer<OperationResult>,
  askedBy: AskedBy,
): Promise<void> {
  await withActor(ctx.db, { system: true }, async (tx) => {
    const held = await hold(ctx, tx, key);
    if (!held) return;
    await noteAnswer(tx, held, answer, askedBy);
    await follow(ctx, tx, held, verdictOf(held.attempt, answer, held.now));
  });
  ctx.wake();
}

/** Locks the payment of an attempt, then reads both as they are now. */
export async function hold(ctx: Context, tx: Tx, key: AttemptKey): Promise<Held | null> {
  const id = await paymentOfAttempt(tx, key);
  const payment = id === null ? null : await lockPayment(tx, key.member, id);
  const attempt = payment && (await findAttempt(tx, key));
  return attempt ? { payment, attempt, now: ctx.clock() } : null;
}

async function noteAnswer(
  tx: Tx,
  { payment, attempt, now }: Held,
  answer: Answer<OperationResult>,
  askedBy: AskedBy,
): Promise<void> {
  const data = answer.ok
    ? {
        ...{ askedBy, result: answer.value.result, amount: answer.value.amount, refdet: answer.value.refdet },
        numcli: answer.value.numcli,
      }
    : { askedBy, code: answer.fault.code };
  await addFact(tx, payment.member, payment.id, { kind: "answer", attempt: attempt.id, by: PROVIDER, data, at: now });
}

async function follow(ctx: Context, tx: Tx, held: Held, verdict: Verdict): Promise<void> {
  const { payment, attempt, now } = held;
  const key = { member: payment.member, id: attempt.id };
  if (SETTLED.includes(attempt.state)) return changeAttempt(tx, key, { pollAt: null, at: now });
  if (verdict.kind === "paid") return money(ctx, tx, held, verdict.result);
  if (verdict.kind === "changed") return setAside(ctx, tx, held, verdict.what, verdict.result);
  if (verdict.kind === "waiting") return changeAttempt(tx, key, { pollAt: nextPoll(held), at: now });
  const pollAt = "final" in verdict && verdict.final ? null : nextPoll({ ...held, closed: true });
  if (CLOSED.includes(attempt.state)) return changeAttempt(tx, key, { pollAt, at: now });
  await changeAttempt(tx, key, { state: verdict.kind, pollAt, at: now });
  await note(tx, held, verdict.kind, {});
  // Nothing happened to who did not even try; and what is paid otherwise, or asked anew, has not failed.
  if (verdict.kind !== "expired" && payment.state === "due") await tell(ctx, tx, payment, payment.events.refused);
}

function nextPoll({ attempt, now, closed = false }: Held & { readonly closed?: boolean }): Date | null {
  if (!closed && !CLOSED.includes(attempt.state)) return new Date(now.getTime() + nextWait(attempt.polls));
  const wait = nextRecheck(now.getTime() - attempt.askedAt.getTime());
  return wait === null ? null : new Date(now.getTime() + wait);
}

const note = (
  tx: Tx,
  { payment, attempt, now }: Held,
  kind: string,
  data: { readonly [key: string]: string | number },
) => addFact(tx, payment.member, payment.id, { kind, attempt: attempt.id, by: PROVIDER, data, at: now });

/** The money asked for came: the entry moves with it, or a person decides. */
async function money(ctx: Context, tx: Tx, held: Held, result: OperationResult): Promise<void> {
  const { payment } = held;
  if (payment.state === "paid") return setAside(ctx, tx, held, "twice", result);
  const gone = payment.state === "cancelled" || (payment.state === "expired" && (await isReplaced(tx, payment)));
  if (gone) return setAside(ctx, tx, held, "late", result);
  const moved = await tell(ctx, tx, payment, payment.events.paid);
  if (moved !== null) return accept(ctx, tx, held, result, moved);
  await setAside(ctx, tx, held, payment.state === "expired" ? "late" : "unmoved", result);
  if (payment.state === "due")
    await changePayment(tx, payment.member, payment.id, { state: "cancelled", at: held.now });
}

/** Keeps the money: the payment is paid, and the fact of the history it became is known. */
export async function accept(ctx: Context, tx: Tx, held: Held, result: Received, moved: number): Promise<void> {
  const { payment, attempt, now } = held;
  const key = { member: payment.member, id: attempt.id };
  await changeAttempt(tx, key, { ...received(result, now), state: "paid", refund: null, owed: null });
  await changePayment(tx, payment.member, payment.id, { state: "paid", movedSeq: moved, at: now });
  await note(tx, held, "paid", { amount: result.amount, seq: moved });
  await oweReceipt(ctx, tx, payment, attempt, "received");
}

/** What is kept of money that came. */
export type Received = Pick<OperationResult, "result" | "amount" | "authorisation" | "paidAt">;

const received = ({ result, amount, authorisation, paidAt }: Received, now: Date) => ({
  ...{ pollAt: null, result, authorisation, at: now },
  ...{ paidAt: paidAt ?? now, received: amount },
});

/** Money that no rule places waits for a person, loudly: nothing moves, the service is told, who paid has her acknowledgement. */
async function setAside(ctx: Context, tx: Tx, held: Held, aside: Aside, result: OperationResult): Promise<void> {
  const { payment, attempt, now } = held;
  const { member, entry, definition } = payment;
  const refund =
    aside === "twice" || aside === "late" || aside === "unmoved"
      ? { refund: "due" as const, owed: result.amount, owedSince: now }
      : {};
  const change = { ...received(result, now), ...refund, state: "aside" as const, aside };
  await changeAttempt(tx, { member, id: attempt.id }, change);
  await note(tx, held, "aside", { why: aside, amount: result.amount });
  await openTask(tx, { member, entry, definition, kind: "payment", since: now });
  await oweReceipt(ctx, tx, payment, attempt, "aside");
  ctx.log.error({ member, payment: payment.id, attempt: attempt.id, aside }, "money set aside");
}

/** Sends an event to the entry of a payment; the fact it became, or null when the entry no longer takes it. */
export async function tell(
  ctx: Context,
  tx: Tx,
  { member, definition: definitionId, entry: id }: Pick<Payment, "member" | "definition" | "entry">,
  type: string | undefined,
): Promise<number | null> {
  if (type === undefined) return null;
  const sent = await sendEvent(ctx, { member, definitionId, id, actor: SYSTEM, type, revision: null }, tx);
  if (sent.ok) return sent.value.entry.revision;
  // The base or a colleague is quicker than us: everything is tried again.
  if (sent.problem.code === "stale") throw new Error("The entry changes too fast to be told of its payment");
  return null;
}
