import type { ComponentChildren } from "preact";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { ListTitle, Notice, Refused } from "./admin-parts.tsx";
import { ADMIN_ROOT } from "./fields.tsx";

interface Way {
  readonly href: string;
  readonly label: string;
}

export interface AdminPageView {
  readonly frame: BackFrame;
  readonly title: string;
  /** To the page it was come from. */
  readonly back?: Way;
  /** What adds to the list that the page shows. */
  readonly add?: Way;
  /** What is wrong with its forms. */
  readonly issues?: readonly ShownIssue[];
  /** What was done just now. */
  readonly notice?: string | undefined;
  /** Why it was not, when no field is to blame. */
  readonly refused?: string | undefined;
  /** What the page is for. */
  readonly lead?: string;
  readonly children: ComponentChildren;
}

/** A page of administration: the way back, what went wrong or well, its title and what it is for, then its matter. */
export function renderAdminPage(view: AdminPageView): string {
  const { frame, title, back, add, issues = [], lead } = view;
  return renderBackPage({
    frame,
    title,
    error: issues.length > 0,
    children: (
      <>
        {back && (
          <nav class="entry-nav" aria-label={back.label}>
            <a href={back.href}>{back.label}</a>
          </nav>
        )}
        <ErrorSummary issues={issues} root={ADMIN_ROOT} />
        <Notice text={view.notice} />
        <Refused text={view.refused} />
        {add ? <ListTitle title={title} add={add} /> : <h1>{french(title)}</h1>}
        {lead !== undefined && <p class="measure">{french(lead)}</p>}
        {view.children}
      </>
    ),
  });
}
