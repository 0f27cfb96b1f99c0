import {
  type Actor,
  asksPayments,
  type CompiledDefinition,
  type Entry,
  type EntryEvent,
  type Explanation,
  internalKeys,
  keptPrices,
  knowsInternal,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import { entryHistory } from "./store/events.ts";
import { type PaymentFile, paymentsOf } from "./store/payments.ts";

/** The prices of an entry as they were made. One that is a note of the service is not explained to whoever may not know of it. */
export function knownPrices(
  { form }: CompiledDefinition,
  history: readonly EntryEvent[],
  actor: Actor,
): readonly Explanation[] {
  const secret = knowsInternal(actor) ? new Set<string>() : internalKeys(form);
  return keptPrices(history).filter(({ field }) => !secret.has(field));
}

/** What is no longer asked, and brought no money, is of no more use to whoever holds the entry. */
export const isShownPayment = ({ payment, attempts }: PaymentFile): boolean =>
  payment.amount > 0 && (payment.state !== "cancelled" || attempts.some(({ received }) => received !== null));

/** Money that came, once for each payment received; amounts are integer cents. */
export interface ReceivedView {
  readonly means: "payfip" | "office";
  readonly amount: number;
  /** ISO 8601, UTC, as all instants. */
  readonly at: string;
  readonly reference: string;
  readonly authorisation: string | null;
  /** Whether the service gives it back: to do, asked of the accountant, done. */
  readonly refund: "due" | "asked" | "done" | null;
  /** Cents still to be given back, and given back. */
  readonly owed: number;
  readonly refunded: number;
}

/** A payment of an entry as the API and the export of an account tell it. */
export interface PaymentView {
  readonly id: string;
  readonly subject: string;
  readonly amount: number;
  readonly state: PaymentFile["payment"]["state"];
  /** Last moment to pay, when there is one. */
  readonly until: string | null;
  readonly openedAt: string;
  readonly received: readonly ReceivedView[];
}

export function paymentView({ payment, attempts }: PaymentFile): PaymentView {
  const { id, subject, amount, state, until, openedAt } = payment;
  return {
    ...{ id, subject, amount, state },
    until: until?.toISOString() ?? null,
    openedAt: openedAt.toISOString(),
    received: attempts
      .filter(({ received }) => received !== null)
      .map(({ means, received, amount: asked, paidAt, changedAt, refdet, authorisation, refund, owed, refunded }) => ({
        means,
        amount: received ?? asked,
        at: (paidAt ?? changedAt).toISOString(),
        reference: refdet,
        ...{ authorisation, refund, owed: owed ?? 0, refunded },
      })),
  };
}

/** What an entry costs and what was paid for it. */
export interface EntryMoney {
  readonly prices?: readonly Explanation[];
  readonly payments?: readonly PaymentView[];
}

/** Reads it, for this actor. A definition without prices nor payments costs no reading, and adds nothing. */
export async function entryMoney(
  ctx: Context,
  definition: CompiledDefinition,
  { member, id }: Pick<Entry, "member" | "id">,
  actor: Actor,
): Promise<EntryMoney> {
  const priced = definition.form.order.some(({ fee }) => fee !== undefined);
  const [prices, payments] = await Promise.all([
    priced ? entryHistory(ctx, member, id).then((history) => knownPrices(definition, history, actor)) : null,
    asksPayments(definition) ? paymentsOf(ctx, member, id) : null,
  ]);
  return {
    ...(prices && { prices }),
    ...(payments && { payments: payments.filter(isShownPayment).map(paymentView) }),
  };
}
