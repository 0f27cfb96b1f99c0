import { DoneNote } from "../done-note.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { TextInput } from "../text-input.tsx";

export interface LaterView {
  readonly serviceTitle: string;
  /** Absolute address with the capability. */
  readonly link: string;
  /** "21 décembre 2026". */
  readonly until: string;
  readonly resumeHref: string;
  /** Where the address form posts. */
  readonly action: string;
  readonly email: string;
  readonly issues: readonly ShownIssue[];
  /** Address the link has just been sent to. */
  readonly sentTo: string | null;
}

/** The link that opens a draft again, to copy or to receive. */
export function renderLater(site: SiteView, view: LaterView): string {
  return renderPage({
    site,
    title: `${strings.later.title} – ${view.serviceTitle}`,
    error: view.issues.length > 0,
    private: true,
    back: { href: view.resumeHref },
    children: (
      <div class="step sheet">
        <ErrorSummary issues={view.issues} root="later" />
        {view.sentTo !== null && <DoneNote>{strings.later.sent(view.sentTo)}</DoneNote>}
        <p class="service-name">{view.serviceTitle}</p>
        <h1>{strings.later.title}</h1>
        <p class="lead">{strings.later.lead}</p>
        <section class="section">
          <h2>{strings.later.link}</h2>
          <p class="copy-link">{view.link}</p>
          <p class="hint">{strings.later.until(view.until)}</p>
        </section>
        <form method="post" action={view.action} noValidate data-enhance="form">
          <Csrf site={site} />
          <input type="hidden" name="lien" value={view.link} />
          <h2>{strings.later.email}</h2>
          <TextInput
            root="later"
            name="courriel"
            type="email"
            label={strings.later.address}
            hint={strings.later.emailHint}
            autocomplete="email"
            value={view.email}
            issues={view.issues}
          />
          <div class="actions">
            <button type="submit" class="button">
              {strings.later.send}
            </button>
            <a href={view.resumeHref}>{strings.later.resume}</a>
          </div>
        </form>
      </div>
    ),
  });
}
