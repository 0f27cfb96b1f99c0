import { documentHelp as words } from "../strings-document-help.ts";
import { AdminTable } from "./admin-parts.tsx";

type Lines = readonly (readonly [string, string])[];

interface WritingProps {
  readonly caption: string;
  readonly columns: readonly [typed: string, gives: string];
  readonly lines: Lines;
}

/** What to type, and what it gives. */
function WritingTable({ caption, columns, lines }: WritingProps) {
  return (
    <AdminTable caption={caption} columns={columns}>
      {lines.map(([typed, gives]) => (
        <tr key={typed}>
          <th scope="row">
            <code>{typed}</code>
          </th>
          <td data-label={columns[1]}>{gives}</td>
        </tr>
      ))}
    </AdminTable>
  );
}

/** All that the text of any document may hold, folded. */
export function DocumentHelp() {
  return (
    <details class="writing-help">
      <summary>{words.title}</summary>
      <p class="hint">{words.lead}</p>
      <p aria-hidden="true">{words.lines}</p>
      <WritingTable caption={words.lines} columns={words.columns} lines={words.marks} />
      <p aria-hidden="true">{words.within}</p>
      <WritingTable caption={words.within} columns={words.columns} lines={words.words} />
    </details>
  );
}

/** The answers that one document may quote, folded. */
export function DocumentQuotes({ title, quotes }: { readonly title: string; readonly quotes: Lines }) {
  return (
    <details class="writing-help">
      <summary>{words.quotes(title)}</summary>
      <WritingTable caption={words.quotes(title)} columns={words.quoteColumns} lines={quotes} />
    </details>
  );
}
