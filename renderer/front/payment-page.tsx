import { type DocumentLine, DocumentList } from "../document-list.tsx";
import { DoneNote } from "../done-note.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { paymentWords as words } from "../strings-payment.ts";
import { TextInput } from "../text-input.tsx";
import { type PaymentReceiptView, Receipt } from "./payment-block.tsx";

const ROOT = "paiement";

interface About {
  /** Of the definition. */
  readonly title: string;
  readonly reference: string;
  readonly subject: string;
  readonly amount: string;
  /** Who receives the money. */
  readonly to: string;
  /** The demande's page. */
  readonly back: string;
}

export interface PayView extends About {
  readonly action: string;
  readonly mel: string;
  readonly issues: readonly ShownIssue[];
  /** Nothing will be debited. */
  readonly test: boolean;
  /** Why the last try failed. */
  readonly failed: string | null;
}

/** The last page before the provider's: what is paid, how much, to whom. */
export function renderPay(site: SiteView, view: PayView): string {
  const title = words.page.title(view.amount);
  return renderPage({
    site,
    title: `${title} – ${view.title}`,
    error: view.issues.length > 0,
    private: true,
    back: { href: view.back },
    children: (
      <div class="step sheet payment-page">
        <ErrorSummary issues={view.issues} root={ROOT} />
        {view.failed !== null && (
          <p class="note note-waiting" role="alert">
            {french(view.failed)}
          </p>
        )}
        <p class="service-name">{view.title}</p>
        <h1>{title}</h1>
        <p class="lead">{words.page.lead}</p>
        {view.test && <p class="note">{words.page.test}</p>}
        <Facts view={view} />
        <form method="post" action={view.action} noValidate>
          <Csrf site={site} />
          <div class="fields">
            <TextInput
              root={ROOT}
              name="courriel"
              type="email"
              label={words.page.mail}
              hint={words.page.mailHint}
              autocomplete="email"
              value={view.mel}
              issues={view.issues}
            />
          </div>
          <p class="hint">{words.page.open}</p>
          <div class="actions">
            <button type="submit" class="button">
              {words.page.go}
            </button>
            <a href={view.back}>{words.page.back}</a>
          </div>
        </form>
      </div>
    ),
  });
}

export interface PaidView extends About {
  readonly receipts: readonly PaymentReceiptView[];
  /** The same to download, once for each time money came. */
  readonly documents: readonly DocumentLine[];
  /** The service and how to reach it, by line. */
  readonly service: readonly string[];
  readonly fresh: boolean;
}

/** The receipt of a payment, to print. */
export function renderPaid(site: SiteView, view: PaidView): string {
  return renderPage({
    site,
    title: `${words.receiptTitle} – ${view.reference}`,
    private: true,
    back: { href: view.back },
    children: (
      <div class="step sheet payment-page">
        {view.fresh && <DoneNote>{words.returned.paid}</DoneNote>}
        <p class="service-name">{view.title}</p>
        <h1>{words.receiptTitle}</h1>
        <Facts view={view} without={words.amount} />
        {view.receipts.map((receipt) => (
          <Receipt key={receipt.at + receipt.refdet} receipt={receipt} />
        ))}
        {view.documents.length > 0 && <DocumentList documents={view.documents} />}
        <p class="lines">{view.service.join("\n")}</p>
        <div class="actions">
          <a class="button" href={view.back}>
            {words.page.back}
          </a>
          <button type="button" class="link" data-print hidden>
            {words.print}
          </button>
        </div>
      </div>
    ),
  });
}

function Facts({ view, without = "" }: { readonly view: About; readonly without?: string }) {
  const facts = [
    [words.subject, view.subject],
    [words.amount, view.amount],
    [words.page.to, view.to],
    [words.page.demande, view.reference],
  ] as const;
  return (
    <dl class="facts">
      {facts
        .filter(([label]) => label !== without)
        .map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}
