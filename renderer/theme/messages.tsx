import { french } from "../french.ts";
import { strings } from "../strings.ts";

/** How to answer, under the title. */
export function Hint({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="hint" id={`${id}-hint`}>
      {french(text)}
    </p>
  );
}

/** What to mend, just before the control. */
export function FieldError({ id, messages }: { readonly id: string; readonly messages: readonly string[] }) {
  if (messages.length === 0) return null;
  return (
    <div class="error" id={`${id}-error`}>
      {messages.map((message) => (
        <p key={message}>
          <span class="sr">{strings.field.error}</span>
          {french(message)}
        </p>
      ))}
    </div>
  );
}

/** Ids for `aria-describedby`, undefined when nothing describes the control. */
export function describedBy(id: string, hint: string | undefined, messages: readonly string[]): string | undefined {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(messages.length === 0 ? [] : [`${id}-error`])];
  return ids.length === 0 ? undefined : ids.join(" ");
}

/** Title of a field, with the mark of optional ones. */
export function Title({ text, required }: { readonly text: string; readonly required: boolean }) {
  return (
    <>
      {french(text)}
      {!required && <span class="optional"> {strings.field.optional}</span>}
    </>
  );
}
