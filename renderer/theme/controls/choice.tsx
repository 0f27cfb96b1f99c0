import type { Choice, Json } from "../../../engine/index.ts";
import { french } from "../../french.ts";
import { strings } from "../../strings.ts";
import { type Control, type ControlProps, described, textOf } from "../control.tsx";

const YES_NO: readonly Choice[] = [
  { value: "true", label: strings.field.yes },
  { value: "false", label: strings.field.no },
];

const choicesOf = (props: ControlProps): readonly Choice[] =>
  props.field.choices ?? (props.field.type === "boolean" ? YES_NO : []);

/** The first option bears the field's own id, so that a link to the field reaches a control. */
const optionId = (props: ControlProps, index: number) => (index === 0 ? props.id : `${props.id}-${index + 1}`);

export const radio: Control = {
  grouped: true,
  render: (props) => options(props, "radio", (choice) => textOf(props.value) === choice.value),
};

export const checkboxes: Control = {
  grouped: true,
  render: (props) => {
    const chosen: readonly Json[] = Array.isArray(props.value) ? props.value : [];
    return options(props, "checkbox", (choice) => chosen.includes(choice.value));
  },
};

function options(props: ControlProps, type: "radio" | "checkbox", checked: (choice: Choice) => boolean) {
  const choices = choicesOf(props);
  const inline = choices.length === 2 && choices.every((choice) => choice.label.length < 12 && !choice.hint);
  return (
    <div class={`options${inline ? " options-inline" : ""}`}>
      {choices.map((choice, index) => {
        const id = optionId(props, index);
        return (
          <div class="option" key={choice.value}>
            <input
              type={type}
              id={id}
              name={props.name}
              value={choice.value}
              checked={checked(choice)}
              {...(props.focused && focusedAt(choices, checked) === index && { autofocus: true })}
              aria-describedby={choice.hint === undefined ? undefined : `${id}-hint`}
            />
            <label for={id}>{french(choice.label)}</label>
            {choice.hint !== undefined && (
              <p class="hint" id={`${id}-hint`}>
                {french(choice.hint)}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The one chosen, or the first. */
const focusedAt = (choices: readonly Choice[], checked: (choice: Choice) => boolean): number =>
  Math.max(0, choices.findIndex(checked));

export const select: Control = {
  render: (props) => {
    const value = textOf(props.value);
    return (
      <select
        class="input select"
        id={props.id}
        name={props.name}
        autocomplete={props.field.autocomplete}
        {...described(props)}
      >
        <option value="">{strings.field.choose}</option>
        {choicesOf(props).map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  },
};

/** One box to tick, its title beside it: an attestation or an agreement. */
export const checkbox: Control = {
  labelled: true,
  render: (props) => (
    <div class="options">
      <div class="option">
        <input
          type="checkbox"
          id={props.id}
          name={props.name}
          value="true"
          checked={props.value === true || props.value === "true"}
          {...described(props)}
        />
        <label for={props.id}>
          {french(props.field.title)}
          {!props.field.required && <span class="optional"> {strings.field.optional}</span>}
        </label>
      </div>
    </div>
  ),
};
