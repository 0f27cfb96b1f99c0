import type { Form } from "../../engine/index.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { hasFile, renderFields } from "../form-fields.tsx";
import { french } from "../french.ts";
import { Csrf, renderFragment } from "../page.tsx";
import { words } from "../strings-back.ts";
import { duplicateWords } from "../strings-duplicates.ts";
import { quickWords } from "../strings-quick.ts";
import { type AlikeLine, AlikeNotice } from "./alike.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { conditional, type FilledForm, UpdateButton } from "./filled-form.tsx";
import { FindField, type FindView } from "./quick-find.tsx";

/** One screen that opens an entry with a few questions. */
export interface QuickPageView {
  readonly frame: BackFrame;
  readonly title: string;
  readonly subtitle: string;
  readonly fields: QuickFields;
  /** What was saved just before, or null. */
  readonly done: QuickDone | null;
  /** A sentence about an entry created on the way, or null. */
  readonly notice: string | null;
  readonly alike: readonly AlikeLine[];
  readonly hidden: readonly (readonly [string, string])[];
  /** Address the form posts to, without fragment. */
  readonly action: string;
  /** Registers in which an entry that was not found can be created: key of the reference, and title. */
  readonly creates: readonly { readonly key: string; readonly title: string }[];
  readonly cancel: string;
  readonly cancelLabel: string;
}

/** What an agent has just saved. */
export interface QuickDone {
  readonly label: string;
  readonly href: string;
  /** Where it is completed; null when she may not, or nothing can be. */
  readonly editHref: string | null;
  /** The fiches it refers to, for what comes next. */
  readonly about: readonly { readonly label: string; readonly href: string }[];
}

/** The questions, with what was typed. */
export interface QuickFields {
  readonly find: FindView | null;
  /** Asked when nobody was found: an entry found says as much. */
  readonly implied: Form["order"];
  readonly asked: Form["order"];
  readonly filled: FilledForm;
  readonly action: string;
}

/** Id of what says that the one before is saved: the first question is described by it. */
export const DONE_ID = "fait";

/** The page of a quick form. The first question has the focus; Enter saves. */
export function quickPage(view: QuickPageView): string {
  const { frame, fields, alike } = view;
  const { issues } = fields.filled;
  return renderBackPage({
    frame,
    title: view.title,
    error: issues.length > 0 || alike.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.entry.navigation}>
          <a href={view.cancel}>
            <span aria-hidden="true">← </span>
            {view.cancelLabel}
          </a>
        </nav>
        {alike.length > 0 && <AlikeNotice lines={alike} />}
        <div class="form-page quick">
          <h1>{view.title}</h1>
          <p class="glance-title">{view.subtitle}</p>
          {view.done && <Done done={view.done} />}
          {view.notice !== null && (
            <p class="notice" role="status" id={DONE_ID}>
              {french(view.notice)}
            </p>
          )}
          <ErrorSummary issues={issues} />
          <QuickForm view={view} />
        </div>
      </>
    ),
  });
}

function Done({ done: { label, href, editHref, about } }: { readonly done: QuickDone }) {
  return (
    <p class="notice" role="status" id={DONE_ID}>
      {french(quickWords.done)} <a href={href}>{label}</a>.{" "}
      {editHref !== null && (
        <>
          <a href={editHref}>
            {quickWords.complete}
            <span class="sr"> {label}</span>
          </a>
          .{" "}
        </>
      )}
      {about.map((fiche) => (
        <span key={fiche.href}>
          {french(quickWords.about)} <a href={fiche.href}>{fiche.label}</a>.{" "}
        </span>
      ))}
    </p>
  );
}

/** Its first submit button, hidden, is what Enter presses. */
function QuickForm({ view }: { readonly view: QuickPageView }) {
  const { fields, action } = view;
  const submit = view.alike.length > 0 ? duplicateWords.notice.anyway : quickWords.save;
  const asked = [...fields.implied, ...fields.asked];
  return (
    <form
      method="post"
      action={`${action}#erreurs`}
      encType="multipart/form-data"
      class="filled-form"
      noValidate
      data-enhance="form"
      data-quick-form=""
      data-uploads={hasFile(asked) ? "" : undefined}
    >
      <Csrf site={view.frame.site} />
      {view.hidden.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
        {submit}
      </button>
      <Fields fields={fields} />
      {conditional(asked) && <UpdateButton />}
      <div class="button-row form-end">
        <button type="submit" class="button">
          {submit}
        </button>
        <button type="submit" class="button button-secondary" name="_action" value="complet">
          {quickWords.full}
        </button>
      </div>
      <p class="hint">{french(quickWords.keys)}</p>
      {view.creates.length > 0 && <Creates creates={view.creates} />}
    </form>
  );
}

function Creates({ creates }: Pick<QuickPageView, "creates">) {
  return (
    <section class="quick-creates" aria-labelledby="creer">
      <p id="creer">{french(quickWords.create)}</p>
      <div class="button-row">
        {creates.map(({ key, title }) => (
          <button
            key={key}
            type="submit"
            class="button button-secondary button-small"
            name="_action"
            value={`creer:${key}`}
          >
            {french(quickWords.createOne(title))}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The questions alone, for a partial update. */
export const quickFields = (fields: QuickFields): string => renderFragment(<Fields fields={fields} />);

function Fields({ fields }: { readonly fields: QuickFields }) {
  const { find, implied, asked, filled, action } = fields;
  const { answers, issues, options } = filled;
  return (
    <div class="fields form-steps">
      <section class="form-step">
        {find && <FindField find={find} action={action} />}
        {implied.length > 0 && (
          <div data-unless-found="" hidden={find !== null && find.chosen !== null}>
            {renderFields(implied, answers, issues, options)}
          </div>
        )}
        {renderFields(asked, answers, issues, options)}
      </section>
    </div>
  );
}
