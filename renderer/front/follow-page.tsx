import type { Answers, Form, Issue } from "../../engine/index.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { renderFields } from "../form-fields.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";

export interface FollowView {
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly action: string;
}

/** Where a printed receipt leads: asks for its reference and its code. */
export function renderFollow(site: SiteView, { form, answers, issues, action }: FollowView): string {
  const words = strings.follow;
  const fields = form.steps.flatMap((step) => step.fields);
  return renderPage({
    site,
    title: words.title,
    error: issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} />
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <form method="post" action={action} noValidate data-enhance="form">
          <Csrf site={site} />
          {renderFields(fields, answers, issues)}
          <div class="actions">
            <button type="submit" class="button">
              {words.submit}
            </button>
          </div>
        </form>
        <p class="hint">{words.help}</p>
      </div>
    ),
  });
}
