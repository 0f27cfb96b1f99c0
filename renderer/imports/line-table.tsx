import type { ComponentChildren } from "preact";
import { french } from "../french.ts";

/** A row: what names it, then its other cells in the order of the columns. */
export interface LineRow {
  readonly key: string;
  readonly head: ComponentChildren;
  readonly cells: readonly ComponentChildren[];
}

/** Lines of a file or of a list of files; in a narrow place each becomes a card whose cells say what they are. */
export function LineTable({
  title,
  columns,
  rows,
}: {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly LineRow[];
}) {
  const [, ...others] = columns;
  return (
    <div class="table-frame import-lines">
      <table>
        <caption class="sr">{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, cells }) => (
            <tr key={key}>
              <th scope="row" data-label={columns[0]}>
                {head}
              </th>
              {cells.map((cell, index) => (
                <td key={others[index] ?? ""} data-label={others[index]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One sentence as it is, several as a list. */
export function Sentences({ texts }: { readonly texts: readonly string[] }) {
  const [first] = texts;
  if (first === undefined) return null;
  if (texts.length === 1) return <>{french(first)}</>;
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{french(text)}</li>
      ))}
    </ul>
  );
}
