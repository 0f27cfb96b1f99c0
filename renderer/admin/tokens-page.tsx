import { formatInstant, type Verb } from "../../engine/index.ts";
import { ActionForm } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { adminWords } from "../strings-admin.ts";
import { tokenWords as words } from "../strings-admin-tokens.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { CheckboxesField, SelectField, TextField } from "./fields.tsx";

export interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly role: "agent" | "lecteur";
  readonly verbs: readonly Verb[];
  /** Titles; null for everything. */
  readonly definitions: readonly string[] | null;
  /** ISO 8601; null until revoked. */
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly state: "live" | "expired" | "revoked";
}

/** The form as typed. */
export interface TokenAnswers {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly verbs: readonly string[];
  readonly definitions: readonly string[];
  readonly ends: string;
}

export interface TokensPageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly tokens: readonly ShownToken[];
  readonly definitions: readonly (readonly [string, string])[];
  readonly answers: TokenAnswers;
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
}

/** The tokens of software, and the form that makes one. */
export function tokensPage(view: TokensPageView): string {
  const { frame, tokens, issues } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    issues,
    notice: view.notice,
    lead: words.lead,
    children: (
      <>
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {tokens.map((token) => (
            <Row key={token.id} token={token} view={view} />
          ))}
        </AdminTable>
        <TokenForm {...view} />
      </>
    ),
  });
}

/** The only page that shows a token. */
export function tokenMadePage(frame: BackFrame, base: string, token: string): string {
  return renderAdminPage({
    frame,
    title: words.made,
    children: (
      <>
        <p class="notice" role="status">
          {words.madeLead}
        </p>
        <dl class="panel">
          <dt>{words.madeLabel}</dt>
          <dd>
            <code class="secret">{token}</code>
          </dd>
        </dl>
        <p>
          <a href={base}>{words.back}</a>
        </p>
      </>
    ),
  });
}

function Row({ token, view }: { readonly token: ShownToken; readonly view: TokensPageView }) {
  const { columns } = words;
  const verbs = token.verbs.map((verb) => words.verbs[verb]).join(", ");
  return (
    <tr>
      <th scope="row">{token.name}</th>
      <td data-label={columns.rights}>
        {`${adminWords.roles[token.role]} : ${verbs} – ${token.definitions?.join(", ") ?? words.everything}`}
      </td>
      <td data-label={columns.ends}>{token.expiresAt === null ? words.endless : formatInstant(token.expiresAt)}</td>
      <td data-label={columns.used}>{token.lastUsedAt === null ? words.never : formatInstant(token.lastUsedAt)}</td>
      <td data-label={columns.state}>
        {words.states[token.state]}
        {token.state === "live" && (
          <details class="confirmed">
            <summary aria-label={words.revokeOne(token.name)}>{words.revoke}</summary>
            <p class="quiet">{words.revokeHint}</p>
            <ActionForm
              site={view.frame.site}
              action={`${view.base}/${token.id}/revoquer`}
              label={words.confirm}
              danger
            />
          </details>
        )}
      </td>
    </tr>
  );
}

function TokenForm({ frame, base, answers, issues, definitions }: TokensPageView) {
  const { fields } = words;
  const roles = (["agent", "lecteur"] as const).map((role) => [role, adminWords.roles[role]] as const);
  return (
    <form method="post" action={base} class="admin-form" data-enhance="form" novalidate>
      <h2>{words.add}</h2>
      <Csrf site={frame.site} />
      <input type="hidden" name="jeton" value={answers.id} />
      <div class="fields">
        <TextField name="nom" label={fields.name} hint={fields.nameHint} value={answers.name} issues={issues} />
        <SelectField name="role" label={fields.role} value={answers.role} issues={issues} options={roles} />
        <CheckboxesField
          name="verbes"
          label={fields.verbs}
          values={answers.verbs}
          options={Object.entries(words.verbs)}
          issues={issues}
        />
        {definitions.length > 0 && (
          <CheckboxesField
            name="definitions"
            label={fields.definitions}
            hint={fields.definitionsHint}
            values={answers.definitions}
            options={definitions}
            issues={issues}
          />
        )}
        <TextField
          name="fin"
          type="date"
          label={fields.ends}
          hint={fields.endsHint}
          value={answers.ends}
          issues={issues}
        />
      </div>
      <button type="submit" class="button">
        {words.submit}
      </button>
    </form>
  );
}
