import type { AnswerRow, AnswerSection, Json } from "../engine/index.ts";
import { ABSENT } from "../engine/index.ts";
import { fieldId } from "./field-id.ts";
import { french } from "./french.ts";
import { strings } from "./strings.ts";

export interface AnswersListView {
  readonly sections: readonly AnswerSection[];
  /** Where a step can be changed; no "Modifier" link when absent. */
  readonly change?: (step: string) => string;
  /** Where a file can be read, by id. */
  readonly fileHref?: (id: string) => string | undefined;
  readonly fileNames?: ReadonlyMap<string, string>;
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
  const values: readonly Json[] = Array.isArray(row.value) ? row.value : [row.value ?? ""];
  return (
    <>
      {values.map((id, index) => {
        const key = String(id);
        const name = view.fileNames?.get(key) ?? strings.field.files.stored;
        const href = view.fileHref?.(key);
        return (
          <span key={key}>
            {index > 0 && <br />}
            {href === undefined ? name : <a href={href}>{name}</a>}
          </span>
        );
      })}
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
