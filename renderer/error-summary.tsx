import { fieldId } from "./field-id.ts";
import { french } from "./french.ts";
import { strings } from "./strings.ts";

/** What is wrong and where: an engine `Issue`, or any view with the same two members. */
export interface ShownIssue {
  readonly pointer: string;
  readonly message: string;
}

/**
 * The list of what to correct, at the top of the page; each line leads to the first control of its field. The script
 * moves the focus to it; without script the page opens at `#erreurs`.
 * @param root prefix of the controls' ids, as given to `renderFields`
 */
export function ErrorSummary({
  issues,
  root = "root",
}: {
  readonly issues: readonly ShownIssue[];
  readonly root?: string;
}) {
  if (issues.length === 0) return null;
  return (
    <div class="summary" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{strings.summary.title(issues.length)}</h2>
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.pointer} ${issue.message}`}>
            <a href={`#${fieldId(issue.pointer, root)}`}>{french(issue.message)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
