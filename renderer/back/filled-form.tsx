import type { Answers, Form, Issue } from "../../engine/index.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { type FieldOptions, renderFields } from "../form-fields.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { words } from "../strings-back.ts";
import { StaleNotice, type StaleNoticeProps } from "./stale-notice.tsx";

/** A form with what was typed in it, right or wrong. */
export interface FilledForm {
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  /** Which fields are asked, files, references. */
  readonly options: FieldOptions;
  /** Ids of the steps to show, in order. */
  readonly steps: readonly string[];
  /** Someone acted in between; null otherwise. */
  readonly stale: StaleNoticeProps | null;
}

export interface FilledFormProps {
  readonly site: SiteView;
  readonly filled: FilledForm;
  /** Address the form posts to, without fragment. */
  readonly action: string;
  readonly hidden: readonly (readonly [string, string])[];
  readonly submit: string;
  readonly danger?: boolean;
  /** Where to go without sending. */
  readonly cancel: string;
  /** Heading level of the steps' titles; a form of one step has none. */
  readonly headings?: boolean;
}

/** A whole form on one page. Its first submit button, hidden, is what Enter presses: never "add" nor "remove". */
export function FilledFormSection(props: FilledFormProps) {
  const { site, filled, action, hidden, submit, cancel } = props;
  const steps = filled.form.steps.filter((step) => filled.steps.includes(step.id));
  const titled = props.headings === true && steps.length > 1;
  return (
    <>
      {filled.stale && <StaleNotice {...filled.stale} />}
      <ErrorSummary issues={filled.issues} />
      <form
        method="post"
        action={`${action}#erreurs`}
        encType="multipart/form-data"
        class="filled-form"
        noValidate
        data-enhance
      >
        <Csrf site={site} />
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="default-action" tabIndex={-1} aria-hidden="true">
          {submit}
        </button>
        {steps.map((step) => {
          const fields = renderFields(step.fields, filled.answers, filled.issues, filled.options);
          return titled ? (
            <section key={step.id} class="form-step" aria-labelledby={`etape-${step.id}`}>
              <h2 id={`etape-${step.id}`}>{step.title}</h2>
              {step.hint && <p class="hint">{step.hint}</p>}
              {fields}
            </section>
          ) : (
            <div key={step.id}>{fields}</div>
          );
        })}
        {depends(filled.form) && <UpdateButton />}
        <div class="button-row form-end">
          <button type="submit" class={props.danger ? "button button-danger" : "button"}>
            {submit}
          </button>
          <a class="button button-secondary" href={cancel}>
            {words.event.cancel}
          </a>
        </div>
      </form>
    </>
  );
}

/** Asks which questions the answers call for; the script does it by itself and hides the button. */
function UpdateButton() {
  return (
    <div class="update" data-without-script>
      <button
        type="submit"
        name="_action"
        value="update"
        class="button button-secondary"
        aria-describedby="update-hint"
      >
        {words.form.update}
      </button>
      <p class="hint" id="update-hint">
        {words.form.updateHint}
      </p>
    </div>
  );
}

/** Whether some questions depend on answers. */
function depends(form: Form): boolean {
  const conditional = (fields: Form["order"]): boolean =>
    fields.some((field) => field.when !== undefined || conditional(field.fields ?? []));
  return form.steps.some((step) => step.when !== undefined) || conditional(form.order);
}
