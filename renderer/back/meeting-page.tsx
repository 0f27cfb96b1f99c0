import { formatDate } from "../../engine/index.ts";
import { Notice, Refused } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { meetingWords as words } from "../strings-meetings.ts";
import { WorkNav } from "../works/work-nav.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { Preparation, type PreparationView } from "./meeting-preparation.tsx";
import { RankedList, type RankedView } from "./meeting-ranked.tsx";

export interface MeetingPageView {
  readonly frame: BackFrame;
  /** Of the commission. */
  readonly title: string;
  /** Of the definition. */
  readonly about: string;
  readonly day: string;
  readonly state: keyof typeof words.states;
  readonly seed: string;
  readonly revision: number;
  readonly base: string;
  /** All the meetings; null for who only sees this one. */
  readonly listHref: string | null;
  /** Whether she runs it, rather than read it. */
  readonly acts: boolean;
  /** Without names nor references. */
  readonly anonymous: boolean;
  /** Where the same is with or without names, for who may read both. */
  readonly otherHref: string | null;
  readonly preparation: PreparationView | null;
  readonly ranked: RankedView | null;
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
  readonly refused: string | undefined;
}

/** A meeting: what it has to give, then who has what and why. */
export function meetingPage(view: MeetingPageView): string {
  const title = words.meeting(view.title, formatDate(view.day));
  return renderBackPage({
    frame: view.frame,
    title,
    error: view.issues.length > 0 || view.refused !== undefined,
    children: (
      <div class="meeting">
        {view.listHref !== null && <WorkNav href={view.listHref} label={words.back} />}
        <ErrorSummary issues={view.issues} root={ADMIN_ROOT} />
        <Notice text={view.notice} />
        <Refused text={view.refused} />
        <div class="title-row">
          <h1>{title}</h1>
          {view.otherHref !== null && (
            <a class="button button-secondary" href={view.otherHref}>
              {view.anonymous ? words.seeWith : words.seeWithout}
            </a>
          )}
        </div>
        <p class="glance-title">
          {view.about} · {words.states[view.state]}
        </p>
        <p class="hint">
          {french(words.criteriaDay(formatDate(view.day)))} {french(words.seed(view.seed))}
        </p>
        {view.preparation && <Preparation page={view} view={view.preparation} />}
        {view.ranked && <RankedList page={view} view={view.ranked} />}
      </div>
    ),
  });
}
