import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { placeWords as words } from "../strings-places.ts";
import { describedBy, FieldError, Hint } from "../theme/messages.tsx";

/** A place someone looks for, as typed: names of fields are those of the address. */
export interface PlaceSearchView {
  /** Title of the group. */
  readonly title: string;
  readonly from: string;
  readonly month: string;
  readonly year: string;
  readonly hours: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
}

interface Props {
  readonly view: PlaceSearchView;
  readonly issues: readonly ShownIssue[];
}

/** What is asked of whoever looks for a place, by native controls alone. */
export function PlaceSearch({ view, issues }: Props) {
  const [first, ...others] = view.hours;
  const others_ = others.map((row, index) => ({ row, number: index + 2 }));
  const open = others_.some(({ row }) => row.days.length > 0 || row.from !== "" || row.to !== "");
  return (
    <fieldset class="place-search">
      <legend>{words.need}</legend>
      <Text name="debut" label={words.from} hint={words.fromHint} type="date" value={view.from} issues={issues} />
      <Birth view={view} issues={issues} />
      {first && <Hours row={first} number={1} issues={issues} />}
      {others_.length > 0 && (
        <details class="place-more" open={open}>
          <summary>{words.otherDays}</summary>
          {others_.map(({ row, number }) => (
            <Hours key={number} row={row} number={number} issues={issues} />
          ))}
        </details>
      )}
    </fieldset>
  );
}

function partsOf(name: string, issues: readonly ShownIssue[], hint?: string) {
  const id = fieldId(`/${name}`);
  const messages = issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  const description = describedBy(id, hint, messages);
  return {
    ...{ id, messages, box: messages.length > 0 ? "field field-error" : "field" },
    attributes: {
      ...(description !== undefined && { "aria-describedby": description }),
      ...(messages.length > 0 && { "aria-invalid": "true" as const }),
    },
  };
}

interface TextProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: "date" | "time";
  readonly value: string;
  readonly issues: readonly ShownIssue[];
}

function Text({ name, label, hint, type, value, issues }: TextProps) {
  const { id, messages, box, attributes } = partsOf(name, issues, hint);
  return (
    <div class={box}>
      <label class="label" for={id}>
        {label}
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      <input class="input published-short" type={type} id={id} name={name} value={value} {...attributes} />
    </div>
  );
}

function Birth({ view: { month, year }, issues }: Props) {
  const { id, messages, box, attributes } = partsOf("mois", issues, words.birthHint);
  const wrongYear = partsOf("annee", issues);
  return (
    <fieldset
      class={messages.length + wrongYear.messages.length > 0 ? "field field-error" : box}
      aria-describedby={attributes["aria-describedby"]}
    >
      <legend class="label">{words.birth}</legend>
      <Hint id={id} text={words.birthHint} />
      <FieldError id={id} messages={messages} />
      <FieldError id={wrongYear.id} messages={wrongYear.messages} />
      <div class="place-pair">
        <span>
          <label for={id}>{words.month}</label>
          <select id={id} name="mois" class="input select">
            <option value="" />
            {words.months.map((name, index) => (
              <option key={name} value={String(index + 1)} selected={Number(month) === index + 1}>
                {name}
              </option>
            ))}
          </select>
        </span>
        <span>
          <label for={wrongYear.id}>{words.year}</label>
          <input
            class="input place-year"
            id={wrongYear.id}
            name="annee"
            inputMode="numeric"
            maxLength={4}
            value={year}
            {...wrongYear.attributes}
          />
        </span>
      </div>
    </fieldset>
  );
}

interface HoursProps {
  readonly row: PlaceSearchView["hours"][number];
  readonly number: number;
  readonly issues: readonly ShownIssue[];
}

function Hours({ row, number, issues }: HoursProps) {
  const only = number === 1;
  const hint = only ? words.daysHint : undefined;
  const { id, messages, box, attributes } = partsOf(`jours${number}`, issues, hint);
  return (
    <fieldset class={box} aria-describedby={attributes["aria-describedby"]}>
      <legend class="label">{only ? words.days : words.daysOf(number)}</legend>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      <div class="options options-inline">
        {words.dayNames.map((day, index) => (
          <div class="option" key={day}>
            <input
              type="checkbox"
              id={index === 0 ? id : `${id}-${index}`}
              name={`jours${number}`}
              value={day.toLowerCase()}
              checked={row.days.includes(day.toLowerCase())}
            />
            <label for={index === 0 ? id : `${id}-${index}`}>{day}</label>
          </div>
        ))}
      </div>
      <div class="place-pair">
        <Text
          name={`de${number}`}
          label={only ? words.start : words.startOf(number)}
          type="time"
          value={row.from}
          issues={issues}
        />
        <Text
          name={`a${number}`}
          label={only ? words.end : words.endOf(number)}
          type="time"
          value={row.to}
          issues={issues}
        />
      </div>
    </fieldset>
  );
}
