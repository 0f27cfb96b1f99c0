import type { AnswerRow, AnswerSection, Json, Labels } from "../../engine/index.ts";
import { FileLine, Pictures } from "../file-parts.tsx";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import type { FileView } from "../theme/form-context.ts";

export interface AnswerSectionsProps {
  readonly sections: readonly AnswerSection[];
  /** Names of files and referenced entries, by id. */
  readonly labels: Labels;
  /** Addresses of files and referenced entries, by id. */
  readonly links: ReadonlyMap<string, string>;
  /** Files by id. */
  readonly files: ReadonlyMap<string, FileView>;
}

/** The answers step by step, dense; files and references are links. */
export function AnswerSections({ sections, ...known }: AnswerSectionsProps) {
  return (
    <>
      {sections.map((section) => (
        <section key={section.step.id} class="answers">
          <h3>{french(section.step.title)}</h3>
          <dl>
            {section.rows.map((row, index) => (
              <Row key={row.pointer} row={row} previous={section.rows[index - 1]} {...known} />
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

interface RowProps extends Omit<AnswerSectionsProps, "sections"> {
  readonly row: AnswerRow;
  readonly previous: AnswerRow | undefined;
}

function Row({ row, previous, labels, links, files }: RowProps) {
  const opens = row.group !== undefined && row.group !== previous?.group;
  const ids = linkedIds(row.value).filter((id) => links.has(id) || files.has(id));
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
                <Linked file={files.get(id)} href={links.get(id)} label={labels.get(id) ?? row.text} />
              </li>
            ))}
          </ul>
        )}
        <Pictures files={ids.flatMap((id) => files.get(id) ?? [])} />
      </dd>
    </div>
  );
}

interface LinkedProps {
  readonly file: FileView | undefined;
  readonly href: string | undefined;
  readonly label: string;
}

function Linked({ file, href, label }: LinkedProps) {
  return file ? <FileLine file={file} reader="agent" /> : <a href={href ?? ""}>{label}</a>;
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
