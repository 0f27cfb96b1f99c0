import type { ComponentChildren } from "preact";
import type { CompiledDefinition } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { workWords as words } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

export interface WorkFormView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  /** Entries chosen. */
  readonly total: number;
  /** What is wrong with the only question, or null. */
  readonly missing: string | null;
  /** Address it posts to. */
  readonly action: string;
  /** Address of the work. */
  readonly base: string;
}

/**
 * A page that asks one question about the entries chosen, before the page that says what will be done.
 * @param question its control, and the name by which the list of errors leads to it
 */
export function workFormPage(
  { frame, definition, total, missing, action, base }: WorkFormView,
  title: string,
  question: { readonly name: string; readonly control: ComponentChildren },
): string {
  return renderBackPage({
    frame,
    title,
    error: missing !== null,
    children: (
      <>
        <WorkNav href={`${base}?action=`} label={words.prepare.other} />
        <div class="form-page">
          <h1>{title}</h1>
          <p class="glance-title">{words.entries(definition.kind, total)}</p>
          <ErrorSummary issues={missing === null ? [] : [{ pointer: `/${question.name}`, message: missing }]} />
          <form method="post" action={`${action}#erreurs`} class="filled-form">
            <Csrf site={frame.site} />
            {question.control}
            <div class="button-row form-end">
              <button type="submit" class="button">
                {words.prepare.next}
              </button>
              <a class="button button-secondary" href={`${base}?action=`}>
                {words.prepare.cancel}
              </a>
            </div>
          </form>
        </div>
      </>
    ),
  });
}
