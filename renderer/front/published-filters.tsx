import type { PublicFilter } from "../../engine/index.ts";
import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { publishedWords as words } from "../strings-published.ts";
import { describedBy, FieldError, Hint } from "../theme/messages.tsx";

export interface PublishedFilterView {
  /** The parameter it is sent as. */
  readonly name: string;
  readonly title: string;
  readonly kind: PublicFilter["kind"];
  /** As they were sent. */
  readonly values: readonly string[];
  /** What is offered, with how many entries have it where that is known. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly count: number | null }[];
}

interface Props {
  readonly filter: PublishedFilterView;
  readonly issues: readonly ShownIssue[];
}

/** One filter, by native controls alone. */
export function PublishedFilter(props: Props) {
  const { kind } = props.filter;
  if (kind === "choice" || kind === "all" || kind === "yes") return <Boxes {...props} />;
  return kind === "text" ? <Values {...props} /> : <Typed {...props} />;
}

function partsOf({ filter, issues }: Props, hint?: string) {
  const id = fieldId(`/${filter.name}`);
  const messages = issues.filter(({ pointer }) => pointer === `/${filter.name}`).map(({ message }) => message);
  const description = describedBy(id, hint, messages);
  return {
    id,
    messages,
    box: messages.length > 0 ? "field field-error" : "field",
    attributes: {
      ...(description !== undefined && { "aria-describedby": description }),
      ...(messages.length > 0 && { "aria-invalid": "true" as const }),
    },
  };
}

function Boxes(props: Props) {
  const { filter } = props;
  const hint = filter.kind === "all" ? words.allHint : undefined;
  const { id, messages, box, attributes } = partsOf(props, hint);
  const options = filter.kind === "yes" ? [{ value: "oui", label: words.yes, count: null }] : filter.options;
  return (
    <fieldset class={box} aria-describedby={attributes["aria-describedby"]}>
      <legend class="label">{french(filter.title)}</legend>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      <div class="options options-inline">
        {options.map(({ value, label }, index) => (
          <div class="option" key={value}>
            <input
              type="checkbox"
              id={index === 0 ? id : `${id}-${index}`}
              name={filter.name}
              value={value}
              checked={filter.values.includes(value)}
            />
            <label for={index === 0 ? id : `${id}-${index}`}>{french(label)}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Values(props: Props) {
  const { filter } = props;
  const { id, messages, box, attributes } = partsOf(props);
  return (
    <div class={box}>
      <label class="label" for={id}>
        {french(filter.title)}
      </label>
      <FieldError id={id} messages={messages} />
      <select id={id} name={filter.name} class="input select" {...attributes}>
        <option value="">{words.any}</option>
        {filter.options.map(({ value, label, count }) => (
          <option key={value} value={value} selected={filter.values.includes(value)}>
            {count === null ? label : words.counted(label, count)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Typed(props: Props) {
  const { filter } = props;
  const day = filter.kind === "before";
  const hint = day ? words.beforeHint : undefined;
  const { id, messages, box, attributes } = partsOf(props, hint);
  const all = { ...attributes, id, name: filter.name, class: "input published-short", value: filter.values[0] ?? "" };
  return (
    <div class={box}>
      <label class="label" for={id}>
        {french(filter.title)} <span class="optional">{day ? words.before : words.least}</span>
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      {day ? <input type="date" {...all} /> : <input type="number" min={0} inputMode="numeric" {...all} />}
    </div>
  );
}
