import { words } from "../strings-back.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { type ArrivalView, type FilledForm, FilledFormSection } from "./filled-form.tsx";
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
  readonly action: string;
  readonly hidden: readonly (readonly [string, string])[];
  readonly submit: string;
  /** Where to go without saving. */
  readonly cancel: string;
  readonly cancelLabel: string;
  /** See `FilledFormProps`. */
  readonly arrival?: ArrivalView;
}

/** The page of a whole form. */
export function formPage(view: FormPageView): string {
  const { frame, filled } = view;
  return renderBackPage({
    frame,
    title: view.title,
    error: filled.issues.length > 0 || view.stale !== null,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.entry.navigation}>
          <a href={view.cancel}>
            <span aria-hidden="true">← </span>
            {view.cancelLabel}
          </a>
        </nav>
        {view.stale && <StaleNotice {...view.stale} />}
        <div class="form-page">
          <h1>{view.title}</h1>
          {view.subtitle && <p class="glance-title">{view.subtitle}</p>}
          <FilledFormSection
            site={frame.site}
            filled={filled}
            action={view.action}
            hidden={view.hidden}
            submit={view.submit}
            cancel={view.cancel}
            {...(view.arrival && { arrival: view.arrival })}
          />
        </div>
      </>
    ),
  });
}
