import { french } from "../french.ts";
import { overlayWords as words } from "../strings-overlay.ts";

/** What is wrong in a file that an administrator writes, and where. */
export interface PlacedIssueView {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly pointer: string;
  /** What it is about in words, and where it is mended; absent where only the file says it. */
  readonly mend?: { readonly label: string; readonly href: string };
}

/** Every issue with where to mend it, or its file, line, place and code; nothing when there is none. */
export function IssueList({ issues }: { readonly issues: readonly PlacedIssueView[] }) {
  if (issues.length === 0) return null;
  return (
    <div class="summary" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{words.issues(issues.length)}</h2>
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.file} ${issue.pointer} ${issue.code} ${issue.message}`}>
            {french(issue.message)}
            <br />
            {issue.mend ? (
              <a href={issue.mend.href}>{french(issue.mend.label)}</a>
            ) : (
              <code class="issue-place">{words.issueAt(issue.file ?? "", issue.line, issue.pointer, issue.code)}</code>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
