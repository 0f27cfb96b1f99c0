import { ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { cannedWords as words } from "../strings-canned.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { SelectField, TextField } from "./fields.tsx";

/** A line of the list; `over` says for what, in words. */
export interface CannedLine {
  readonly id: string;
  readonly title: string;
  readonly over: string;
}

/** The ready answers of the member. */
export function cannedAnswersPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly lines: readonly CannedLine[];
  readonly notice: string | undefined;
}): string {
  const { frame, base, lines } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    add: { href: `${base}/nouvelle`, label: words.add },
    notice: view.notice,
    lead: words.intro,
    children: (
      <>
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {lines.map(({ id, title, over }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`${base}/${id}`}>{title}</a>
              </th>
              <td data-label={words.columns.over}>{over}</td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

export interface CannedAnswerPageView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Null for one to add. */
  readonly id: string | null;
  readonly title: string;
  readonly typed: { readonly title: string; readonly body: string; readonly over: string };
  /** For what it may be: [value, label]. */
  readonly overs: readonly (readonly [string, string])[];
  readonly issues: readonly ShownIssue[];
}

/** One ready answer, or one to add. */
export function cannedAnswerPage(view: CannedAnswerPageView): string {
  const { frame, base, id, issues } = view;
  return renderAdminPage({
    frame,
    title: view.title,
    back: { href: base, label: words.back },
    issues,
    children: (
      <>
        <form method="post" action={`${base}/${id ?? "nouvelle"}`} class="admin-form" data-enhance="form" novalidate>
          <Csrf site={frame.site} />
          <AnswerFields {...view} />
          <button type="submit" class="button">
            {id === null ? words.create : words.save}
          </button>
        </form>
        {id !== null && (
          <ConfirmedAction
            site={frame.site}
            action={`${base}/${id}/supprimer`}
            label={words.delete}
            hint={words.deleteHint}
            confirm={words.deleteConfirm}
            danger
          />
        )}
      </>
    ),
  });
}

function AnswerFields({ typed, overs, issues }: Pick<CannedAnswerPageView, "typed" | "overs" | "issues">) {
  const { title, over, body, titleHint, overHint, bodyHint } = words.fields;
  return (
    <div class="fields">
      <TextField name="titre" label={title} hint={titleHint} value={typed.title} issues={issues} size={40} />
      <SelectField name="pour" label={over} hint={overHint} value={typed.over} issues={issues} options={overs} />
      <TextField name="texte" label={body} hint={bodyHint} value={typed.body} issues={issues} lines={10} />
    </div>
  );
}
