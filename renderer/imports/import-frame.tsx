import type { ComponentChildren } from "preact";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { importWords as words } from "../strings-imports.ts";
import { WorkNav } from "../works/work-nav.tsx";

export interface ImportPageFrame {
  readonly frame: BackFrame;
  /** Of the register. */
  readonly title: string;
  readonly back: { readonly href: string; readonly label: string };
  /** Beside the title. */
  readonly mark?: ComponentChildren;
  readonly issues: readonly ShownIssue[];
  readonly children: ComponentChildren;
}

/** The document of every page of imports: the way back, the title, what is wrong, then what is its own. */
export function importPage({ frame, title: of, back, mark, issues, children }: ImportPageFrame): string {
  const title = words.title(of);
  return renderBackPage({
    frame,
    title,
    error: issues.length > 0,
    children: (
      <>
        <WorkNav href={back.href} label={back.label} />
        <div class="title-row">
          <h1>{french(title)}</h1>
          {mark}
        </div>
        <ErrorSummary issues={issues} />
        {children}
      </>
    ),
  });
}
