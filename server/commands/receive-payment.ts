import { paymentDeskWords as words } from "../../renderer/strings-payment-desk.ts";
import { nextRecheck } from "../connectors/payfip/verdict.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { changeAttempt, insertAttempt } from "../store/payment-attempts.ts";
import { type Attempt, paymentsOf } from "../store/payments.ts";
import { askLive, isLost, lose } from "./ask-payment.ts";
import { type Deciding, type DecisionRequest, note, tooLate } from "./payment-decision.ts";
import { accept, tell } from "./settle-payment.ts";

/**
 * Before money is taken at the desk: the provider says what became of what is under way online. Null when it may be taken;
 * else why not: it came online, the provider says nothing, or the page is open and nobody said that it was left.
 */
export async function askFirst(ctx: Context, request: DecisionRequest): Promise<Problem | null> {
  const { member, entry, payment: id, closing = false } = request;
  const find = async () => (await paymentsOf(ctx, member, entry)).find(({ payment }) => payment.id === id);
  const before = await find();
  if (before?.payment.state !== "due" || !before.attempts.some(isLive)) return null;
  const heard = await askLive(ctx, member, id);
  const after = await find();
  const paid = after?.attempts.some(
    ({ state, means }) => means === "payfip" && (state === "paid" || state === "aside"),
  );
  if (paid) return problem("stale", words.cameOnline);
  const live = after?.attempts.find(isLive);
  if (!live) return null;
  if (live.idop === null) return isLost(live, ctx.clock()) ? null : problem("stale", words.opening);
  if (!heard) return problem("unavailable", words.providerAway);
  return closing ? null : problem("stale", words.stillOpen);
}

const isLive = ({ state }: Attempt): boolean => state === "asked" || state === "open";

/**
 * Money received at the desk, by cheque, by transfer: the entry moves as if it had been paid online. The page of payment that was left
 * is closed for us; the provider is asked about it all the same, and money that would come by it is set aside, to be refunded.
 */
export async function receive(ctx: Context, tx: Tx, deciding: Deciding): Promise<Outcome<null>> {
  const { held, attempts, now, member, closing = false } = deciding;
  if (held.state !== "due") return tooLate();
  for (const live of attempts.filter(isLive)) {
    if (isLost(live, now)) await lose(tx, member, live, now);
    // It was begun since the provider was asked, or is about to open.
    else if (!closing || live.idop === null) return refused(problem("stale", words.underWay));
    else await leave(tx, deciding, live);
  }
  const moved = await tell(ctx, tx, held, held.events.paid);
  if (moved === null) return tooLate();
  const id = uuidv7(now, ctx.randomBytes(16));
  const { amount, refdet } = held;
  const attempt = { member, id, payment: held.id, means: "office", numcli: "", saisie: "", amount, refdet } as const;
  await insertAttempt(tx, { ...attempt, askedAt: now, pollAt: null });
  await note(tx, { ...deciding, attempt: id }, "received");
  const taken = { ...attempt, idop: null, state: "asked", askedAt: now, changedAt: now, polls: 0 } as const;
  const nothing = { result: null, authorisation: null, paidAt: null, received: null, aside: null, refund: null };
  const none = { owed: null, owedSince: null, owedReason: null, refunded: 0 };
  const result = { result: "office", amount, authorisation: null, paidAt: now };
  await accept(ctx, tx, { payment: held, attempt: { ...taken, ...nothing, ...none }, now }, result, moved);
  return done(null);
}

async function leave(tx: Tx, deciding: Deciding, { id, askedAt }: Attempt): Promise<void> {
  const { member, now } = deciding;
  const wait = nextRecheck(now.getTime() - askedAt.getTime());
  const pollAt = wait === null ? null : new Date(now.getTime() + wait);
  await changeAttempt(tx, { member, id }, { state: "abandoned", pollAt, at: now });
  await note(tx, { ...deciding, attempt: id }, "left");
}
