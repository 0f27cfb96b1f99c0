import type { AnswerRow, AnswerSection } from "../engine/index.ts";
import { ABSENT } from "../engine/index.ts";
import { fieldId } from "./field-id.ts";
import { FileLine, Pictures } from "./file-parts.tsx";
import { french } from "./french.ts";
import { strings } from "./strings.ts";
import type { FileView } from "./theme/form-context.ts";

export interface AnswersListView {
  readonly sections: readonly AnswerSection[];
  /** Where a step can be changed; no "Modifier" link when absent. */
  readonly change?: (step: string) => string;
  /** Files by id. */
  readonly files?: ReadonlyMap<string, FileView>;
  readonly level?: 2 | 3;
}

/** Answers as people check them: one block per step, one line per field. */
export function AnswersList(view: AnswersListView) {
  const Heading = view.level === 3 ? "h3" : "h2";
  return (
    <>
      {view.sections.map(({ step, rows }) => (
        <section class="answers" key={step.id}>
          <div class="answers-head">
            <Heading>{french(step.title)}</Heading>
            {view.change && (
              <a href={view.change(step.id)}>
                {strings.answers.change}
                <span class="sr"> : {step.title}</span>
              </a>
            )}
          </div>
          {byGroup(rows).map((group) => (
            <div key={group.title ?? ""}>
              {group.title !== undefined && <p class="answers-group">{group.title}</p>}
              <dl class="answers-list">
                {group.rows.map((row) => (
                  <div key={row.pointer} id={fieldId(row.pointer)} tabIndex={-1}>
                    <dt>{french(row.label)}</dt>
                    <dd class={row.text === ABSENT ? "absent" : undefined}>
                      <AnswerText row={row} view={view} />
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </section>
      ))}
    </>
  );
}

function AnswerText({ row, view }: { readonly row: AnswerRow; readonly view: AnswersListView }) {
  if (!row.attachment || row.text === ABSENT) return <>{row.text}</>;
  const ids = (Array.isArray(row.value) ? row.value : [row.value ?? ""]).map(String);
  const files = ids.flatMap((id) => view.files?.get(id) ?? []);
  return (
    <>
      <ul class="files">
        {ids.map((id) => {
          const file = view.files?.get(id);
          return <li key={id}>{file ? <FileLine file={file} reader="citizen" /> : strings.field.files.stored}</li>;
        })}
      </ul>
      <Pictures files={files} />
    </>
  );
}

interface Group {
  readonly title: string | undefined;
  readonly rows: AnswerRow[];
}

function byGroup(rows: readonly AnswerRow[]): readonly Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last !== undefined && last.title === row.group) last.rows.push(row);
    else groups.push({ title: row.group, rows: [row] });
  }
  return groups;
}
