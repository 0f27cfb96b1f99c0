import { DoneNote } from "../done-note.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { type HiddenField, renderPage, type SiteView } from "../page.tsx";
import { TextInput, type TextInputView } from "../text-input.tsx";
import { FieldError } from "../theme/messages.tsx";

const ROOT = "compte";

/** One line to type, or a box to tick. */
export type AccountField =
  | Omit<TextInputView, "root" | "issues">
  | { readonly type: "tick"; readonly name: string; readonly label: string };

export interface AccountButton {
  readonly label: string;
  /** Sent when it is this button that is pressed. */
  readonly name?: string;
  readonly tone?: "danger" | "secondary";
}

/** A page about an account that asks something: a title, what it is for, fields, buttons. */
export interface AccountFormView {
  readonly site: SiteView;
  readonly title: string;
  /** What it is about: the first is larger. */
  readonly texts: readonly string[];
  /** A sentence that ends with a link. */
  readonly aside?: { readonly text: string; readonly href: string; readonly label: string };
  /** What has just happened. */
  readonly status?: string | undefined;
  readonly back?: { readonly href: string; readonly label: string };
  readonly action: string;
  readonly hidden: readonly HiddenField[];
  readonly fields: readonly AccountField[];
  readonly issues: readonly ShownIssue[];
  readonly buttons: readonly AccountButton[];
  /** False when the answer is a file, after which the form may be sent again. */
  readonly guard?: boolean;
  readonly links?: readonly { readonly href: string; readonly label: string }[];
}

/** A whole page that asks something about an account. */
export function renderAccountForm(view: AccountFormView): string {
  const { site, title, texts, aside, status, back, issues } = view;
  const [lead, ...others] = texts;
  return renderPage({
    site,
    title,
    error: issues.length > 0,
    private: true,
    ...(back && { back }),
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={ROOT} />
        {status !== undefined && <DoneNote>{status}</DoneNote>}
        <h1>{title}</h1>
        {lead !== undefined && <p class="lead">{french(lead)}</p>}
        {others.map((text) => (
          <p key={text} class="account-text">
            {french(text)}
          </p>
        ))}
        {aside && (
          <p class="account-text">
            {french(aside.text)} <a href={aside.href}>{aside.label}</a>.
          </p>
        )}
        <AccountForm {...view} />
      </div>
    ),
  });
}

function AccountForm({ action, hidden, fields, issues, buttons, guard = true, links = [] }: AccountFormView) {
  return (
    <form method="post" action={action} novalidate data-enhance={guard ? "guard" : undefined}>
      {hidden.map((field) => (
        <input type="hidden" key={field.name} name={field.name} value={field.value} />
      ))}
      {fields.length > 0 && (
        <div class="fields">
          {fields.map((field) =>
            field.type === "tick" ? (
              <Tick key={field.name} {...field} issues={issues} />
            ) : (
              <TextInput key={field.name} {...field} root={ROOT} issues={issues} />
            ),
          )}
        </div>
      )}
      <div class="actions">
        {buttons.map((button) => (
          <Button key={button.label} {...button} />
        ))}
        {links.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
      </div>
    </form>
  );
}

function Button({ label, name, tone }: AccountButton) {
  return (
    <button
      type="submit"
      class={`button${tone ? ` button-${tone}` : ""}`}
      {...(name !== undefined && { name, value: "1" })}
    >
      {label}
    </button>
  );
}

function Tick({
  name,
  label,
  issues,
}: {
  readonly name: string;
  readonly label: string;
  readonly issues: readonly ShownIssue[];
}) {
  const id = fieldId(`/${name}`, ROOT);
  const messages = issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  return (
    <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
      <FieldError id={id} messages={messages} />
      <div class="option">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="1"
          {...(messages.length > 0 && { "aria-describedby": `${id}-error`, "aria-invalid": "true" as const })}
        />
        <label for={id}>{label}</label>
      </div>
    </div>
  );
}
