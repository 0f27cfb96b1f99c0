import type { BackFrame } from "../back/back-page.tsx";
import { shortInstant } from "../back/when.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { duplicateWords } from "../strings-duplicates.ts";
import { importWords as words } from "../strings-imports.ts";
import { importPage } from "./import-frame.tsx";
import { ImportTag, type ShownPhase, type ShownState } from "./import-tag.tsx";
import { LineTable, Sentences } from "./line-table.tsx";

type Outcome = keyof typeof words.outcomes;

/** Lines to which the same happened. */
export interface LineGroup {
  readonly id: string;
  readonly title: string;
  readonly total: number;
  readonly lines: readonly {
    readonly line: number;
    readonly who: string;
    /** Of its entry. */
    readonly href: string | null;
    readonly details: readonly string[];
  }[];
}

export interface ReportPageView {
  readonly frame: BackFrame;
  readonly title: string;
  readonly base: string;
  readonly here: string;
  readonly list: string;
  readonly fileName: string;
  readonly agentName: string;
  readonly phase: ShownPhase;
  readonly state: ShownState;
  readonly total: number;
  readonly progress: number;
  readonly outcomes: Partial<Readonly<Record<Outcome, number>>>;
  /** Lines whose value is in no answer, by heading. */
  readonly aside: readonly (readonly [string, number])[];
  readonly incomplete: number;
  readonly failure: string | null;
  /** What was asked wrongly. */
  readonly fault: string | null;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly endedAt: string | null;
  readonly expiresAt: string;
  /** Its lines are no longer kept. */
  readonly gone: boolean;
  readonly groups: readonly LineGroup[];
}

/** How far an import is, or what a trial, an import or an undoing came to. */
export function reportPage(view: ReportPageView): string {
  const { frame, title, phase, state, fault } = view;
  return importPage({
    frame,
    title,
    back: { href: view.base, label: words.all },
    mark: <ImportTag phase={phase} state={state} />,
    issues: fault === null ? [] : [{ pointer: "/confirmer", message: fault }],
    children: (
      <>
        <p>
          <strong>{words.mapping.lead(view.fileName, view.total)}</strong>{" "}
          <span class="quiet">{words.report.sentBy(view.agentName, shortInstant(view.sentAt))}</span>
        </p>
        {view.endedAt === null ? <Progress view={view} /> : <Ended view={view} />}
      </>
    ),
  });
}

function Progress({
  view: { frame, here, state, phase, progress, total, outcomes },
}: {
  readonly view: ReportPageView;
}) {
  return (
    <>
      <section class="panel work-progress" data-refresh aria-labelledby="avancement">
        <h2 id="avancement">{words.progress.label}</h2>
        {state === "waiting" && <p>{words.progress.waiting}</p>}
        <p class="work-bar">
          <progress value={progress} max={Math.max(total, progress, 1)} aria-labelledby="avancement" />
          <strong>{words.progress.done(progress, total)}</strong>
        </p>
        <Counts outcomes={outcomes} undo={phase === "undo"} />
      </section>
      <p>
        <a href={here}>{words.progress.refresh}</a>
      </p>
      <p>{words.progress.leave}</p>
      <form method="post" action={`${here}/arreter`} class="work-stop">
        <Csrf site={frame.site} />
        <button type="submit" class="button button-secondary" aria-describedby="arreter-aide">
          {words.progress.stop}
        </button>
        <span class="hint" id="arreter-aide">
          {words.progress.stopHint}
        </span>
      </form>
    </>
  );
}

const DONE: readonly Outcome[] = ["created", "probable", "completed", "same", "refused", "blank"];
const UNDONE: readonly Outcome[] = ["removed", "restored", "kept"];

function Counts({ outcomes, undo }: { readonly outcomes: ReportPageView["outcomes"]; readonly undo: boolean }) {
  const known = (undo ? UNDONE : DONE).filter((outcome) => (outcomes[outcome] ?? 0) > 0);
  if (known.length === 0) return null;
  return (
    <ul class="work-figures">
      {known.map((outcome) => {
        const count = outcomes[outcome] ?? 0;
        return (
          <li key={outcome}>
            <strong class="big-number">{count.toLocaleString("fr-FR")}</strong> {words.outcomes[outcome](count)}
          </li>
        );
      })}
    </ul>
  );
}

