import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { spaceWords } from "../strings-space.ts";

export interface ConfirmationView extends Pick<AnswersListView, "sections" | "fileNames" | "fileHref"> {
  readonly title: string;
  readonly reference: string;
  /** "mardi 3 mars 2026 à 14 h 30". */
  readonly sentAt: string;
  /** What happens next, from the definition or the state. */
  readonly next: readonly string[];
  /** Legal delay: regime and words ("2 mois"); null when the law sets none. */
  readonly clock: { readonly regime: "SVA" | "SVR"; readonly delay: string } | null;
  /** Address an acknowledgement goes to, when one does. */
  readonly mailedTo: string | null;
  readonly trackHref: string;
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
        </div>
        <Next view={view} />
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
        <p class="hint section">{strings.confirmation.receipt}</p>
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
  const { clock } = view;
  return (
    <section class="section prose">
      <h2>{strings.confirmation.next}</h2>
      {view.next.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {clock !== null && (
        <p>
          {strings.confirmation.delay(clock.delay)}{" "}
          {clock.regime === "SVA"
            ? strings.confirmation.silenceYes(clock.delay)
            : strings.confirmation.silenceNo(clock.delay)}
        </p>
      )}
      {view.mailedTo !== null && <p>{strings.confirmation.mail(view.mailedTo)}</p>}
      <p>{strings.confirmation.keep}</p>
    </section>
  );
}
