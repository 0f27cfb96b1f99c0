import { type CompiledDefinition, type Entry, parisDay, takesPayment } from "../../engine/index.ts";
import { paymentWords as words } from "../../renderer/strings-payment.ts";
import type { Answer, OpenedOperation } from "../connectors/payfip/payment-provider.ts";
import { OPENS_FOR } from "../connectors/payfip/verdict.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { memberOrigin } from "../member-url.ts";
import { NOTIFICATION } from "../payment-paths.ts";
import { done, notFound, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { findEntryIn } from "../store/entries.ts";
import { accountFor, type PaymentAccount, paymentAccounts } from "../store/payment-accounts.ts";
import { changeAttempt, findAttempt, insertAttempt } from "../store/payment-attempts.ts";
import { type Attempt, addFact, attemptsIn, lockPayment, type Payment } from "../store/payments.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { asksResult, isLost, LOST, lose } from "./ask-payment.ts";

/** Somebody about to pay. */
export interface PayRequest {
  readonly entry: Pick<Entry, "id" | "member" | "definition" | "version">;
  readonly payment: string;
  /** Where the provider sends its own receipt. */
  readonly mel: string;
}

const FIRST_POLL = 60_000;
/** Times that one payment may be begun in an hour. */
const MOST_AN_HOUR = 30;
const HOUR = 3600;

/**
 * The address of the page where a payment is paid, on the provider's site. An operation that is still open is gone back to: nobody pays
 * twice by two windows. Refusals: `not-found`, `stale` (paid or no longer due), `invalid` at /courriel, `too-many`, `unavailable`.
 */
export async function pay(ctx: Context, request: PayRequest): Promise<Outcome<string>> {
  const { payments: provider } = ctx;
  const account = await accountOf(ctx, request);
  if (!provider || !account) return refused(problem("unavailable", words.notConfigured));
  const wait = await take(ctx, [
    { key: limitKey(ctx, "payment-begun", request.payment), most: MOST_AN_HOUR, seconds: HOUR },
  ]);
  if (wait !== null) return refused(tooMany(wait, words.often));
  await asksResult(ctx, request.entry.member, request.payment, "retry");
  const begun = await begin(ctx, request, account);
  if (!begun.ok) return begun;
  const { payment, attempt, fresh } = begun.value;
  if (!fresh) return done(provider.payUrl(attempt.idop ?? ""));
  const opened = await provider.open(orderOf(ctx, request, payment, attempt));
  const { member } = payment;
  const payable = await withActor(ctx.db, { member }, (tx) => noteOpened(ctx, tx, payment, attempt, opened));
  if (!opened.ok) return refused(whyNot(ctx, payment, opened));
  return payable ? done(opened.value.payUrl) : refused(problem("stale", words.noLongerDue));
}

async function accountOf(ctx: Context, { entry }: PayRequest): Promise<PaymentAccount | null> {
  const { unit, id } = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const account = accountFor(await paymentAccounts(ctx, entry.member), { id, unit });
  return account?.checkedAt ? account : null;
}

interface Begun {
  readonly payment: Payment;
  readonly attempt: Pick<Attempt, "id" | "idop" | "numcli" | "saisie" | "askedAt">;
  readonly fresh: boolean;
}

/** Takes the place of the one attempt that may be under way, before the provider is asked for anything. */
function begin(ctx: Context, request: PayRequest, account: PaymentAccount): Promise<Outcome<Begun>> {
  const { entry, payment: id } = request;
  const { member } = entry;
  return withActor(ctx.db, { member }, async (tx): Promise<Outcome<Begun>> => {
    const payment = await lockPayment(tx, member, id);
    if (!payment || payment.entry !== entry.id) return refused(notFound());
    // It may have moved on while the provider was asked about what came before.
    const current = await findEntryIn(tx, member, entry.id);
    const definition = await ctx.catalogue.version(member, entry.definition, entry.version);
    const now = ctx.clock();
    if (!current || !isDue(definition, current, payment, now)) return refused(problem("stale", words.noLongerDue));
    const live = (await attemptsIn(tx, member, id)).find(({ state }) => state === "asked" || state === "open");
    if (live && !isLost(live, now)) {
      const opens = live.idop !== null && now.getTime() - live.askedAt.getTime() < OPENS_FOR;
      return opens ? done({ payment, attempt: live, fresh: false }) : refused(problem("stale", words.underWay));
    }
    if (live) await lose(tx, member, live, now);
    const { numcli, saisie } = account;
    const attempt = { id: uuidv7(now, ctx.randomBytes(16)), idop: null, numcli, saisie, askedAt: now };
    const { amount, refdet } = payment;
    const pollAt = new Date(now.getTime() + LOST);
    await insertAttempt(tx, { ...attempt, member, payment: id, means: "payfip", amount, refdet, pollAt });
    await addFact(tx, member, id, { kind: "begun", attempt: attempt.id, by: { kind: "citizen" }, data: {}, at: now });
    return done({ payment, attempt, fresh: true });
  });
}

/** Whether it is still asked, in the state the entry is in, and in time. */
const isDue = (
  definition: CompiledDefinition,
  entry: Pick<Entry, "state">,
  { state, until, events }: Payment,
  now: Date,
) => state === "due" && takesPayment(definition, entry.state, events) && (until === null || until > now);

function orderOf(ctx: Context, { entry, mel }: PayRequest, payment: Payment, attempt: Begun["attempt"]) {
  const origin = memberOrigin(ctx, payment.member);
  const { numcli, saisie, askedAt } = attempt;
  return {
    numcli,
    saisie: saisie === "" ? "T" : saisie,
    exer: parisDay(askedAt.toISOString()).slice(0, 4),
    ...{ amount: payment.amount, subject: payment.subject, refdet: payment.refdet, mel },
    urlnotif: `${ctx.config.publicUrl}${NOTIFICATION}`,
    urlredirect: `${origin}/${payment.member}/demandes/${entry.id}/paiements/${payment.id}/retour`,
  } as const;
}

/**
 * Writes what the provider answered: the name of the operation, or why there is none. False when nobody must pay it: while the provider
 * took its time the attempt was given up for lost, or the payment is not asked any more. Its name is kept all the same.
 */
async function noteOpened(
  ctx: Context,
  tx: Tx,
  { member, id }: Payment,
  attempt: Begun["attempt"],
  opened: Answer<OpenedOperation>,
): Promise<boolean> {
  const at = ctx.clock();
  const payment = await lockPayment(tx, member, id);
  const key = { member, id: attempt.id };
  const waited = (await findAttempt(tx, key))?.state === "asked";
  if (opened.ok) {
    const pollAt = new Date(at.getTime() + FIRST_POLL);
    await changeAttempt(tx, key, { ...(waited && { state: "open" }), idop: opened.value.idop, pollAt, at });
  } else if (waited) await changeAttempt(tx, key, { state: "failed", pollAt: null, at });
  const data = opened.ok ? {} : { code: opened.fault.code };
  const kind = opened.ok ? "opened" : "failed";
  await addFact(tx, member, id, { kind, attempt: attempt.id, by: { kind: "system", id: "provider" }, data, at });
  return waited && payment?.state === "due";
}

function whyNot(ctx: Context, { member, id }: Payment, opened: Answer<OpenedOperation>) {
  const fault = opened.ok ? null : opened.fault;
  if (fault?.kind === "away") return problem("unavailable", words.away);
  if (fault?.code === "A1" || fault?.code === "A2") {
    const message = words.mailRefused;
    return problem("invalid", message, [{ code: "email", pointer: "/courriel", message }]);
  }
  ctx.log.error({ member, payment: id, code: fault?.code }, "the provider refuses a payment");
  return problem("unavailable", words.refusedOrder);
}
