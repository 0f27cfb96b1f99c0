import type { Explanation, SectorFinding } from "../../engine/index.ts";
import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { PriceSection } from "../price-explanation.tsx";
import { SectorSection } from "../sector-explanation.tsx";
import { strings } from "../strings.ts";
import { spaceWords } from "../strings-space.ts";
import { OtherAppointments, type OtherAppointmentView } from "./other-appointments.tsx";
import { RenewalNote, type RenewalNoteView } from "./renewal-block.tsx";
import { Progress } from "./step-page.tsx";

export interface CheckView extends Pick<AnswersListView, "sections" | "files"> {
  readonly serviceTitle: string;
  /** "/mulhouse/demarches/0192…/verifier". */
  readonly action: string;
  readonly back: string;
  readonly change: (step: string) => string;
  readonly count: number;
  readonly controller: string;
  /** Whom it is filed for, when it is for someone else. */
  readonly onBehalf: string | null;
  /** Some answers come from her account. */
  readonly prefilled: boolean;
  /** The entry it renews. */
  readonly renewal?: RenewalNoteView | null;
  /** What it will cost, and why. */
  readonly prices: readonly Explanation[];
  /** How the sectors of its addresses were found, or why none was. */
  readonly findings: readonly SectorFinding[];
  /** Refused at the last moment (a rule, a file gone): shown on top. */
  readonly issues: readonly ShownIssue[];
  /** Known elsewhere for the same pre-applications. */
  readonly others: readonly OtherAppointmentView[];
}

/** Name under which the page says which prices it showed. */
export const PRICES_SEEN = "_prix";

/** Prices as that name says them: "prix:2400". */
export const pricesSeen = (prices: readonly Pick<Explanation, "field" | "total">[]): string =>
  prices.map(({ field, total }) => `${field}:${total}`).join(" ");

/** Everything that will be sent, each step with its link to change it. */
export function renderCheck(site: SiteView, view: CheckView): string {
  return renderPage({
    site,
    title: `${strings.check.title} – ${view.serviceTitle}`,
    error: view.issues.length > 0,
    back: { href: view.back },
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={view.issues} />
        <Progress rank={view.count} count={view.count} />
        <p class="service-name">{view.serviceTitle}</p>
        <h1>{strings.check.title}</h1>
        <p class="lead">{strings.check.lead}</p>
        {view.onBehalf !== null && <p>{spaceWords.forWhom.filedFor(view.onBehalf)}</p>}
        {view.renewal && <RenewalNote renewal={view.renewal} />}
        {view.prefilled && <p class="note">{spaceWords.prefill.check}</p>}
        <OtherAppointments others={view.others} />
        <div class="answers-block" id="root">
          <AnswersList {...view} />
        </div>
        <SectorSection findings={view.findings} />
        <PriceSection prices={view.prices} toCome />
        <form method="post" action={view.action} data-enhance="form">
          <Csrf site={site} />
          {view.prices.length > 0 && <input type="hidden" name={PRICES_SEEN} value={pricesSeen(view.prices)} />}
          <p class="hint">
            {strings.check.data(view.controller)}{" "}
            {site.member !== null && <a href={`/${site.member.id}/donnees-personnelles`}>{strings.check.rights}</a>}
          </p>
          <div class="actions">
            <button type="submit" class="button button-start">
              {strings.check.send}
            </button>
            <button type="submit" class="link" name="_action" value="later">
              {strings.step.later}
            </button>
          </div>
        </form>
      </div>
    ),
  });
}
