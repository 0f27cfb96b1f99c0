import { encodeDate } from "../../../engine/index.ts";
import { strings } from "../../strings.ts";
import { type Control, type ControlProps, described } from "../control.tsx";

/**
 * Three boxes: a date is known by heart, a calendar is not needed to type it. What was typed comes back in its box even
 * when it makes no date.
 */
export const date: Control = {
  grouped: true,
  render: (props) => {
    const { jour, mois, annee } = encodeDate(props.value);
    return (
      <div class="date">
        {box(props, "jour", strings.field.day, jour, 2, "bday-day", props.id)}
        {box(props, "mois", strings.field.month, mois, 2, "bday-month", `${props.id}-mois`)}
        {box(props, "annee", strings.field.year, annee, 4, "bday-year", `${props.id}-annee`)}
      </div>
    );
  },
};

function box(
  props: ControlProps,
  part: string,
  label: string,
  value: string,
  width: 2 | 4,
  autocomplete: string,
  id: string,
) {
  return (
    <div class="date-part">
      <label class="label-small" for={id}>
        {label}
      </label>
      <input
        class="input"
        type="text"
        inputMode="numeric"
        id={id}
        name={`${props.name}[${part}]`}
        value={value}
        data-width={width}
        autocomplete={props.field.autocomplete === "bday" ? autocomplete : undefined}
        {...described({ ...props, focused: props.focused && part === "jour" })}
      />
    </div>
  );
}
