import { asksPayments, formatInstant, formatMoney, takesPayment } from "../../../engine/index.ts";
import type { PaymentLineView } from "../../../renderer/front/payment-block.tsx";
import { paymentWords as words } from "../../../renderer/strings-payment.ts";
import { LEAST_AMOUNT, MOST_AMOUNT } from "../../connectors/payfip/payment-provider.ts";
import { OPENS_FOR } from "../../connectors/payfip/verdict.ts";
import { isShownPayment } from "../../entry-money.ts";
import { accountFor, type PaymentAccount, paymentAccounts } from "../../store/payment-accounts.ts";
import { type Attempt, type PaymentFile, paymentsOf } from "../../store/payments.ts";
import type { CitizenScope } from "./entry-scope.ts";

type Scope = Pick<CitizenScope, "ctx" | "member" | "definition" | "entry" | "actor" | "href" | "context">;

/** The payments of a demande as whoever holds it reads them. A definition that asks for none costs no reading. */
export async function paymentLines(scope: Scope): Promise<readonly PaymentLineView[]> {
  const { ctx, member, definition, entry } = scope;
  if (!asksPayments(definition)) return [];
  const files = await paymentsOf(ctx, member.id, entry.id);
  const due = files.some(({ payment }) => payment.state === "due");
  const account = due ? accountFor(await paymentAccounts(ctx, member.id), definition) : null;
  return files.filter(isShownPayment).map((file) => lineOf(scope, file, account));
}

/** Whether this person pays for this demande: whoever holds it, or acts for her. */
export const mayPay = ({ actor, entry }: Pick<CitizenScope, "actor" | "entry">): boolean =>
  actor.kind !== "agent" && entry.holder !== null && actor.holders.includes(entry.holder);

function lineOf(scope: Scope, { payment, attempts }: PaymentFile, account: PaymentAccount | null): PaymentLineView {
  const { definition, entry, href, context } = scope;
  const now = Date.parse(context.now);
  const amount = formatMoney(payment.amount);
  const live = attempts.find(({ state }) => state === "asked" || state === "open");
  const overdue = payment.until !== null && payment.until.getTime() <= now;
  const asked = payment.state === "due" && takesPayment(definition, entry.state, payment.events) && !overdue;
  const waits = live !== undefined && now - live.askedAt.getTime() >= OPENS_FOR;
  const why = asked ? whyNotOnline(scope, payment.amount, account) : null;
  const state = payment.state === "due" && !asked ? (overdue ? "expired" : "cancelled") : payment.state;
  return {
    ...{ id: payment.id, subject: payment.subject, amount, state },
    until: asked && payment.until !== null ? formatInstant(payment.until.toISOString()) : null,
    payHref: asked && !waits && why === null && mayPay(scope) ? `${href}/paiements/${payment.id}` : null,
    underWay: asked && live !== undefined,
    note: why ?? noteOf(asked, live, attempts.at(-1)),
    receipts: attempts.filter(({ received }) => received !== null).map(receiptOf),
    receiptHref: payment.state === "paid" ? `${href}/paiements/${payment.id}` : null,
  };
}

/** Why an amount that is due cannot be paid here, in a sentence; null when it can. */
export function whyNotOnline(
  { ctx }: Pick<CitizenScope, "ctx">,
  amount: number,
  account: PaymentAccount | null,
): string | null {
  if (!ctx.payments || !account?.checkedAt) return words.notConfigured;
  return amount < LEAST_AMOUNT || amount > MOST_AMOUNT ? words.tooSmall : null;
}

function noteOf(asked: boolean, live: Attempt | undefined, last: Attempt | undefined): string | null {
  if (!asked) return null;
  if (live) return words.waiting;
  const state = last?.state;
  return state === "refused" || state === "abandoned" || state === "expired" || state === "failed"
    ? words.last[state]
    : null;
}

function receiptOf({
  received,
  amount,
  paidAt,
  changedAt,
  refdet,
  authorisation,
  state,
  refund,
  owed,
  refunded,
}: Attempt) {
  const money = formatMoney(received ?? amount);
  return {
    amount: money,
    at: formatInstant((paidAt ?? changedAt).toISOString()),
    ...{ refdet, authorisation },
    note:
      refund !== null
        ? words.refunds[refund](formatMoney(refund === "done" ? refunded : (owed ?? 0)))
        : state === "aside"
          ? words.aside(money)
          : null,
  };
}
