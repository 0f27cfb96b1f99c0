import { EMPTY, heading, RELATIVE_DAYS } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { queueWords } from "../strings-queues.ts";
import { Choices } from "./chip.tsx";
import { type Filtered, filterLabel } from "./filter-label.ts";

interface ValuesProps {
  readonly filtered: Filtered;
  readonly values: readonly string[];
}

/** Days that the past and the future of most fields are asked for; the others are for what is still to come. */
const PAST = ["aujourdhui", "hier", "-7j", "-30j", "cette-semaine", "ce-mois", "mois-dernier", "cette-annee"];

const titleOf = ({ field, title }: Filtered): string => field?.title ?? title;

/** Days said from today, those kept already, and a range to type. */
export function DayValues({ filtered, values }: ValuesProps) {
  const { key, field } = filtered;
  const offered = field === null ? PAST : RELATIVE_DAYS;
  const others = values.filter((value) => !(offered as readonly string[]).includes(value) && value !== EMPTY);
  const choices = [...offered, ...others, ...(field === null ? [] : [EMPTY])];
  return (
    <>
      <Choices
        title={titleOf(filtered)}
        name={`filtre[${key}]`}
        choices={choices.map((value) => ({ value, label: filterLabel(filtered, value), count: null }))}
        values={values}
      />
      <Range name={key} type="date" from={queueWords.filter.from} to={queueWords.filter.to} />
    </>
  );
}

/** The numbers and ranges kept, and a range to type. */
export function NumberValues({ filtered, values }: ValuesProps) {
  const { key } = filtered;
  const choices = [...values.filter((value) => value !== EMPTY), EMPTY];
  return (
    <>
      <Choices
        title={titleOf(filtered)}
        name={`filtre[${key}]`}
        choices={choices.map((value) => ({ value, label: filterLabel(filtered, value), count: null }))}
        values={values}
      />
      <Range name={key} type="number" from={queueWords.filter.least} to={queueWords.filter.most} />
    </>
  );
}

interface RangeProps {
  readonly name: string;
  readonly type: "date" | "number";
  readonly from: string;
  readonly to: string;
}

function Range({ name, type, from, to }: RangeProps) {
  return (
    <div class="chip-range">
      <label>
        {from}
        <input type={type} name={`de[${name}]`} step={type === "number" ? "any" : undefined} />
      </label>
      <label>
        {to}
        <input type={type} name={`a[${name}]`} step={type === "number" ? "any" : undefined} />
      </label>
    </div>
  );
}

/** The values kept, each in its own box, and an empty one to add another. */
export function TypedValues({ filtered, values }: ValuesProps) {
  const { key, field, title } = filtered;
  const typed = values.filter((value) => value !== EMPTY);
  return (
    <fieldset class="chip-choices">
      <legend>{titleOf(filtered)}</legend>
      {[...typed, ""].map((value, index) => (
        <input
          key={`${index}-${value}`}
          type="text"
          name={`filtre[${key}]`}
          value={value}
          autocomplete="off"
          aria-label={words.list.filterValue(field ? heading(field) : title, index + 1)}
        />
      ))}
      <label>
        <input type="checkbox" name={`filtre[${key}]`} value={EMPTY} checked={values.includes(EMPTY)} />
        <span>{queueWords.filter.empty}</span>
      </label>
    </fieldset>
  );
}
