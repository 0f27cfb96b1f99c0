import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { importWords as words } from "../strings-imports.ts";
import { ColumnFields, ReadyPatterns, type ShownColumn, type TargetGroup, TargetOptions } from "./column-fields.tsx";
import { importPage } from "./import-frame.tsx";
import { LineTable, Sentences } from "./line-table.tsx";

export interface MappingPageView {
  readonly frame: BackFrame;
  readonly title: string;
  readonly base: string;
  /** Of the import. */
  readonly here: string;
  readonly fileName: string;
  readonly total: number;
  readonly columns: readonly ShownColumn[];
  readonly targets: readonly TargetGroup[];
  readonly constants: readonly { readonly to: string; readonly text: string }[];
  /** Lines as they would be read. */
  readonly preview: readonly {
    readonly line: number;
    readonly answers: readonly { readonly title: string; readonly text: string }[];
    readonly aside: readonly string[];
  }[];
  /** Name to keep the mapping under. */
  readonly name: string;
  readonly issues: readonly ShownIssue[];
  /** Why its last trial failed; null when it did not. */
  readonly failure: string | null;
}

/** What the columns of a file mean, with how its first lines read. */
export function mappingPage(view: MappingPageView): string {
  const { frame, title, issues, columns } = view;
  const known = columns.filter(({ use }) => use.startsWith("field:") || use === "split").length;
  return importPage({
    frame,
    title,
    back: { href: view.base, label: words.all },
    issues,
    children: (
      <>
        {view.failure !== null && <p class="notice notice-warning">{view.failure}</p>}
        <h2>{words.step(2, words.steps[1])}</h2>
        <p class="measure">
          <strong>{words.mapping.lead(view.fileName, view.total)}</strong>{" "}
          {words.mapping.guessed(known, columns.length)}
        </p>
        <form method="post" action={`${view.here}#erreurs`} class="import-mapping">
          <Csrf site={frame.site} />
          {columns.map((column) => (
            <ColumnFields key={column.index} column={column} total={view.total} targets={view.targets} />
          ))}
          <ReadyPatterns />
          <Constants view={view} />
          <Keep name={view.name} />
          <div class="button-row form-end">
            <button type="submit" class="button" name="_action" value="essayer">
              {words.mapping.trial}
            </button>
            <button type="submit" class="button button-secondary" name="_action" value="revoir">
              {words.mapping.refresh}
            </button>
            <button type="submit" class="button button-danger" name="_action" value="abandonner">
              {words.mapping.drop}
            </button>
          </div>
        </form>
        <Preview preview={view.preview} />
      </>
    ),
  });
}

/** One more than there are, to add another. */
function Constants({ view: { constants, targets } }: { readonly view: MappingPageView }) {
  const shown = [...constants, { to: "", text: "" }];
  return (
    <fieldset class="import-constants">
      <legend>{words.mapping.constants}</legend>
      <p class="hint">{words.mapping.constantsHint}</p>
      {shown.map(({ to, text }, index) => (
        <div key={index} class="import-part">
          <label for={`constante-${index}`}>{words.mapping.constantTo(index + 1)}</label>
          <select id={`constante-${index}`} name={`constante-${index}`}>
            <option value="">{words.mapping.choose}</option>
            <TargetOptions targets={targets} chosen={to} />
          </select>
          <label for={`root_constante-${index}-valeur`}>{words.mapping.constantText(index + 1)}</label>
          <input
            type="text"
            id={`root_constante-${index}-valeur`}
            name={`constante-${index}-valeur`}
            value={text}
            maxLength={200}
            autoComplete="off"
          />
        </div>
      ))}
    </fieldset>
  );
}

function Keep({ name }: { readonly name: string }) {
  return (
    <div class="field">
      <label class="label" for="nom-modele">
        {words.mapping.save}
      </label>
      <p class="hint" id="nom-modele-aide">
        {words.mapping.saveHint}
      </p>
      <input
        type="text"
        id="nom-modele"
        name="nom-modele"
        value={name}
        maxLength={80}
        autoComplete="off"
        aria-describedby="nom-modele-aide"
      />
    </div>
  );
}

function Preview({ preview }: { readonly preview: MappingPageView["preview"] }) {
  const { previewColumns: columns } = words.mapping;
  return (
    <section aria-labelledby="apercu">
      <h2 id="apercu">{words.mapping.preview}</h2>
      <LineTable
        title={words.mapping.preview}
        columns={[columns.line, columns.answers, columns.aside]}
        rows={preview.map(({ line, answers, aside }) => ({
          key: String(line),
          head: line,
          cells: [
            <dl key="answers" class="import-answers">
              {answers.map(({ title, text }) => (
                <div key={title}>
                  <dt>{french(title)}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>,
            aside.length > 0 && <Sentences key="aside" texts={aside} />,
          ],
        }))}
      />
    </section>
  );
}
