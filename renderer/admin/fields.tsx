import type { ComponentChildren } from "preact";
import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { describedBy, FieldError, Hint, Title } from "../theme/messages.tsx";

/** Prefix of the ids of the controls of these pages, for `ErrorSummary`. */
export const ADMIN_ROOT = "champ";

interface Common {
  /** Name it is posted under; an issue about it points to `/${name}`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly issues: readonly ShownIssue[];
  readonly optional?: boolean;
}

export interface TextFieldProps extends Common {
  readonly type?: keyof typeof INPUTS;
  readonly autocomplete?: string;
  /** Width in characters. */
  readonly size?: number;
  readonly lines?: number;
}

interface InputAttributes {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly value: string;
  readonly autocomplete: string;
  readonly size?: number;
}

/** One element per type: the types of preact do not take a type known only when the page is made. */
const INPUTS = {
  text: (attributes: InputAttributes) => <input type="text" {...attributes} />,
  email: (attributes: InputAttributes) => <input type="email" {...attributes} />,
  date: (attributes: InputAttributes) => <input type="date" {...attributes} />,
  password: (attributes: InputAttributes) => <input type="password" {...attributes} />,
  tel: (attributes: InputAttributes) => <input type="tel" {...attributes} />,
};

/** A text to type, with its label, hint and what to mend. */
export function TextField(props: TextFieldProps) {
  const { name, value, type = "text", autocomplete = "off", size, lines } = props;
  const { attributes, ...shown } = described(props);
  const all = { ...attributes, name, class: "input", autocomplete };
  return (
    <Labelled {...props} {...shown}>
      {lines === undefined ? (
        INPUTS[type]({ ...all, value, ...(size !== undefined && { size, "data-width": String(size) }) })
      ) : (
        <textarea {...all} class="input textarea" rows={lines}>
          {value}
        </textarea>
      )}
    </Labelled>
  );
}

/** A choice among a few: `options` are [value, label]. */
export function SelectField(props: Common & { readonly options: readonly (readonly [string, string])[] }) {
  const { name, value, options } = props;
  const { attributes, ...shown } = described(props);
  return (
    <Labelled {...props} {...shown}>
      <select {...attributes} name={name} class="input select">
        {options.map(([option, label]) => (
          <option key={option} value={option} selected={option === value}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Several choices to tick among a few. */
export function CheckboxesField({
  name,
  label,
  hint,
  values,
  options,
  issues,
}: Omit<Common, "value"> & {
  readonly values: readonly string[];
  readonly options: readonly (readonly [string, string])[];
}) {
  const id = fieldId(`/${name}`, ADMIN_ROOT);
  const messages = messagesOf(issues, name);
  const description = describedBy(id, hint, messages);
  return (
    <fieldset
      class={`field field-group${messages.length > 0 ? " field-error" : ""}`}
      {...(description !== undefined && { "aria-describedby": description })}
    >
      <legend class="legend">{label}</legend>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      <div class="options">
        {options.map(([option, text], index) => (
          <div class="option" key={option}>
            <input
              type="checkbox"
              id={index === 0 ? id : `${id}-${index}`}
              name={name}
              value={option}
              checked={values.includes(option)}
            />
            <label for={index === 0 ? id : `${id}-${index}`}>{text}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

const messagesOf = (issues: readonly ShownIssue[], name: string): readonly string[] =>
  issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);

function described({ name, hint, issues }: Common) {
  const id = fieldId(`/${name}`, ADMIN_ROOT);
  const messages = messagesOf(issues, name);
  const description = describedBy(id, hint, messages);
  const attributes = {
    id,
    ...(description !== undefined && { "aria-describedby": description }),
    ...(messages.length > 0 && { "aria-invalid": "true" as const }),
  };
  return { id, messages, attributes };
}

function Labelled({
  id,
  messages,
  label,
  hint,
  optional = false,
  children,
}: Pick<Common, "label" | "hint" | "optional"> & {
  readonly id: string;
  readonly messages: readonly string[];
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
      <label class="label" for={id}>
        <Title text={label} required={!optional} />
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      {children}
    </div>
  );
}
