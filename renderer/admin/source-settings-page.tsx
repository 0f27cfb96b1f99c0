import { ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { sourceSettingWords as words } from "../strings-source-settings.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { TextField } from "./fields.tsx";

export interface SourceSettingsView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Of the source that gives the quotient familial. */
  readonly state: "ok" | "degraded" | "none";
  readonly isSet: boolean;
  /** Whether a token is kept; it is never shown. */
  readonly hasToken: boolean;
  /** Whether the installation has a vendor's token. */
  readonly hasVendor: boolean;
  /** Calls asked for today, and how many may be. */
  readonly today: { readonly calls: number; readonly most: number };
  readonly typed: { readonly recipient: string; readonly delegation: string; readonly daily: string };
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
}

/** How a member is known to the services whose data its forms ask for. */
export function sourceSettingsPage(view: SourceSettingsView): string {
  const { frame, base, isSet } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    issues: view.issues,
    notice: view.notice,
    lead: words.intro,
    children: (
      <>
        <h2>{words.family.title}</h2>
        <p>
          {isSet ? words.set : words.unset} {words.state[view.state]}
        </p>
        {isSet && <p>{words.today(view.today.calls, view.today.most)}</p>}
        <p class="hint">{french(words.family.text)}</p>
        <form method="post" action={`${base}#erreurs`} class="admin-form" data-enhance="form" novalidate>
          <Csrf site={frame.site} />
          <SettingFields {...view} />
          <button type="submit" class="button">
            {words.save}
          </button>
        </form>
        {isSet && (
          <ConfirmedAction
            site={frame.site}
            action={`${base}/retirer`}
            label={words.forget}
            hint={words.forgetHint}
            confirm={words.forgetConfirm}
            danger
          />
        )}
      </>
    ),
  });
}

function SettingFields({ typed, issues, hasToken, hasVendor }: SourceSettingsView) {
  const { fields } = words;
  const tokenHint = hasToken ? fields.tokenKept : hasVendor ? fields.tokenVendor : fields.tokenNone;
  return (
    <div class="fields">
      <TextField
        name="siret"
        label={fields.recipient}
        hint={fields.recipientHint}
        value={typed.recipient}
        issues={issues}
        size={20}
      />
      <TextField
        name="jeton"
        type="password"
        label={fields.token}
        hint={tokenHint}
        value=""
        issues={issues}
        size={30}
        optional={hasToken || hasVendor}
      />
      {hasToken && (
        <div class="option">
          <input type="checkbox" id="champ_oublier" name="oublier" value="oui" />
          <label for="champ_oublier">{fields.forget}</label>
        </div>
      )}
      <TextField
        name="delegation"
        label={fields.delegation}
        hint={fields.delegationHint}
        value={typed.delegation}
        issues={issues}
        size={30}
        optional
      />
      <TextField
        name="appels"
        label={fields.daily}
        hint={fields.dailyHint}
        value={typed.daily}
        issues={issues}
        size={10}
      />
    </div>
  );
}
