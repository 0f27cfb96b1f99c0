import type { AnswerRow, AnswerSection, Json, Labels } from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";

export interface AnswerSectionsProps {
  readonly sections: readonly AnswerSection[];
  /** Names of files and referenced entries, by id. */
  readonly labels: Labels;
  /** Addresses of files and referenced entries, by id. */
  readonly links: ReadonlyMap<string, string>;
}

/** The answers step by step, dense; files and references are links. */
export function AnswerSections({ sections, labels, links }: AnswerSectionsProps) {
  return (
    <>
      {sections.map((section) => (
        <section key={section.step.id} class="answers">
          <h3>{french(section.step.title)}</h3>
          <dl>
            {section.rows.map((row, index) => (
              <Row key={row.pointer} row={row} previous={section.rows[index - 1]} labels={labels} links={links} />
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

interface RowProps extends Pick<AnswerSectionsProps, "labels" | "links"> {
  readonly row: AnswerRow;
  readonly previous: AnswerRow | undefined;
}

function Row({ row, previous, labels, links }: RowProps) {
  const opens = row.group !== undefined && row.group !== previous?.group;
  const ids = linkedIds(row.value).filter((id) => links.has(id));
  return (
    <div class={opens ? "answer answer-opens" : "answer"}>
      <dt>
        {row.group !== undefined && <span class={opens ? "answer-group" : "sr"}>{row.group} </span>}
        {french(row.label)}
      </dt>
      <dd>
        {ids.length === 0 ? (
          <Text row={row} />
        ) : (
          <ul class="files">
            {ids.map((id) => (
              <li key={id}>
                <a href={links.get(id) ?? ""}>{labels.get(id) ?? row.text}</a>
              </li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

function Text({ row }: { row: AnswerRow }) {
  if (row.value === undefined || row.value === null || row.value === "")
    return <span class="quiet">{words.absent}</span>;
  return <>{row.text}</>;
}

/** The texts of a value that may be ids: itself, or each of its items. */
function linkedIds(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
