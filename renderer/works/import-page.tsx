import type { Layout } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { french } from "../french.ts";
import { LineTable, Sentences } from "../imports/line-table.tsx";
import { Csrf } from "../page.tsx";
import { layoutWords as words } from "../strings-layouts.ts";
import { WorkNav } from "./work-nav.tsx";

type Outcome = "create" | "update" | "same" | "refused";
const OUTCOMES: readonly Outcome[] = ["create", "update", "same", "refused"];

/** What a file would do, or did, line by line. */
export interface ImportReport {
  readonly done: boolean;
  readonly lines: readonly {
    readonly line: number;
    readonly who: string;
    readonly outcome: Outcome;
    readonly details: readonly string[];
  }[];
  /** Headings that nothing is made of. */
  readonly ignored: readonly string[];
  /** The file, to be sent again when it is agreed to. */
  readonly text: string;
}

export interface ImportPageView {
  readonly frame: BackFrame;
  readonly title: string;
  readonly action: string;
  readonly list: string;
  /** Where a file of any columns is imported; null where none is. */
  readonly otherHref: string | null;
  readonly most: number;
  readonly layouts: readonly Layout[];
  /** Id of the layout at hand. */
  readonly chosen: string;
  readonly fault: string | null;
  readonly report: ImportReport | null;
}

/** Reading a file of another software: choose it, see what it would do, agree, see what was done. */
export function importPage(view: ImportPageView): string {
  const { frame, fault, report } = view;
  const issues = fault === null ? [] : [{ pointer: "/fichier", message: fault }];
  return renderBackPage({
    frame,
    title: words.title(view.title),
    error: issues.length > 0,
    children: (
      <>
        <WorkNav href={view.list} label={words.back} />
        <h1>{french(words.title(view.title))}</h1>
        <ErrorSummary issues={issues} />
        {view.otherHref !== null && report === null && (
          <p>
            <a href={view.otherHref}>{words.other}</a>
          </p>
        )}
        {report === null ? <Choose view={view} /> : <Report view={view} report={report} />}
      </>
    ),
  });
}

function Choose({ view }: { readonly view: ImportPageView }) {
  const { layouts, chosen, frame, fault } = view;
  return (
    <form method="post" action={`${view.action}#erreurs`} encType="multipart/form-data" class="filled-form">
      <Csrf site={frame.site} />
      <p class="measure">{words.hint}</p>
      {layouts.length > 1 && (
        <fieldset class="field">
          <legend class="label">{words.which}</legend>
          <div class="options">
            {layouts.map(({ id, title }) => (
              <div key={id} class="option">
                <input type="radio" id={`modele-${id}`} name="modele" value={id} checked={id === chosen} />
                <label for={`modele-${id}`}>{french(title)}</label>
              </div>
            ))}
          </div>
        </fieldset>
      )}
      {layouts.map((layout) => (
        <Expected key={layout.id} layout={layout} alone={layouts.length === 1} />
      ))}
      <p class="hint measure">{words.blank}</p>
      <div class={`field${fault === null ? "" : " field-error"}`}>
        <label class="label" for="root_fichier">
          {words.file}
        </label>
        <p class="hint" id="fichier-aide">
          {words.limits(view.most)}
        </p>
        <input
          type="file"
          id="root_fichier"
          name="fichier"
          accept=".csv,text/csv,text/plain"
          aria-describedby="fichier-aide"
          aria-invalid={fault === null ? undefined : "true"}
        />
      </div>
      <div class="button-row form-end">
        <button type="submit" class="button">
          {words.check}
        </button>
        <a class="button button-secondary" href={view.list}>
          {words.back}
        </a>
      </div>
    </form>
  );
}

function Expected({ layout, alone }: { readonly layout: Layout; readonly alone: boolean }) {
  const read = layout.columns.filter(({ field }) => field !== undefined);
  const key = read.filter(({ field }) => layout.key?.includes(field?.path ?? ""));
  return (
    <>
      <p class="hint measure">
        {!alone && <strong>{french(layout.title)}. </strong>}
        {words.expects(read.map(({ title }) => title))} {words.matches(key.map(({ title }) => title))}
      </p>
      {layout.note !== undefined && <p class="hint measure">{french(layout.note)}</p>}
    </>
  );
}

function Report({ view, report }: { readonly view: ImportPageView; readonly report: ImportReport }) {
  const { done, lines, ignored } = report;
  const count = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome).length;
  const writes = count("create") + count("update");
  const said = done ? words.done : words.outcomes;
  return (
    <>
      <h2 id="fait" tabIndex={-1}>
        {done ? words.report : words.plan}
      </h2>
      <div role="status">
        <ul class="import-counts">
          {OUTCOMES.filter((outcome) => count(outcome) > 0).map((outcome) => (
            <li key={outcome}>{said[outcome](count(outcome))}</li>
          ))}
        </ul>
      </div>
      {ignored.length > 0 && <p class="hint measure">{words.ignored(ignored)}</p>}
      {!done && <Agree view={view} report={report} writes={writes} />}
      <Lines report={report} />
      <p>
        <a href={view.action}>{words.another}</a>
      </p>
    </>
  );
}

interface AgreeProps {
  readonly view: ImportPageView;
  readonly report: ImportReport;
  readonly writes: number;
}

function Agree({ view, report, writes }: AgreeProps) {
  if (writes === 0) return <p>{words.nothing}</p>;
  return (
    <form method="post" action={`${view.action}#fait`}>
      <Csrf site={view.frame.site} />
      <input type="hidden" name="modele" value={view.chosen} />
      <input type="hidden" name="contenu" value={report.text} />
      <button type="submit" class="button" name="_action" value="ecrire">
        {words.send(writes)}
      </button>
    </form>
  );
}

function Lines({ report: { done, lines } }: { readonly report: ImportReport }) {
  const labels = done ? words.doneLabels : words.labels;
  return (
    <LineTable
      title={done ? words.report : words.plan}
      columns={[words.line, words.who, words.what, words.detail]}
      rows={lines.map(({ line, who, outcome, details }) => ({
        key: String(line),
        head: line,
        cells: [who, labels[outcome], details.length > 0 && <Sentences key="details" texts={details} />],
      }))}
    />
  );
}
