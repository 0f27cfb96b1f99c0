import type { BackFrame } from "../back/back-page.tsx";
import { shortInstant } from "../back/when.ts";
import { Csrf } from "../page.tsx";
import { importWords as words } from "../strings-imports.ts";
import { importPage } from "./import-frame.tsx";
import { ImportTag, type ShownPhase, type ShownState } from "./import-tag.tsx";
import { LineTable } from "./line-table.tsx";

export interface ImportsPageView {
  readonly frame: BackFrame;
  /** Of the register. */
  readonly title: string;
  readonly base: string;
  readonly list: string;
  /** Most a file may weigh: "50 Mo". */
  readonly size: string;
  readonly imports: readonly {
    readonly href: string;
    readonly fileName: string;
    readonly agentName: string;
    readonly total: number;
    readonly phase: ShownPhase;
    readonly state: ShownState;
    /** ISO 8601. */
    readonly sentAt: string;
  }[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
  /** Id of the model chosen, "" for none. */
  readonly model: string;
  readonly fault: string | null;
}

/** A file to send, and the files sent before. */
export function importsPage(view: ImportsPageView): string {
  const { frame, title, list, fault } = view;
  return importPage({
    frame,
    title,
    back: { href: list, label: words.back },
    issues: fault === null ? [] : [{ pointer: "/fichier", message: fault }],
    children: (
      <>
        <p class="measure">{words.intro}</p>
        <SendForm view={view} />
        <Sent view={view} />
      </>
    ),
  });
}

function SendForm({ view: { frame, base, size, models, model, fault } }: { readonly view: ImportsPageView }) {
  return (
    <form method="post" action={`${base}#erreurs`} encType="multipart/form-data" class="import-send">
      <Csrf site={frame.site} />
      <h2>{words.step(1, words.steps[0])}</h2>
      {models.length > 0 && (
        <div class="field">
          <label class="label" for="modele">
            {words.model}
          </label>
          <p class="hint" id="modele-aide">
            {words.modelHint}
          </p>
          <select id="modele" name="modele" aria-describedby="modele-aide">
            <option value="">{words.modelNone}</option>
            {models.map(({ id, name }) => (
              <option key={id} value={id} selected={id === model}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class={`field${fault === null ? "" : " field-error"}`}>
        <label class="label" for="root_fichier">
          {words.file}
        </label>
        <p class="hint" id="fichier-aide">
          {words.limits(size)}
        </p>
        <input
          type="file"
          id="root_fichier"
          name="fichier"
          accept=".csv,.txt,.tsv,.xlsx,.ods,text/csv"
          aria-describedby="fichier-aide"
          aria-invalid={fault === null ? undefined : "true"}
        />
      </div>
      <button type="submit" class="button">
        {words.send}
      </button>
    </form>
  );
}

function Sent({ view: { imports } }: { readonly view: ImportsPageView }) {
  const { title, none, columns } = words.list;
  return (
    <section aria-labelledby="imports">
      <h2 id="imports">{title}</h2>
      {imports.length === 0 ? (
        <p>{none}</p>
      ) : (
        <LineTable
          title={title}
          columns={[columns.file, columns.sent, columns.by, columns.lines, columns.state]}
          rows={imports.map((each) => ({
            key: each.href,
            head: <a href={each.href}>{each.fileName}</a>,
            cells: [
              shortInstant(each.sentAt),
              each.agentName,
              each.total.toLocaleString("fr-FR"),
              <ImportTag key="state" phase={each.phase} state={each.state} />,
            ],
          }))}
        />
      )}
    </section>
  );
}
