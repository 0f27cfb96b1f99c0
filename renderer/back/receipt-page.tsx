import type { Channel } from "../../engine/index.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { words } from "../strings-back.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** What someone takes home who filed a request without a screen. */
export interface ReceiptView {
  readonly frame: BackFrame;
  /** Name of the member that received the request. */
  readonly member: string;
  readonly title: string;
  readonly reference: string;
  /** "mardi 3 mars 2026 à 14 h 30". */
  readonly receivedAt: string;
  readonly channel: Channel;
  /** Name of the agent. */
  readonly filedBy: string | null;
  readonly service: string;
  /** Postal address, telephone, electronic address of the service. */
  readonly contact: readonly string[];
  readonly next: readonly string[];
  /** What the mails of the opening say (CRPA R. 112-11-1). */
  readonly acknowledgements: readonly { readonly subject: string; readonly paragraphs: readonly string[] }[];
  /** Address a mail went to, or null. */
  readonly mailedTo: string | null;
  /** Address without its scheme, short enough to be typed. */
  readonly follow: string;
  /** "1234 5678"; null when none is valid. */
  readonly code: string | null;
  /** Where a new code is asked for. */
  readonly action: string;
  readonly back: string;
}

/** The page of a receipt, made to be printed on one sheet. */
export function renderReceipt(view: ReceiptView): string {
  const { counter } = words;
  return renderBackPage({
    frame: view.frame,
    title: `${counter.receiptTitle} – ${view.reference}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.entry.navigation}>
          <a href={view.back}>
            <span aria-hidden="true">← </span>
            {counter.back}
          </a>
        </nav>
        <div class="notice no-print" role="status">
          <p>{view.mailedTo === null ? counter.noMail : counter.mailed(view.mailedTo)}</p>
          <button type="button" class="button" data-print hidden>
            {counter.print}
          </button>
          <p class="hint">{counter.printHint}</p>
        </div>
        <article class="receipt">
          <Head view={view} />
          <section aria-labelledby="suite">
            <h2 id="suite">{counter.next}</h2>
            {view.next.map((sentence) => (
              <p key={sentence}>{french(sentence)}</p>
            ))}
          </section>
          <Follow view={view} />
          {view.acknowledgements.map((mail) => (
            <Acknowledgement key={mail.subject} {...mail} />
          ))}
        </article>
        <form method="post" action={view.action} class="no-print receipt-renew">
          <Csrf site={view.frame.site} />
          <button type="submit" class="button button-secondary">
            {counter.newCode}
          </button>
          <p class="hint">{counter.newCodeHint}</p>
        </form>
      </>
    ),
  });
}

function Acknowledgement({ subject, paragraphs }: ReceiptView["acknowledgements"][number]) {
  return (
    <section aria-labelledby="accuse">
      <h2 id="accuse">{words.counter.acknowledgement}</h2>
      <p>
        <strong>{french(subject)}</strong>
      </p>
      {paragraphs.map((paragraph) => (
        <p key={paragraph} class="lines">
          {french(paragraph)}
        </p>
      ))}
    </section>
  );
}

function Head({ view }: { readonly view: ReceiptView }) {
  const { counter } = words;
  return (
    <header>
      <p class="receipt-member">{view.member}</p>
      <h1>{counter.receiptTitle}</h1>
      <p>{view.title}</p>
      <dl class="glance-answers">
        <div>
          <dt>{counter.reference}</dt>
          <dd class="receipt-code">{view.reference}</dd>
        </div>
        <div>
          <dt>{counter.received}</dt>
          <dd>{view.receivedAt}</dd>
        </div>
        <div>
          <dt>{counter.service}</dt>
          <dd class="lines">{[view.service, ...view.contact].join("\n")}</dd>
        </div>
      </dl>
      {view.filedBy !== null && <p>{counter.filedBy(counter.by[view.channel], view.filedBy)}</p>}
    </header>
  );
}

function Follow({ view }: { readonly view: ReceiptView }) {
  const { counter } = words;
  return (
    <section aria-labelledby="suivre">
      <h2 id="suivre">{counter.follow}</h2>
      {view.code === null ? (
        <p>{counter.noCode}</p>
      ) : (
        <>
          <p>{counter.followText(view.follow)}</p>
          <p class="receipt-code">{view.code}</p>
          <p>{counter.followUntil}</p>
        </>
      )}
    </section>
  );
}
