import { ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { paymentAdminWords as words } from "../strings-payment-admin.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { SelectField, TextField } from "./fields.tsx";

export interface AccountLine {
  readonly id: string;
  readonly numcli: string;
  readonly over: string;
  readonly mode: string;
  readonly checked: string;
}

/** Where the money of a member goes. */
export function paymentAccountsPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly lines: readonly AccountLine[];
  /** Titles of the definitions that ask for payments and cannot be paid. */
  readonly lacking: readonly string[];
  readonly provider: boolean;
  readonly notice: string | undefined;
}): string {
  const { frame, base, lines, lacking } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    add: { href: `${base}/nouveau`, label: words.add },
    notice: view.notice,
    lead: words.intro,
    children: (
      <>
        {!view.provider && <p class="notice notice-waiting">{words.noProvider}</p>}
        {lacking.length > 0 && (
          <div class="notice notice-waiting">
            <p>{words.lacking}</p>
            <ul>
              {lacking.map((title) => (
                <li key={title}>{title}</li>
              ))}
            </ul>
          </div>
        )}
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {lines.map(({ id, numcli, over, mode, checked }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`${base}/${id}`}>{numcli}</a>
              </th>
              <td data-label={words.columns.over}>{over}</td>
              <td data-label={words.columns.mode}>{mode}</td>
              <td data-label={words.columns.checked}>{checked}</td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

export interface PaymentAccountPageView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Null for one to add. */
  readonly id: string | null;
  readonly title: string;
  readonly typed: { readonly numcli: string; readonly saisie: string; readonly over: string };
  readonly overs: readonly (readonly [string, string])[];
  /** What the provider said of it last, or says now. */
  readonly said: string | null;
  readonly notice: string | undefined;
  readonly issues: readonly ShownIssue[];
}

/** One account, or one to add. */
export function paymentAccountPage(view: PaymentAccountPageView): string {
  const { frame, base, id, issues } = view;
  return renderAdminPage({
    frame,
    title: view.title,
    back: { href: base, label: words.back },
    notice: view.notice,
    issues,
    children: (
      <>
        {view.said !== null && <p class="notice">{view.said}</p>}
        <form method="post" action={`${base}/${id ?? "nouveau"}`} class="admin-form" data-enhance="form" novalidate>
          <Csrf site={frame.site} />
          <AccountFields {...view} />
          <button type="submit" class="button">
            {words.save}
          </button>
        </form>
        {id !== null && (
          <form method="post" action={`${base}/${id}/verifier`} class="admin-form">
            <Csrf site={frame.site} />
            <button type="submit" class="button button-secondary">
              {words.check}
            </button>
          </form>
        )}
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

function AccountFields({ typed, overs, issues }: Pick<PaymentAccountPageView, "typed" | "overs" | "issues">) {
  const { numcli, numcliHint, over, overHint, mode, modeHint } = words.fields;
  const modes = Object.entries(words.modes);
  return (
    <div class="fields">
      <TextField name="numero" label={numcli} hint={numcliHint} value={typed.numcli} issues={issues} size={10} />
      <SelectField name="pour" label={over} hint={overHint} value={typed.over} issues={issues} options={overs} />
      <SelectField name="mode" label={mode} hint={modeHint} value={typed.saisie} issues={issues} options={modes} />
    </div>
  );
}
