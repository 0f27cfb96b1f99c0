import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { KeptForm } from "../resume.tsx";
import { secondFactor } from "../strings-second-factor.ts";
import { CODE_ROOT, CodeInput, EnrolSteps, type EnrolView } from "./parts.tsx";

export interface SignInCodeView {
  readonly site: SiteView;
  readonly action: string;
  /** Null when she has her second factor already. */
  readonly enrol: EnrolView | null;
  readonly issues: readonly ShownIssue[];
}

/** Between the password and the session: the code, or the preparation of the first one. */
export function renderSignInCode({ site, action, enrol, issues }: SignInCodeView): string {
  const { ask } = secondFactor;
  const title = enrol ? secondFactor.enrol.title : ask.title;
  return renderPage({
    site,
    title,
    error: issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={CODE_ROOT} />
        <h1>{title}</h1>
        <p class="lead">{enrol ? secondFactor.enrol.forced : ask.lead}</p>
        {enrol && <EnrolSteps {...enrol} />}
        <form method="post" action={action} novalidate>
          <Csrf site={site} />
          <div class="fields">
            <CodeInput issues={issues} hint={enrol ? secondFactor.enrol.hint : ask.hint} />
          </div>
          <div class="actions">
            <button type="submit" class="button">
              {enrol ? secondFactor.enrol.button : ask.button}
            </button>
            <a href="/agent/connexion">{ask.cancel}</a>
          </div>
        </form>
      </div>
    ),
  });
}

export interface RecoveryCodesView {
  readonly site: SiteView;
  readonly codes: readonly string[];
  /** Where she goes on: an address, or a form to send again with its fields. */
  readonly next: { readonly href: string; readonly fields: readonly (readonly [string, string])[] | null };
  readonly resumedField: string;
}

/** Shown once. */
export function renderRecoveryCodes({ site, codes, next, resumedField }: RecoveryCodesView): string {
  const { title, lead, print, button } = secondFactor.codes;
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="step sheet">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        <ul class="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p>
          <button type="button" class="link" data-print hidden>
            {print}
          </button>
        </p>
        {next.fields === null ? (
          <p>
            <a class="button" href={next.href}>
              {button}
            </a>
          </p>
        ) : (
          <KeptForm site={site} action={next.href} fields={next.fields} resumedField={resumedField} button={button} />
        )}
      </div>
    ),
  });
}
