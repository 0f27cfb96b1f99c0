import type { VNode } from "preact";
import type { Answers, Context, Field, Form, Issue } from "../../engine/index.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { type FieldOptions, hasFile, renderFields } from "../form-fields.tsx";
import { french } from "../french.ts";
import { Csrf, renderFragment, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { spaceWords } from "../strings-space.ts";
import { liveFields, visibilityOf, withPrices } from "../visibility.ts";
import { RenewalNote, type RenewalNoteView } from "./renewal-block.tsx";

export interface StepView {
  readonly serviceTitle: string;
  /** Ids of the definition and of the draft: travel with the form, for the day its session has ended. */
  readonly service: string;
  readonly draft: string;
  /** Of the draft shown: what the script saves must not undo what another page wrote since. */
  readonly revision: number;
  readonly form: Form;
  readonly context: Context;
  /** As typed so far, right or wrong. */
  readonly answers: Answers;
  readonly step: {
    readonly id: string;
    readonly title: string;
    readonly hint?: string;
    readonly fields: readonly Field[];
  };
  /** From 1. */
  readonly rank: number;
  readonly count: number;
  /** "/mulhouse/demarches/0192…/personne". */
  readonly action: string;
  readonly back: string;
  readonly issues: readonly Issue[];
  /** Fields became visible by what was just answered: asked gently, not shown as faults. */
  readonly more: boolean;
  /** Titles of the fields filled from her account. */
  readonly prefilled: readonly string[];
  /** The entry it renews, said on the first page. */
  readonly renewal?: RenewalNoteView | null;
  /** Opened by "Modifier": leads back to the check. */
  readonly editing: boolean;
  readonly files: NonNullable<FieldOptions["files"]>;
  readonly references: NonNullable<FieldOptions["references"]>;
  readonly offered?: NonNullable<FieldOptions["offered"]>;
  readonly slots?: NonNullable<FieldOptions["slots"]>;
  readonly seats?: NonNullable<FieldOptions["seats"]>;
  readonly maxFile: number;
  readonly completion?: FieldOptions["completion"];
  readonly sources?: FieldOptions["sources"];
  readonly autosave: boolean;
}

/** One page of a form. */
export function renderStep(site: SiteView, view: StepView): string {
  const { step } = view;
  return renderPage({
    site,
    title: `${step.title} – ${view.serviceTitle}`,
    error: view.issues.length > 0,
    back: { href: view.back },
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={view.issues} />
        <Progress rank={view.rank} count={view.count} />
        <p class="service-name">{view.serviceTitle}</p>
        <h1>{french(step.title)}</h1>
        {step.hint !== undefined && <p class="hint">{french(step.hint)}</p>}
        {hasOptional(step.fields) && <p class="all-required">{strings.step.required}</p>}
        {view.renewal && <RenewalNote renewal={view.renewal} />}
        {view.prefilled.length > 0 && <p class="note">{spaceWords.prefill.note(view.prefilled)}</p>}
        {view.more && <MoreNote />}
        <StepForm site={site} view={view} />
      </div>
    ),
  });
}

/** The fields alone, for a partial update. */
export function renderStepFields(view: StepView): string {
  return renderFragment(stepFields(view));
}

function stepFields(view: StepView): VNode {
  return renderFields(view.step.fields, withPrices(view.form, view.answers, view.context), view.issues, {
    visible: visibilityOf(view.form, view.answers, view.context),
    live: liveFields(view.form),
    files: view.files,
    references: view.references,
    ...(view.offered && { offered: view.offered }),
    ...(view.slots && { slots: view.slots }),
    ...(view.seats && { seats: view.seats }),
    maxFile: view.maxFile,
    completion: view.completion,
    sources: view.sources,
    sectors: view.context.about?.sectors,
  });
}

function StepForm({ site, view }: { readonly site: SiteView; readonly view: StepView }) {
  const label = view.editing ? strings.step.save : strings.step.next;
  return (
    <form
      method="post"
      action={view.editing ? `${view.action}?retour=verifier` : view.action}
      encType={hasFile(view.step.fields) ? "multipart/form-data" : undefined}
      noValidate
      data-enhance={view.autosave ? "draft" : "form"}
      data-uploads={view.autosave && hasFile(view.step.fields) ? "" : undefined}
    >
      <Csrf site={site} />
      <input type="hidden" name="_demarche" value={view.service} />
      <input type="hidden" name="_brouillon" value={view.draft} />
      <input type="hidden" name="_revision" value={view.revision} />
      <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
        {label}
      </button>
      {stepFields(view)}
      <div class="actions">
        <button type="submit" class="button">
          {label}
        </button>
        <button type="submit" class="link" name="_action" value="later">
          {strings.step.later}
        </button>
      </div>
      <p
        class="saved"
        role="status"
        data-saved={strings.step.saved}
        data-saving={strings.step.saving}
        data-unsaved={strings.step.unsaved}
      />
    </form>
  );
}

/** Where this page stands on the way. */
export function Progress({ rank, count }: { readonly rank: number; readonly count: number }) {
  return (
    <div class="progress">
      <p>{strings.step.progress(rank, count)}</p>
      <div class="progress-bar" aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <span key={index} class={index < rank ? "done" : undefined} />
        ))}
      </div>
    </div>
  );
}

function MoreNote() {
  return (
    <div class="note" id="precision" role="status" tabIndex={-1} data-focus>
      <h2>{strings.step.moreTitle}</h2>
      <p>{strings.step.more}</p>
    </div>
  );
}

const hasOptional = (fields: readonly Field[]): boolean =>
  fields.some(
    (field) =>
      field.computed === undefined && (field.fields === undefined ? !field.required : hasOptional(field.fields)),
  );
