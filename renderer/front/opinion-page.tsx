import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { opinionWords as words } from "../strings-opinion.ts";
import { describedBy, FieldError, Hint, Title } from "../theme/messages.tsx";

const ROOT = "opinion";

export interface OpinionView {
  readonly title: string;
  /** Where it posts. */
  readonly action: string;
  /** The demande's page. */
  readonly back: string;
  /** 1 to 5, or 0 before a choice. */
  readonly score: number;
  readonly comment: string;
  readonly issues: readonly ShownIssue[];
}

/** One question after a decision, with words for each answer. */
export function renderOpinion(site: SiteView, view: OpinionView): string {
  const { issues } = view;
  return renderPage({
    site,
    title: words.title,
    error: issues.length > 0,
    private: true,
    back: { href: view.back },
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={ROOT} />
        <p class="service-name">{view.title}</p>
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <form method="post" action={view.action} noValidate data-enhance="form">
          <Csrf site={site} />
          <div class="fields">
            <Scores view={view} />
            <Comment view={view} />
          </div>
          <div class="actions">
            <button type="submit" class="button">
              {words.send}
            </button>
          </div>
        </form>
      </div>
    ),
  });
}

const messagesOf = (issues: readonly ShownIssue[], name: string): readonly string[] =>
  issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);

function Scores({ view }: { readonly view: OpinionView }) {
  const id = fieldId("/avis", ROOT);
  const messages = messagesOf(view.issues, "avis");
  return (
    <fieldset
      class={`field field-group${messages.length > 0 ? " field-error" : ""}`}
      aria-describedby={describedBy(id, undefined, messages)}
    >
      <legend class="legend">{french(words.question)}</legend>
      <FieldError id={id} messages={messages} />
      <div class="options">
        {[5, 4, 3, 2, 1].map((score, index) => (
          <div class="option" key={score}>
            <input
              type="radio"
              id={index === 0 ? id : `${id}-${score}`}
              name="avis"
              value={score}
              checked={view.score === score}
            />
            <label for={index === 0 ? id : `${id}-${score}`}>{words.scores[score]}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Comment({ view }: { readonly view: OpinionView }) {
  const id = fieldId("/commentaire", ROOT);
  const messages = messagesOf(view.issues, "commentaire");
  return (
    <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
      <label class="label" for={id}>
        <Title text={words.comment} required={false} />
      </label>
      <Hint id={id} text={words.commentHint} />
      <FieldError id={id} messages={messages} />
      <textarea
        id={id}
        name="commentaire"
        class="input textarea"
        rows={4}
        aria-describedby={describedBy(id, words.commentHint, messages)}
        aria-invalid={messages.length > 0 ? "true" : undefined}
      >
        {view.comment}
      </textarea>
    </div>
  );
}

/** The part of a demande's page that leads to the question. */
export function OpinionInvitation({ href }: { readonly href: string }) {
  return (
    <section class="section" aria-labelledby="votre-avis">
      <h2 id="votre-avis">{french(words.section)}</h2>
      <p>{words.sectionText}</p>
      <p>
        <a class="button button-secondary" href={href}>
          {words.link}
        </a>
      </p>
    </section>
  );
}
