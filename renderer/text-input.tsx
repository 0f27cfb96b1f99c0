import type { ShownIssue } from "./error-summary.tsx";
import { fieldId } from "./field-id.ts";
import { describedBy, FieldError, Hint } from "./theme/messages.tsx";

export interface TextInputView {
  /** Prefix of the ids of the page's controls, as given to `ErrorSummary`. */
  readonly root: string;
  readonly name: string;
  readonly type: "email" | "password" | "text";
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: string;
  readonly inputMode?: "numeric";
  readonly value?: string;
  readonly issues: readonly ShownIssue[];
  /** Words of the button that shows a password, which the script adds. */
  readonly reveal?: string;
}

/** One line to type, with its label, its hint and what to mend; for pages that no definition describes. */
export function TextInput({ root, name, type, label, hint, value, issues, ...more }: TextInputView) {
  const id = fieldId(`/${name}`, root);
  const messages = issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  const description = describedBy(id, hint, messages);
  const attributes = {
    id,
    name,
    class: "input",
    autocomplete: more.autocomplete,
    spellcheck: false,
    ...(value !== undefined && { value }),
    ...(more.inputMode !== undefined && { inputMode: more.inputMode }),
    ...(more.reveal !== undefined && { "data-reveal": more.reveal }),
    ...(description !== undefined && { "aria-describedby": description }),
    ...(messages.length > 0 && { "aria-invalid": "true" as const }),
  };
  return (
    <div class={`field field-${type}${messages.length > 0 ? " field-error" : ""}`}>
      <label class="label" for={id}>
        {label}
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      {control(type, attributes)}
    </div>
  );
}

/** One element per type: what an input may carry depends on it. */
function control(type: TextInputView["type"], attributes: { readonly id: string; readonly name: string }) {
  if (type === "email") return <input type="email" {...attributes} />;
  return type === "password" ? <input type="password" {...attributes} /> : <input type="text" {...attributes} />;
}
