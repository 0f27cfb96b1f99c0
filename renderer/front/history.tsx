import { french } from "../french.ts";

export interface HistoryLineView {
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  readonly what: string;
  /** "par le service", "par vous"; null for what the machine did. */
  readonly by: string | null;
  /** What came with it, one line each: a message, the pieces asked. */
  readonly data: readonly { readonly label: string; readonly text: string }[];
}

/** What came with a fact. */
export function Data({ lines }: { readonly lines: HistoryLineView["data"] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line.label}>
          <dt>{french(line.label)}</dt>
          <dd>{french(line.text)}</dd>
        </div>
      ))}
    </>
  );
}

/** The facts of a demande, latest first. */
export function History({ lines }: { readonly lines: readonly HistoryLineView[] }) {
  return (
    <ol class="history">
      {lines.map((line) => (
        <li key={line.at + line.what}>
          <strong>{line.what}</strong>
          {line.by !== null && <span> {line.by}</span>}
          <time dateTime={line.at}>{line.when}</time>
          {line.data.length > 0 && (
            <dl class="history-data">
              <Data lines={line.data} />
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
