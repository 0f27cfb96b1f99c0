import {
  type Actor,
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
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { findEntryIn, isUuid } from "../store/entries.ts";
import { closeTask } from "../store/entry-tasks.ts";
import { changeAttempt, insertAttempt } from "../store/payment-attempts.ts";
import {
  type Attempt,
  addFact,
  attemptsIn,
  lockPaymentsOf,
  type Payment,
  paymentsOf,
  type Refund,
} from "../store/payments.ts";
import { asksResult } from "./ask-payment.ts";
import { cancel } from "./open-payment.ts";
import { accept, tell } from "./settle-payment.ts";

/** What an agent decides about a payment of an entry she works. */
export const DECISIONS = ["verifier", "encaisser", "garder", "rembourser", "rembourse"] as const;
export type Decision = (typeof DECISIONS)[number];

export interface DecisionRequest {
  readonly member: string;
  readonly entry: string;
  readonly payment: string;
  /** The money it is about, for what concerns some. */
  readonly attempt: string;
  readonly decision: Decision;
  /** How it was paid, or why it is refunded. */
  readonly reason: string;
  readonly actor: Actor;
}

interface Deciding extends DecisionRequest {
  readonly held: Payment;
  /** What is due besides it, for the same purpose. */
  readonly others: readonly Payment[];
  readonly attempts: readonly Attempt[];
  readonly now: Date;
}

const LONGEST = 300;

/**
 * Does what an agent decides: ask the provider now, record money received otherwise, keep money set aside, ask for a refund, say that it
 * was made. Refusals: `not-found`, `not-allowed`, `invalid` at /motif, `stale` when it can no longer be done.
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
const tooLate = () => refused(problem("stale", words.tooLate));

type Step = (ctx: Context, tx: Tx, deciding: Deciding) => Promise<Outcome<null>>;

const STEPS: Readonly<Record<Exclude<Decision, "verifier">, Step>> = {
  encaisser: receive,
  garder: keep,
  rembourser: (_ctx, tx, deciding) => refund(tx, deciding, "asked"),
  rembourse: (_ctx, tx, deciding) => refund(tx, deciding, "done"),
};

/** Money received at the desk, by cheque, by transfer: the entry moves as if it had been paid online. */
async function receive(ctx: Context, tx: Tx, deciding: Deciding): Promise<Outcome<null>> {
  const { held, attempts, now, member } = deciding;
  if (held.state !== "due") return tooLate();
  if (attempts.some(({ state }) => state === "asked" || state === "open")) {
    return refused(problem("stale", words.underWay));
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
  const result = { result: "office", amount, authorisation: null, paidAt: now };
  await accept(ctx, tx, { payment: held, attempt: { ...taken, ...nothing }, now }, result, moved);
  return done(null);
}

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

async function refund(tx: Tx, deciding: Deciding, to: Refund): Promise<Outcome<null>> {
  const { held, attempts, now, member, attempt: id } = deciding;
  const attempt = attempts.find((each) => each.id === id);
  if (!attempt || attempt.received === null) return refused(notFound());
  if (attempt.refund === "done" || attempt.refund === to) return tooLate();
  await changeAttempt(tx, { member, id }, { refund: to, pollAt: null, at: now });
  await note(tx, deciding, to === "asked" ? "refund-asked" : "refunded");
  if (to === "done") await settleTask(tx, { ...deciding, held });
  return done(null);
}

/** What waited for a person waits no longer once no money of this payment is left without a decision. */
async function settleTask(tx: Tx, { member, held, actor, now }: Deciding): Promise<void> {
  const left = await attemptsIn(tx, member, held.id);
  if (left.some(({ state, refund: of }) => state === "aside" && of !== "done")) return;
  await closeTask(tx, { member, entry: held.entry, kind: "payment" }, eventActor(actor), now);
}

function note(tx: Tx, { member, held, attempt, actor, reason, now }: Deciding, kind: string): Promise<void> {
  const { id, name } = actor;
  const by = { kind: "agent", id, ...(name !== undefined && { name }) } as const;
  return addFact(tx, member, held.id, { kind, attempt, by, data: reason === "" ? {} : { reason }, at: now });
}
