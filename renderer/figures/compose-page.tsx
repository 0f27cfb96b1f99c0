import { Refused } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { figureWords as words } from "../strings-figures.ts";
import { ComposeForm, type ComposeFormProps } from "./compose-form.tsx";
import { type Exports, FigureResult } from "./figure-result.tsx";
import type { FigureView } from "./figure-view.ts";
import { KeepForm, type KeepFormView } from "./keep-form.tsx";

export interface ComposePageView {
  readonly frame: BackFrame;
  /** Home of the figures. */
  readonly home: string;
  readonly form: ComposeFormProps;
  readonly view: FigureView | null;
  readonly exports: Exports;
  /** Why there is no result, when that is no fault of one field. */
  readonly refused: string | undefined;
  /** Null while there is nothing to keep. */
  readonly keep: KeepFormView | null;
}

/** Where an agent composes a statistic: choices on one side, what they give on the other. */
export function composePage(page: ComposePageView): string {
  const { frame, home, form, view } = page;
  const title = words.compose.title;
  return renderBackPage({
    frame,
    title,
    error: form.issues.length + (page.keep?.issues.length ?? 0) > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={home}>{words.back}</a>
        </nav>
        <h1>{title}</h1>
        <p class="measure">{words.compose.lead}</p>
        <div class="compose-page" data-live-part>
          <ErrorSummary issues={form.issues} root={ADMIN_ROOT} />
          {form.definitions.length === 0 ? <p class="empty">{words.compose.none}</p> : <ComposeForm {...form} />}
          {(view !== null || page.refused !== undefined) && (
            <section class="statistic" aria-labelledby="resultat">
              <h2 id="resultat">{view?.title ?? words.result.title}</h2>
              <Refused text={page.refused} />
              {view && <FigureResult view={view} exports={page.exports} />}
              {page.keep && <KeepForm site={frame.site} form={page.keep} />}
            </section>
          )}
        </div>
      </>
    ),
  });
}
