import { formatNumber } from "../../engine/index.ts";
import { AdminTable, Refused } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { figureWords } from "../strings-figures.ts";
import { opinionWords } from "../strings-opinion.ts";
import { steeringWords } from "../strings-steering.ts";
import { Chart } from "./chart.tsx";
import type { FactText } from "./fact-text.ts";
import { FigureTable } from "./figure-table.tsx";
import type { FigureView } from "./figure-view.ts";
import { type PeriodChoice, PeriodForm } from "./period-form.tsx";

const { ready: words } = steeringWords;

export interface StepLine {
  readonly title: string;
  readonly reached: number;
  readonly left: number;
}

export interface ReadyPageView {
  readonly frame: BackFrame;
  readonly home: string;
  /** Of this page, without its period. */
  readonly action: string;
  readonly title: string;
  /** "du 1er janvier 2026 au 31 mars 2026". */
  readonly period: string;
  readonly choice: PeriodChoice;
  readonly compose: string;
  readonly facts: readonly FactText[];
  /** Each with the address where it is changed or kept. */
  readonly figures: readonly { readonly view: FigureView; readonly href: string }[];
  /** Null for what citizens do not fill. */
  readonly steps: { readonly lines: readonly StepLine[]; readonly begun: number } | null;
  readonly opinions: {
    /** How many gave each score, the best first. */
    readonly scores: readonly (readonly [score: number, count: number])[];
    readonly count: number;
    /** "4,2"; null under five answers. */
    readonly average: string | null;
    readonly comments: string;
  } | null;
  readonly refused: string | undefined;
}

/** What one definition tells, without having to be asked. */
export function readyPage(view: ReadyPageView): string {
  const { frame, facts, figures, steps, opinions } = view;
  return renderBackPage({
    frame,
    title: `${figureWords.title} – ${view.title}`,
    error: view.choice.issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={figureWords.back}>
          <a href={view.home}>{figureWords.back}</a>
        </nav>
        <div data-live-part>
          <ErrorSummary issues={view.choice.issues} root={ADMIN_ROOT} />
          <div class="title-row">
            <h1>{view.title}</h1>
            <a class="button button-secondary" href={view.compose}>
              {words.compose}
            </a>
          </div>
          <p>{words.lead(view.period)}</p>
          <PeriodForm action={view.action} choice={view.choice} />
          <Refused text={view.refused} />
          {facts.length > 0 && <Facts facts={facts} />}
          <div class="dashboard-items">
            {figures.map(({ view: figure, href }) => (
              <Figure key={figure.title} view={figure} href={href} />
            ))}
          </div>
          {steps && <Steps {...steps} />}
          {opinions && <Opinions {...opinions} />}
        </div>
      </>
    ),
  });
}

export function Facts({ facts }: { readonly facts: readonly FactText[] }) {
  return (
    <section aria-labelledby="en-bref">
      <h2 id="en-bref">{words.facts}</h2>
      <dl class="key-facts">
        {facts.map(({ key, label, text }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Figure({ view, href }: { readonly view: FigureView; readonly href: string }) {
  return (
    <section class="statistic">
      <h2>{view.title}</h2>
      {view.table.n === 0 ? (
        <p class="quiet">{figureWords.result.empty}</p>
      ) : (
        <>
          <Chart view={view} />
          <FigureTable view={view} />
        </>
      )}
      <p>
        <a href={href}>
          {words.change} <span class="sr">: {view.title}</span>
        </a>
      </p>
    </section>
  );
}

function Steps({ lines, begun }: { readonly lines: readonly StepLine[]; readonly begun: number }) {
  const share = (count: number) => `${formatNumber(Math.round((count / begun) * 1000) / 10)}\u202f%`;
  return (
    <section class="figures-part" aria-labelledby="etapes">
      <h2 id="etapes">{words.steps}</h2>
      <p class="measure">{begun === 0 ? words.stepsNone : words.stepsLead}</p>
      {begun > 0 && (
        <AdminTable caption={words.steps} columns={[words.step, words.reached, words.left, words.share]}>
          {lines.map(({ title, reached, left }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td data-label={words.reached}>{formatNumber(reached)}</td>
              <td data-label={words.left}>{formatNumber(left)}</td>
              <td data-label={words.share}>{share(left)}</td>
            </tr>
          ))}
        </AdminTable>
      )}
    </section>
  );
}

function Opinions({ scores, count, average, comments }: NonNullable<ReadyPageView["opinions"]>) {
  return (
    <section class="figures-part" aria-labelledby="satisfaction">
      <h2 id="satisfaction">{words.opinions}</h2>
      {count === 0 && <p class="quiet">{words.opinionsNone}</p>}
      {count > 0 && average === null && <p class="quiet">{words.opinionsFew}</p>}
      {average !== null && (
        <>
          <p>{words.average(average, formatNumber(count))}</p>
          <AdminTable caption={words.opinions} columns={[words.answer, words.count]}>
            {scores.map(([score, given]) => (
              <tr key={score}>
                <th scope="row">{opinionWords.scores[score]}</th>
                <td data-label={words.count}>{formatNumber(given)}</td>
              </tr>
            ))}
          </AdminTable>
        </>
      )}
      <p>
        <a href={comments}>{words.comments}</a>
      </p>
    </section>
  );
}