function Ended({ view }: { readonly view: ReportPageView }) {
  const { phase, state, failure, outcomes } = view;
  const trial = phase === "trial";
  return (
    <>
      {failure !== null && state === "failed" && <p class="notice notice-warning">{failure}</p>}
      <h2>{trial ? words.trial.title : phase === "undo" ? words.undone.title : words.report.title}</h2>
      <div role="status">
        {trial && <p>{words.trial.note}</p>}
        <Counts outcomes={outcomes} undo={phase === "undo"} />
      </div>
      {view.incomplete > 0 && phase !== "undo" && <p>{words.report.incomplete(view.incomplete, trial)}</p>}
      <Next view={view} />
      {trial && view.total > 500 && <p class="hint measure">{words.trial.within}</p>}
      <AsideCounts aside={view.aside} />
      {view.gone ? <p>{words.report.gone}</p> : view.groups.map((group) => <Lines key={group.id} group={group} />)}
      {!trial && !(phase === "undo" && state === "done") && <Undo view={view} />}
      {!view.gone && <p class="quiet">{words.report.keptUntil(shortInstant(view.expiresAt))}</p>}
    </>
  );
}

/** Where to go from what it came to. */
function Next({ view }: { readonly view: ReportPageView }) {
  const { phase, state, outcomes, here } = view;
  const trial = phase === "trial";
  return (
    <div class="button-row">
      {trial && state === "done" && <Launch view={view} label={words.trial.launch(view.total)} />}
      {trial && (
        <a class="button button-secondary" href={`${here}?etape=correspondance`}>
          {words.trial.change}
        </a>
      )}
      {phase === "import" && state !== "done" && <Launch view={view} label={words.report.resume} />}
      {phase === "import" && (outcomes.probable ?? 0) > 0 && (
        <a class="button button-secondary" href={`${view.list}/doublons`}>
          {duplicateWords.open}
        </a>
      )}
      {!view.gone && (
        <a class="button button-secondary" href={`${here}/rapport`} download>
          {words.report.download}
        </a>
      )}
    </div>
  );
}

function Launch({ view: { frame, here }, label }: { readonly view: ReportPageView; readonly label: string }) {
  return (
    <form method="post" action={`${here}/lancer`}>
      <Csrf site={frame.site} />
      <button type="submit" class="button">
        {label}
      </button>
    </form>
  );
}

function AsideCounts({ aside }: { readonly aside: ReportPageView["aside"] }) {
  if (aside.length === 0) return null;
  return (
    <section aria-labelledby="hors-reponses">
      <h2 id="hors-reponses">{words.report.aside}</h2>
      <p class="hint">{words.report.asideHint}</p>
      <ul class="import-counts">
        {aside.map(([title, count]) => (
          <li key={title}>{french(words.report.asideOne(title, count))}</li>
        ))}
      </ul>
    </section>
  );
}

function Lines({ group: { id, title, total, lines } }: { readonly group: LineGroup }) {
  const { columns } = words.report;
  return (
    <section class="work-section" aria-labelledby={`issue-${id}`}>
      <h2 id={`issue-${id}`}>{title}</h2>
      {lines.length < total && <p class="hint">{words.report.first(lines.length, total)}</p>}
      <LineTable
        title={title}
        columns={[columns.line, columns.who, columns.detail]}
        rows={lines.map(({ line, who, href, details }) => ({
          key: String(line),
          head: line,
          cells: [
            href === null ? who : <a href={href}>{who === "" ? line : who}</a>,
            details.length > 0 && <Sentences key="details" texts={details} />,
          ],
        }))}
      />
    </section>
  );
}

function Undo({ view: { frame, here, fault } }: { readonly view: ReportPageView }) {
  return (
    <details class="panel" open={fault !== null}>
      <summary>{words.report.undo}</summary>
      <form method="post" action={`${here}/annuler#erreurs`}>
        <Csrf site={frame.site} />
        <p class="measure">{words.report.undoHint}</p>
        <div class={`option${fault === null ? "" : " field-error"}`}>
          <input
            type="checkbox"
            id="root_confirmer"
            name="confirmer"
            value="oui"
            aria-invalid={fault === null ? undefined : "true"}
          />
          <label for="root_confirmer">{words.report.confirm}</label>
        </div>
        <button type="submit" class="button button-danger">
          {words.report.undo}
        </button>
      </form>
    </details>
  );
}
