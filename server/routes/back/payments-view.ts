import { asksPayments, formatInstant, formatMoney, sideOf } from "../../../engine/index.ts";
import type {
  AttemptView,
  DeskPaymentsView,
  DeskPaymentView,
  TypedDecision,
} from "../../../renderer/back/payments.tsx";
import { paymentDeskWords as words } from "../../../renderer/strings-payment-desk.ts";
import { canKeep } from "../../commands/agent-payment.ts";
import { type Attempt, factsOf, type PaymentFact, type PaymentFile, paymentsOf } from "../../store/payments.ts";
import type { PageContext } from "./agent-scope.ts";
import type { EntryScope } from "./entry-scope.ts";

/**
 * The payments of an entry as this agent reads them, with a decision that comes back as it was `typed`. A definition that asks
 * for none costs no reading.
 */
export async function deskPayments(
  c: PageContext,
  scope: EntryScope,
  typed: TypedDecision | null,
): Promise<DeskPaymentsView> {
  const { ctx, member, definition, entry, actor, base, home } = scope;
  const view = { site: c.var.site(home.id), base, typed };
  if (!asksPayments(definition)) return { ...view, payments: [] };
  const [files, facts] = await Promise.all([paymentsOf(ctx, member.id, entry.id), factsOf(ctx, member.id, entry.id)]);
  const works = sideOf(definition, entry, actor) === "service";
  return {
    ...view,
    payments: files.map((file) => {
      const mine = facts.filter(({ payment }) => payment === file.payment.id);
      return paymentView(scope, works, file, mine);
    }),
  };
}

function paymentView(
  scope: EntryScope,
  works: boolean,
  { payment, attempts }: PaymentFile,
  facts: readonly PaymentFact[],
): DeskPaymentView {
  const asking = attempts.some(({ idop, state }) => idop !== null && state !== "paid" && state !== "aside");
  return {
    ...{ id: payment.id, subject: payment.subject, amount: formatMoney(payment.amount), state: payment.state },
    facts: [
      [words.facts.refdet, payment.refdet],
      ...(payment.until === null ? [] : ([[words.facts.until, formatInstant(payment.until.toISOString())]] as const)),
    ],
    attempts: attempts.map((attempt) => attemptView(scope, works, payment, attempt)),
    log: facts.map((fact) => {
      const at = fact.at.toISOString();
      return { at, when: formatInstant(at), text: sentence(fact) };
    }),
    receives: works && payment.state === "due",
    live: attempts.some(({ state }) => state === "open"),
    asks: works && asking && scope.ctx.payments !== undefined,
  };
}

/** What happened, by whom, and what came with it: the provider's own words are shown as they came. */
function sentence({ kind, by, data }: PaymentFact): string {
  const amount = kind.startsWith("refund") && typeof data["amount"] === "number" ? formatMoney(data["amount"]) : null;
  const said = [amount, data["result"], data["code"], data["reason"], by.name].filter(
    (each) => typeof each === "string",
  );
  const what = words.log[kind] ?? kind;
  return said.length === 0 ? what : `${what} : ${said.join(", ")}`;
}

function attemptView(
  { definition, entry }: EntryScope,
  works: boolean,
  payment: PaymentFile["payment"],
  attempt: Attempt,
): AttemptView {
  const at = (attempt.paidAt ?? attempt.changedAt).toISOString();
  const { received, authorisation, state, aside, refund, owed, owedReason, refunded } = attempt;
  const money = received !== null;
  return {
    ...{ id: attempt.id, state, at, when: formatInstant(at) },
    aside: state === "aside" ? aside : null,
    refund,
    facts: [
      ...(attempt.means === "office" ? ([[words.facts.office, formatMoney(received ?? attempt.amount)]] as const) : []),
      ...(money && attempt.means === "payfip" ? ([[words.facts.received, formatMoney(received)]] as const) : []),
      ...(owed === null ? [] : ([[words.facts.owed, formatMoney(owed)]] as const)),
      ...(owed === null || owedReason === null ? [] : ([[words.facts.why, owedReason]] as const)),
      ...(refunded === 0 ? [] : ([[words.facts.refunded, formatMoney(refunded)]] as const)),
      ...(authorisation === null ? [] : ([[words.facts.authorisation, authorisation]] as const)),
    ],
    decisions: works ? decisionsOn(definition, entry.state, payment, attempt) : [],
  };
}

/** What a person may decide about money that came. */
function decisionsOn(
  definition: EntryScope["definition"],
  state: string,
  payment: PaymentFile["payment"],
  attempt: Attempt,
): AttemptView["decisions"] {
  const { received, refund } = attempt;
  const keeps = canKeep(definition, state, payment, attempt) ? (["garder"] as const) : [];
  if (received === null || refund === "done") return keeps;
  return [...keeps, refund === "asked" ? "rembourse" : "rembourser"];
}
