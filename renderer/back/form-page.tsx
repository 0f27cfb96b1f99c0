import { RenewalNote, type RenewalNoteView } from "../front/renewal-block.tsx";
import { words } from "../strings-back.ts";
import { renewalWords } from "../strings-renewal.ts";
import { type AlikeLine, AlikeNotice } from "./alike.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { type ArrivalView, type FilledForm, type FilledFormProps, FilledFormSection } from "./filled-form.tsx";
import { StaleNotice, type StaleNoticeProps } from "./stale-notice.tsx";

/** A definition's own form, whole: to open an entry, or to edit one. */
export interface FormPageView {
  readonly frame: BackFrame;
  readonly title: string;
  /** Reference of the edited entry and its state, or null for a new one. */
  readonly subtitle: string | null;
  readonly filled: FilledForm;
  /** Someone acted in between; null otherwise. */
  readonly stale: StaleNoticeProps | null;
  /** Fiches that may be of the same person; none for a form that opens no fiche. */
  readonly alike?: readonly AlikeLine[];
  readonly action: string;
  readonly hidden: readonly (readonly [string, string])[];
  readonly submit: string;
  /** Where to go without saving. */
  readonly cancel: string;
  readonly cancelLabel: string;
  /** See `FilledFormProps`. */
  readonly arrival?: ArrivalView;
  /** The entry that this one renews. */
  readonly renewal?: RenewalNoteView;
  /** See `FilledFormProps`. */
  readonly resume?: FilledFormProps["resume"];
}

/** The page of a whole form. */
export function formPage(view: FormPageView): string {
  const { frame, filled } = view;
  return renderBackPage({
    frame,
    title: view.title,
    error: filled.issues.length > 0 || view.stale !== null || (view.alike ?? []).length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.entry.navigation}>
          <a href={view.cancel}>
            <span aria-hidden="true">← </span>
            {view.cancelLabel}
          </a>
        </nav>
        {view.stale && <StaleNotice {...view.stale} />}
        {view.alike && view.alike.length > 0 && <AlikeNotice lines={view.alike} />}
        <div class="form-page">
          <h1>{view.title}</h1>
          {view.subtitle && <p class="glance-title">{view.subtitle}</p>}
          {view.renewal && <RenewalNote renewal={view.renewal} lead={renewalWords.desk.note(view.renewal.reference)} />}
          <FilledFormSection
            site={frame.site}
            filled={filled}
            action={view.action}
            hidden={view.hidden}
            submit={view.submit}
            cancel={view.cancel}
            {...(view.arrival && { arrival: view.arrival })}
            {...(view.resume && { resume: view.resume })}
          />
        </div>
      </>
    ),
  });
}
