import { french } from "../french.ts";
import { paymentWords as words } from "../strings-payment.ts";

/** Money that came, as who paid reads it. */
export interface PaymentReceiptView {
  /** "24,00 €". */
  readonly amount: string;
  readonly at: string;
  readonly refdet: string;
  readonly authorisation: string | null;
  /** Refunded, or looked at by the service. */
  readonly note: string | null;
}

/** One payment of a demande. */
export interface PaymentLineView {
  readonly id: string;
  readonly subject: string;
  readonly amount: string;
  readonly state: "due" | "paid" | "expired" | "cancelled";
  /** Last moment to pay. */
  readonly until: string | null;
  /** Where she pays; null when she cannot, here or now. */
  readonly payHref: string | null;
  /** She has been to the page of payment, and nothing is known yet. */
  readonly underWay: boolean;
  readonly note: string | null;
  readonly receipts: readonly PaymentReceiptView[];
  readonly receiptHref: string | null;
}

const TONES = { due: "waiting", paid: "success", expired: "neutral", cancelled: "neutral" } as const;

/** The payments of a demande: what is to pay, what was paid. */
export function Payments({ payments }: { readonly payments: readonly PaymentLineView[] }) {
  if (payments.length === 0) return null;
  return (
    <section class="section payments" id="paiement" aria-labelledby="titre-paiement">
      <h2 id="titre-paiement">{words.section}</h2>
      {payments.map((payment) => (
        <PaymentLine key={payment.id} payment={payment} />
      ))}
    </section>
  );
}

function PaymentLine({ payment }: { readonly payment: PaymentLineView }) {
  const { subject, amount, state, until, payHref, underWay, note, receipts, receiptHref } = payment;
  return (
    <article class="sheet payment">
      <h3>
        {french(subject)} <span class={`tag tag-${TONES[state]}`}>{words.states[state]}</span>
      </h3>
      <p class="payment-amount">{amount}</p>
      {until !== null && <p>{words.until(until)}</p>}
      {state === "paid" && receipts.every((each) => each.note === null) && <p>{words.paid}</p>}
      {note !== null && <p>{french(note)}</p>}
      {receipts.map((receipt) => (
        <Receipt key={receipt.at + receipt.refdet} receipt={receipt} />
      ))}
      {receiptHref !== null && (
        <p>
          <a href={receiptHref}>{words.printable}</a>
        </p>
      )}
      {payHref !== null && (
        <p>
          <a class="button" href={payHref}>
            {underWay ? words.goBack : words.pay(amount)}
          </a>
        </p>
      )}
    </article>
  );
}

/** Amount, date, authorisation and reference of money that came (CRPA L.112-11). */
export function Receipt({ receipt }: { readonly receipt: PaymentReceiptView }) {
  const facts = [
    [words.amount, receipt.amount],
    [words.paidAt, receipt.at],
    [words.refdet, receipt.refdet],
    ...(receipt.authorisation === null ? [] : ([[words.authorisation, receipt.authorisation]] as const)),
  ] as const;
  return (
    <>
      {receipt.note !== null && <p class="note note-waiting">{french(receipt.note)}</p>}
      <dl class="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
