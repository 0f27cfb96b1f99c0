import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { secondFactor } from "../strings-second-factor.ts";
import { CODE_ROOT, CodeInput, EnrolSteps, type EnrolView } from "./parts.tsx";

export interface SecurityView {
  readonly frame: BackFrame;
  readonly action: string;
  /** Recovery codes left, or null when she has no second factor. */
  readonly recovery: number | null;
  /** The secret offered, when she has none. */
  readonly enrol: EnrolView | null;
  readonly proConnect: boolean;
  /** Null for who may not change the member's rule. */
  readonly required: boolean | null;
  readonly issues: readonly ShownIssue[];
}

const words = secondFactor.page;

/** How an agent proves who she is. */
export function renderSecurity(view: SecurityView): string {
  const { frame, action, recovery, enrol, issues } = view;
  return renderBackPage({
    frame,
    title: words.title,
    error: issues.length > 0,
    children: (
      <div class="step">
        <ErrorSummary issues={issues} root={CODE_ROOT} />
        <h1>{words.title}</h1>
        <p>{recovery === null ? words.off : words.on(recovery)}</p>
        {enrol && (
          <section>
            <h2>{secondFactor.enrol.title}</h2>
            <EnrolSteps {...enrol} />
            <CodeForm {...view} act="enrol" button={secondFactor.enrol.button} hint={secondFactor.enrol.hint} />
          </section>
        )}
        {recovery !== null && (
          <section>
            <h2>{words.remove}</h2>
            <p>{words.removeText}</p>
            <CodeForm {...view} act="remove" button={words.removeButton} hint={secondFactor.ask.hint} />
          </section>
        )}
        {view.proConnect && (
          <Act
            site={frame.site}
            action={action}
            title={words.proConnect}
            text={words.linked}
            act="detach"
            button={words.detach}
          />
        )}
        {view.required !== null && (
          <Act
            site={frame.site}
            action={action}
            title={words.member}
            text={view.required ? words.required : words.notRequired}
            act={view.required ? "release" : "require"}
            button={view.required ? words.release : words.require}
          />
        )}
      </div>
    ),
  });
}

function CodeForm({
  frame,
  action,
  issues,
  act,
  button,
  hint,
}: SecurityView & { readonly act: string; readonly button: string; readonly hint: string }) {
  return (
    <form method="post" action={action} novalidate>
      <Csrf site={frame.site} />
      <div class="fields">
        <CodeInput issues={issues} hint={hint} />
      </div>
      <div class="actions">
        <button type="submit" class="button" name="acte" value={act}>
          {button}
        </button>
      </div>
    </form>
  );
}

function Act(props: {
  readonly site: SiteView;
  readonly action: string;
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly button: string;
}) {
  return (
    <section>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <form method="post" action={props.action}>
        <Csrf site={props.site} />
        <button type="submit" class="button button-secondary" name="acte" value={props.act}>
          {props.button}
        </button>
      </form>
    </section>
  );
}
