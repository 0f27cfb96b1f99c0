import type { ComponentChildren } from "preact";
import type { Answers, Form, Issue } from "../../engine/index.ts";
import { DoneNote } from "../done-note.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { renderFields } from "../form-fields.tsx";
import { Csrf, type HiddenField, type SiteView } from "../page.tsx";
import { renderSpacePage, type SpacePlace } from "./space-page.tsx";

export interface SpaceFormView {
  readonly here: SpacePlace;
  readonly title: string;
  readonly lead?: string;
  /** Said above the form: what has just been done. */
  readonly done?: string | null;
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly action: string;
  readonly submit: string;
  readonly hidden?: readonly HiddenField[];
  /** Beside the button. */
  readonly link?: { readonly href: string; readonly label: string };
  /** Between the title and the form, and after it. */
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  /** What to do when nothing comes. */
  readonly help?: string;
}

/** A page of the space with one form of ours. */
export function renderSpaceForm(site: SiteView, view: SpaceFormView): string {
  return renderSpacePage(site, {
    here: view.here,
    title: view.title,
    error: view.issues.length > 0,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={view.issues} />
        {view.done && <DoneNote>{view.done}</DoneNote>}
        <h1>{view.title}</h1>
        {view.lead !== undefined && <p class="lead">{view.lead}</p>}
        {view.before}
        <form method="post" action={view.action} noValidate data-enhance="form">
          <Csrf site={site} />
          {view.hidden?.map(({ name, value }) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {renderFields(
            view.form.steps.flatMap(({ fields }) => fields),
            view.answers,
            view.issues,
          )}
          <div class="actions">
            <button type="submit" class="button">
              {view.submit}
            </button>
            {view.link && <a href={view.link.href}>{view.link.label}</a>}
          </div>
        </form>
        {view.help !== undefined && <p class="hint">{view.help}</p>}
        {view.after}
      </div>
    ),
  });
}
