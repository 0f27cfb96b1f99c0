import {
  type CompiledDefinition,
  eventActor,
  holdsNir,
  type Issue,
  NIR_MESSAGE,
  sideOf,
  takesPayment,
} from "../../engine/index.ts";
import { paymentDeskWords as words } from "../../renderer/strings-payment-desk.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { findEntryIn, isUuid } from "../store/entries.ts";
import { closeTask } from "../store/entry-tasks.ts";
import { changeAttempt } from "../store/payment-attempts.ts";
import {
  type Attempt,
  attemptsIn,
  isUndecided,
  lockPaymentsOf,
  type Payment,
  paymentsOf,
  type Refund,
} from "../store/payments.ts";
import { asksResult } from "./ask-payment.ts";
import { cancel } from "./open-payment.ts";
import { type Deciding, type Decision, type DecisionRequest, note, tooLate } from "./payment-decision.ts";
import { askFirst, receive } from "./receive-payment.ts";
import { accept, tell } from "./settle-payment.ts";

const LONGEST = 300;

/**
 * Does what an agent decides: ask the provider now, record money received otherwise, keep money set aside, ask for a refund, say that it
 * was made. Refusals: `not-found`, `not-allowed`, `invalid` at /motif, `stale` when it can no longer be done, `unavailable` when the
 * provider must say first what became of a payment online, and does not.
 */
export async function decidePayment(
  ctx: Context,
  definition: CompiledDefinition,
  request: DecisionRequest,
): Promise<Outcome<null>> {
  const { member, payment: id, decision, reason, actor } = request;
  if (sideOf(definition, { holder: null }, actor) !== "service") {
    return refused(problem("not-allowed", words.notAllowed));
  }
  if (!isUuid(id)) return refused(notFound());
  if (holdsNir(reason)) return refused(problem("invalid", NIR_MESSAGE, [reasonIssue("nir", NIR_MESSAGE)]));
  const wanting = decision !== "verifier" && decision !== "garder" && reason.trim().length < 3;
  if (wanting || reason.length > LONGEST)
    return refused(problem("invalid", words.reasonMissing, [reasonIssue("required", words.reasonMissing)]));
  if (decision === "verifier") return check(ctx, request);
  const online = decision === "encaisser" ? await askFirst(ctx, request) : null;
  if (online) return refused(online);
  const outcome = await withActor(ctx.db, { member }, async (tx): Promise<Outcome<null>> => {
    const all = await lockPaymentsOf(tx, member, request.entry);
    const held = all.find((payment) => payment.id === id);
    if (!held) return refused(notFound());
    const attempts = await attemptsIn(tx, member, id);
    const others = all.filter((each) => each !== held && each.purpose === held.purpose && each.state === "due");
    return STEPS[decision](ctx, tx, { ...request, reason: reason.trim(), held, others, attempts, now: ctx.clock() });
  });
  if (outcome.ok) ctx.wake();
  return outcome;
}

/** Asks the provider about a payment of this entry, and of no other. */
async function check(ctx: Context, { member, entry, payment: id }: DecisionRequest): Promise<Outcome<null>> {
  const known = (await paymentsOf(ctx, member, entry)).some(({ payment }) => payment.id === id);
  if (!known) return refused(notFound());
  await asksResult(ctx, member, id, "agent");
  return done(null);
}

const reasonIssue = (code: string, message: string): Issue => ({ code, pointer: "/motif", message });

type Step = (ctx: Context, tx: Tx, deciding: Deciding) => Promise<Outcome<null>>;

const STEPS: Readonly<Record<Exclude<Decision, "verifier">, Step>> = {
  encaisser: receive,
  garder: keep,
  rembourser: (ctx, tx, deciding) => refund(ctx, tx, deciding, "asked"),
  rembourse: (ctx, tx, deciding) => refund(ctx, tx, deciding, "done"),
};

/** Money set aside that is the money asked for after all, while the entry still takes it and nobody asks for another sum. */
async function keep(ctx: Context, tx: Tx, deciding: Deciding): Promise<Outcome<null>> {
  const { held, others, attempts, now, attempt: id } = deciding;
  const attempt = attempts.find((each) => each.id === id);
  if (!attempt) return refused(notFound());
  if (others.some(({ amount }) => amount !== held.amount)) return tooLate();
  const entry = await findEntryIn(tx, held.member, held.entry);
  const definition = entry && (await ctx.catalogue.version(entry.member, entry.definition, entry.version));
  if (!entry || !definition || !canKeep(definition, entry.state, held, attempt)) return tooLate();
  const moved = await tell(ctx, tx, held, held.events.paid);
  if (moved === null) return tooLate();
  for (const other of others) await cancel(tx, other, now);
  await note(tx, deciding, "kept");
  await accept(ctx, tx, { payment: held, attempt, now }, asReceived(attempt), moved);
  await settleTask(tx, deciding);
  return done(null);
}

const asReceived = ({ result, received, amount, authorisation, paidAt }: Attempt) => ({
  ...{ result: result ?? "", amount: received ?? amount, authorisation, paidAt },
});

/** Whether money set aside may be kept: the amount asked, not refunded, and an entry that still waits for it. */
export const canKeep = (
  definition: CompiledDefinition,
  state: string,
  payment: Payment,
  { state: of, received, refund }: Attempt,
): boolean =>
  of === "aside" &&
  received === payment.amount &&
  (refund === null || refund === "due") &&
  payment.state !== "paid" &&
  takesPayment(definition, state, payment.events);

/** Asks for a refund, of what is owed or of all that came, or says that it was made: then the entry is told, when all of it is. */
async function refund(ctx: Context, tx: Tx, deciding: Deciding, to: Refund): Promise<Outcome<null>> {
  const { held, attempts, now, member, attempt: id } = deciding;
  const attempt = attempts.find((each) => each.id === id);
  if (!attempt || attempt.received === null) return refused(notFound());
  const amount = attempt.owed ?? attempt.received - attempt.refunded;
  if (attempt.refund === "done" || attempt.refund === to || amount === 0) return tooLate();
  const since = attempt.owedSince === null ? { owedSince: now } : {};
  const change = to === "asked" ? { owed: amount, ...since } : { owed: null, refunded: attempt.refunded + amount };
  await changeAttempt(tx, { member, id }, { ...change, refund: to, pollAt: null, at: now });
  await note(tx, deciding, to === "asked" ? "refund-asked" : "refunded", { amount });
  if (to === "asked") return done(null);
  await settleTask(tx, deciding);
  const kept = attempt.state === "paid" && !(await isOwed(tx, held));
  if (kept) await tell(ctx, tx, held, held.events.refunded);
  return done(null);
}

/** Whether some of what was kept of a payment is still to be given back. */
const isOwed = async (tx: Tx, { member, id }: Payment): Promise<boolean> =>
  (await attemptsIn(tx, member, id)).some(({ state, owed }) => state === "paid" && owed !== null);

/** What waited for a person waits no longer once no money of this entry is left without a decision. */
async function settleTask(tx: Tx, { member, held, actor, now }: Deciding): Promise<void> {
  if (await isUndecided(tx, member, held.entry)) return;
  await closeTask(tx, { member, entry: held.entry, kind: "payment" }, eventActor(actor), now);
}
