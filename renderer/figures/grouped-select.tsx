import { ADMIN_ROOT } from "../admin/fields.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { FieldError } from "../theme/messages.tsx";
import type { Choice, ChoiceGroup } from "./choices.ts";

/** One choice among many, under headings. */
export function GroupedSelect({
  name,
  label,
  value,
  first,
  groups,
  issues,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly first: Choice;
  readonly groups: readonly ChoiceGroup[];
  readonly issues: readonly ShownIssue[];
}) {
  const id = fieldId(`/${name}`, ADMIN_ROOT);
  const messages = issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  const wrong = messages.length > 0;
  return (
    <div class={`field${wrong ? " field-error" : ""}`}>
      <label class="label" for={id}>
        {label}
      </label>
      <FieldError id={id} messages={messages} />
      <select
        id={id}
        name={name}
        class="input select"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `${id}-error` : undefined}
      >
        <option value={first[0]}>{first[1]}</option>
        {groups.map(({ title, choices }) => (
          <optgroup key={title} label={title}>
            {choices.map(([option, text]) => (
              <option key={option} value={option} selected={option === value}>
                {text}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
