import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { Csrf, type HiddenField, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";

export interface ExpiredView extends Pick<AnswersListView, "sections"> {
  readonly serviceTitle: string;
  /** Where both buttons post: a new draft made of `fields`. */
  readonly action: string;
  /** What was posted, to be posted again. */
  readonly fields: readonly HiddenField[];
}

/** The session ended while a page was being filled: what was typed is kept in this page. */
export function renderExpired(site: SiteView, view: ExpiredView): string {
  return renderPage({
    site,
    title: strings.expired.title,
    private: true,
    children: (
      <div class="step sheet">
        <p class="service-name">{view.serviceTitle}</p>
        <h1>{strings.expired.title}</h1>
        <p class="lead">{strings.expired.lead}</p>
        <form method="post" action={view.action} data-enhance="form">
          <Csrf site={site} />
          {view.fields.map((field) => (
            <input key={`${field.name} ${field.value}`} type="hidden" name={field.name} value={field.value} />
          ))}
          <p>{strings.expired.signIn}</p>
          <p>{strings.expired.anonymous}</p>
          <div class="actions">
            <button type="submit" class="button" name="_action" value="continue">
              {strings.expired.continue}
            </button>
            <button type="submit" class="button button-secondary" name="_action" value="sign-in">
              {strings.expired.signInButton}
            </button>
          </div>
        </form>
        {view.sections.length > 0 && (
          <section class="section">
            <h2>{strings.expired.kept}</h2>
            <AnswersList sections={view.sections} level={3} />
          </section>
        )}
      </div>
    ),
  });
}
