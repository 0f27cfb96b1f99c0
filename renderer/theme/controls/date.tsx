import { strings } from "../../strings.ts";
import { type Control, type ControlProps, described, textOf } from "../control.tsx";

/**
 * Three boxes: a date is known by heart, a calendar is not needed to type it. What was typed comes back in its box even
 * when it makes no date.
 */
export const date: Control = {
  grouped: true,
  render: (props) => {
    const { year, month, day } = dateParts(textOf(props.value));
    return (
      <div class="date">
        {box(props, "jour", strings.field.day, day, 2, "bday-day", props.id)}
        {box(props, "mois", strings.field.month, month, 2, "bday-month", `${props.id}-mois`)}
        {box(props, "annee", strings.field.year, year, 4, "bday-year", `${props.id}-annee`)}
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
        {...described(props)}
      />
    </div>
  );
}

/** The three boxes of a stored date ("2026-03-09" → 9, 3, 2026) or of what was typed in its stead. */
export function dateParts(value: string): { readonly year: string; readonly month: string; readonly day: string } {
  const [year = "", month = "", ...rest] = value.split("-");
  const plain = (part: string) => (/^0\d$/.test(part) ? part.slice(1) : part);
  return { year, month: plain(month), day: plain(rest.join("-")) };
}
