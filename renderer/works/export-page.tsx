import type { Layout } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { exportWords as words } from "../strings-exports.ts";
import { layoutWords } from "../strings-layouts.ts";
import { ExportTemplates, type TemplateView } from "./export-templates.tsx";
import { WorkNav } from "./work-nav.tsx";

type Format = "csv" | "xlsx" | "ods" | "json" | "zip";
const FORMATS: readonly Format[] = ["csv", "xlsx", "ods", "json", "zip"];

export interface ExportPageView {
  readonly frame: BackFrame;
  /** Of the definition. */
  readonly title: string;
  /** The columns she may have. */
  readonly columns: readonly { readonly key: string; readonly title: string; readonly group: string | null }[];
  readonly choice: {
    readonly format: Format;
    readonly values: "labels" | "codes";
    readonly columns: readonly string[];
  };
  /** Files in the words of other software, as the definition has them. */
  readonly layouts: readonly Pick<Layout, "id" | "title" | "note">[];
  readonly kind: "service" | "register";
  /** Each choice that narrows the list, in words. */
  readonly narrowed: readonly string[];
  /** Query string of the list. */
  readonly query: string;
  readonly templates: readonly TemplateView[];
  /** Typed to keep a template. */
  readonly template: { readonly name: string; readonly shared: boolean };
  readonly issues: readonly ShownIssue[];
  readonly notice: string | null;
  /** Address of this page. */
  readonly base: string;
  readonly list: string;
}

/** A button for each file that another software reads: the list as it is narrowed, nothing to choose. */
function ReadyFiles({ view }: { readonly view: ExportPageView }) {
  if (view.layouts.length === 0) return null;
  return (
    <section aria-labelledby="fichiers">
      <h2 id="fichiers">{layoutWords.ready}</h2>
      <p class="hint measure">{layoutWords.readyHint}</p>
      <form method="post" action={`${view.base}#erreurs`}>
        <Csrf site={view.frame.site} />
        <input type="hidden" name="liste" value={view.query} />
        {view.layouts.map(({ id, title, note }) => (
          <div key={id} class="ready-file">
            <button type="submit" class="button button-secondary" name="fichier" value={id}>
              {french(title)}
            </button>
            {note !== undefined && <p class="hint measure">{french(note)}</p>}
          </div>
        ))}
      </form>
    </section>
  );
}

/** What to export of a list, and how. */
export function exportPage(view: ExportPageView): string {
  const { frame, base, issues } = view;
  const title = words.title(view.title);
  return renderBackPage({
    frame,
    title,
    error: issues.length > 0,
    children: (
      <>
        <WorkNav href={view.list} label={words.back} />
        {view.notice && (
          <p class="notice" role="status" id="fait">
            {view.notice}
          </p>
        )}
        <h1>{french(title)}</h1>
        <p class="measure export-what">{words.what(view.kind, view.narrowed)}</p>
        <p class="measure">{words.hint}</p>
        <ErrorSummary issues={issues} />
        <div class="export-page">
          <form method="post" action={`${base}#erreurs`} class="filled-form" id="export">
            <Csrf site={frame.site} />
            <input type="hidden" name="liste" value={view.query} />
            <FormatChoice chosen={view.choice.format} />
            <ValuesChoice chosen={view.choice.values} />
            <ColumnChoice view={view} />
            <p class="hint">{words.large}</p>
            <p class="hint">{words.personal}</p>
            <div class="button-row form-end">
              <button type="submit" class="button">
                {words.submit}
              </button>
              <a class="button button-secondary" href={view.list}>
                {words.back}
              </a>
            </div>
          </form>
          <div>
            <ReadyFiles view={view} />
            <ExportTemplates {...view} site={frame.site} />
          </div>
        </div>
      </>
    ),
  });
}

function FormatChoice({ chosen }: { chosen: Format }) {
  return (
    <fieldset class="field">
      <legend class="label">{words.format.legend}</legend>
      <div class="options">
        {FORMATS.map((format) => (
          <div key={format} class="option">
            <input
              type="radio"
              id={`format-${format}`}
              name="format"
              value={format}
              checked={format === chosen}
              aria-describedby={`format-${format}-aide`}
            />
            <label for={`format-${format}`}>{words.format[format][0]}</label>
            <p class="hint" id={`format-${format}-aide`}>
              {words.format[format][1]}
            </p>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ValuesChoice({ chosen }: { chosen: "labels" | "codes" }) {
  return (
    <fieldset class="field">
      <legend class="label">{words.values.legend}</legend>
      <div class="options">
        {(["labels", "codes"] as const).map((values) => (
          <div key={values} class="option">
            <input type="radio" id={`valeurs-${values}`} name="valeurs" value={values} checked={values === chosen} />
            <label for={`valeurs-${values}`}>{french(words.values[values])}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ColumnChoice({ view: { columns, choice, issues } }: { view: ExportPageView }) {
  const wrong = issues.find(({ pointer }) => pointer === "/colonne");
  return (
    <fieldset class="field" id="root_colonne" aria-describedby="colonnes-aide">
      <legend class="label">{words.choose}</legend>
      <p class="hint" id="colonnes-aide">
        {words.chooseHint}
      </p>
      {wrong && <p class="field-error">{wrong.message}</p>}
      <div class="options export-columns">
        {columns.map(({ key, title, group }) => (
          <div key={key} class="option">
            <input
              type="checkbox"
              id={`colonne-${key}`}
              name="colonne"
              value={key}
              checked={choice.columns.includes(key)}
            />
            <label for={`colonne-${key}`}>
              {group !== null && <span class="quiet">{`${group} – `}</span>}
              {french(title)}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
