import { ADMIN_ROOT, SelectField, TextField } from "../admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { LABEL_FORMATS, type LabelFormat } from "../pdf/label-sheets.ts";
import { printWords as words } from "../strings-print.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** What is printed of a list, as typed. */
export interface PrintChoice {
  readonly format: LabelFormat;
  readonly skipped: string;
  readonly title: string;
  readonly boxes: string;
}

export interface PrintPageView {
  readonly frame: BackFrame;
  readonly definition: string;
  /** Address of the list, without query. */
  readonly base: string;
  /** Query string of the list. */
  readonly list: string;
  readonly choice: PrintChoice;
  readonly issues: readonly ShownIssue[];
}

/** Labels, or a sheet to sign, from a list as it is filtered. */
export function printPage(view: PrintPageView): string {
  const { frame, definition, base, list, issues } = view;
  return renderBackPage({
    frame,
    title: words.title(definition),
    error: issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={list === "" ? base : `${base}?${list}`}>
            <span aria-hidden="true">← </span>
            {words.back}
          </a>
        </nav>
        <ErrorSummary issues={issues} root={ADMIN_ROOT} />
        <h1>{words.title(definition)}</h1>
        <p class="measure">{words.intro}</p>
        <div class="printings">
          <LabelsForm {...view} />
          <SheetForm {...view} />
        </div>
      </>
    ),
  });
}

const FORMATS = Object.keys(LABEL_FORMATS).map((format) => [format, words.formats[format] ?? format] as const);

function LabelsForm({ base, list, choice, issues }: PrintPageView) {
  return (
    <section class="panel" aria-labelledby="etiquettes">
      <h2 id="etiquettes">{words.labels}</h2>
      <form method="get" action={`${base}/imprimer/etiquettes`} class="fields">
        <input type="hidden" name="liste" value={list} />
        <SelectField name="format" label={words.format} value={choice.format} issues={issues} options={FORMATS} />
        <TextField
          {...{ name: "debut", label: words.skipped, hint: words.skippedHint, issues, size: 4 }}
          value={choice.skipped}
        />
        <p>
          <button type="submit" class="button">
            {words.printLabels}
          </button>
        </p>
      </form>
    </section>
  );
}

function SheetForm({ base, list, choice, issues }: PrintPageView) {
  return (
    <section class="panel" aria-labelledby="feuille">
      <h2 id="feuille">{words.sheet}</h2>
      <form method="get" action={`${base}/imprimer/feuille`} class="fields">
        <input type="hidden" name="liste" value={list} />
        <TextField name="titre" label={words.sheetTitle} value={choice.title} issues={issues} size={50} />
        <TextField
          {...{ name: "cases", label: words.boxes, hint: words.boxesHint, issues, size: 50 }}
          value={choice.boxes}
        />
        <p>
          <button type="submit" class="button">
            {words.printSheet}
          </button>
        </p>
      </form>
    </section>
  );
}
