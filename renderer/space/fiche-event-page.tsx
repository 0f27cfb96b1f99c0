import { ErrorSummary } from "../error-summary.tsx";
import { hasFile } from "../form-fields.tsx";
import { french } from "../french.ts";
import { type EventFormView, eventFields } from "../front/tracking-page.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { ficheWords as words } from "../strings-fiches.ts";

export interface FicheEventView {
  /** Of the fiche. */
  readonly title: string;
  readonly href: string;
  readonly revision: number;
  readonly event: EventFormView;
  /** It confirms what is asked each year: she may say that nothing has changed. */
  readonly confirms: boolean;
  /** She said so, and something has. */
  readonly differs: boolean;
  /** Name of that button. */
  readonly unchanged: string;
}

/** One thing she says of her fiche, on one page, filled with what it holds. */
export function renderFicheEvent(site: SiteView, view: FicheEventView): string {
  const { event, confirms } = view;
  const { type, label, hint } = event.event;
  const wrong = event.issues.length > 0 || view.differs;
  return renderPage({
    site,
    title: `${label} – ${view.title}`,
    error: wrong,
    back: { href: view.href, label: words.cancel },
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={event.issues} root={type} />
        {view.differs && (
          <p class="note note-waiting" role="alert" tabIndex={-1} data-focus>
            {french(words.confirm.changed)}
          </p>
        )}
        {event.stale && (
          <p class="note note-waiting" role="alert" tabIndex={-1} data-focus>
            {french(words.stale)}
          </p>
        )}
        <p class="service-name">{view.title}</p>
        <h1>{french(label)}</h1>
        {confirms && <p class="lead">{french(words.confirm.lead)}</p>}
        {hint !== undefined && <p>{french(hint)}</p>}
        <EventForm site={site} view={view} unchanged={confirms && !view.differs} />
      </div>
    ),
  });
}

interface FormProps {
  readonly site: SiteView;
  readonly view: FicheEventView;
  readonly unchanged: boolean;
}

function EventForm({ site, view, unchanged }: FormProps) {
  const { event, href } = view;
  const { type, label, tone } = event.event;
  const files = hasFile(event.form?.order ?? []);
  return (
    <form
      method="post"
      action={`${href}/evenements/${type}`}
      encType={files ? "multipart/form-data" : undefined}
      noValidate
      data-enhance="form"
      data-uploads={files ? "" : undefined}
    >
      <Csrf site={site} />
      <input type="hidden" name="_revision" value={view.revision} />
      <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
        {label}
      </button>
      {unchanged && (
        <p class="fiche-unchanged">
          <button type="submit" class="button button-secondary" name={view.unchanged} value="1">
            {words.confirm.unchanged}
          </button>
          <span class="hint">{french(words.confirm.unchangedHint)}</span>
        </p>
      )}
      {eventFields(event)}
      <div class="actions">
        <button type="submit" class={`button${tone === "danger" ? " button-danger" : ""}`}>
          {label}
        </button>
        <a href={href}>{words.cancel}</a>
      </div>
    </form>
  );
}
