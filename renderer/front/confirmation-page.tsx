import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { french } from "../french.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { clockWords } from "../strings-clock.ts";
import { spaceWords } from "../strings-space.ts";
import { Appointments, type AppointmentView } from "./appointments.tsx";
import { type PaymentLineView, Payments } from "./payment-block.tsx";

export interface ConfirmationView extends Pick<AnswersListView, "sections" | "files"> {
  readonly title: string;
  readonly reference: string;
  /** "mardi 3 mars 2026 à 14 h 30". */
  readonly sentAt: string;
  /** What happens next, from the definition or the state. */
  readonly next: readonly string[];
  /** The service in charge and how to reach it, by line. */
  readonly service: readonly string[];
  /** What silence would mean, and from when. */
  readonly silence: string;
  /** Address an acknowledgement goes to, when one does. */
  readonly mailedTo: string | null;
  readonly trackHref: string;
  /** When and where she is expected. */
  readonly appointments?: readonly AppointmentView[];
  /** What is to pay now. */
  readonly payments: readonly PaymentLineView[];
  /** What her account could retain, in words; where the button posts is `trackHref`/garder. */
  readonly keepable: readonly string[];
}

/** Sent: the reference, the date, what happens next, by when, and a copy to print. */
export function renderConfirmation(site: SiteView, view: ConfirmationView): string {
  return renderPage({
    site,
    title: `${strings.confirmation.title} – ${view.title}`,
    private: true,
    children: (
      <>
        <div class="panel">
          <h1>{strings.confirmation.title}</h1>
          <p>{view.title}</p>
          <p class="panel-reference">
            {strings.confirmation.reference} <strong class="reference-code">{view.reference}</strong>
          </p>
          <p>{strings.confirmation.sentOn(view.sentAt)}</p>
          <Appointments appointments={view.appointments ?? []} />
        </div>
        <Payments payments={view.payments} />
        <Next view={view} />
        <Receipt view={view} />
        <div class="actions">
          <a class="button" href={view.trackHref}>
            {strings.confirmation.track}
          </a>
          <button type="button" class="link" data-print hidden>
            {strings.confirmation.print}
          </button>
          {site.member !== null && <a href={`/${site.member.id}`}>{strings.confirmation.home(site.member.name)}</a>}
        </div>
        {view.keepable.length > 0 && <Keep site={site} view={view} />}
        <section class="section">
          <h2>{strings.confirmation.copy}</h2>
          <AnswersList {...view} level={3} />
        </section>
      </>
    ),
  });
}

function Keep({ site, view }: { readonly site: SiteView; readonly view: ConfirmationView }) {
  const words = spaceWords.prefill;
  return (
    <section class="section">
      <h2>{words.keepTitle}</h2>
      <p>{words.keepText(view.keepable)}</p>
      <form method="post" action={`${view.trackHref}/garder`}>
        <Csrf site={site} />
        <button type="submit" class="button button-secondary">
          {words.keep}
        </button>
      </form>
    </section>
  );
}

function Next({ view }: { readonly view: ConfirmationView }) {
  return (
    <section class="section prose">
      <h2>{strings.confirmation.next}</h2>
      {view.next.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {view.mailedTo !== null && <p>{strings.confirmation.mail(view.mailedTo)}</p>}
      <p>{strings.confirmation.keep}</p>
    </section>
  );
}

/** The acknowledgement of receipt, at once (CRPA R.112-11-1, R.112-11-2). */
function Receipt({ view }: { readonly view: ConfirmationView }) {
  const { receipt } = clockWords;
  const facts = [
    [receipt.received, view.sentAt],
    [receipt.service, view.service.join("\n")],
    [receipt.silence, view.silence],
  ] as const;
  return (
    <section class="section prose" aria-labelledby="accuse">
      <h2 id="accuse">{receipt.title}</h2>
      <p>{receipt.instant}</p>
      <dl class="facts facts-long">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="lines">{french(text)}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{strings.confirmation.receipt}</p>
    </section>
  );
}
