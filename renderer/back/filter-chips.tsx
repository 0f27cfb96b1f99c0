import type { CompiledDefinition, Field } from "../../engine/index.ts";
import { display, heading } from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import { changed, type ListState, listHref, without } from "./list-state.ts";

export interface FilterChipsProps {
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
}

/** One chip per column of the list: closed it says its values, opened it lets the agent change them in place. */
export function FilterChips({ base, definition, state }: FilterChipsProps) {
  return (
    <fieldset class="chips">
      <legend class="sr">{words.list.filters}</legend>
      {definition.list.map(({ key, field }) => (
        <Chip key={key} base={base} definition={definition} state={state} name={key} field={field} />
      ))}
    </fieldset>
  );
}

/** A value of a filter as the agent reads it. */
export function filterLabel(field: Field, value: string): string {
  if (field.type === "boolean") return value === "true" ? words.yes : words.no;
  if (field.type === "integer" || field.type === "number") {
    return Number.isFinite(Number(value)) ? display(field, Number(value)) : value;
  }
  return display(field, value) || value;
}

function Chip(props: FilterChipsProps & { readonly name: string; readonly field: Field }) {
  const { base, definition, state, name, field } = props;
  const values = state.filters.get(name) ?? [];
  const labels = values.map((value) => filterLabel(field, value));
  return (
    <div class={values.length > 0 ? "chip chip-on" : "chip"}>
      <details name="filtre" class="chip-menu">
        <summary>
          {values.length > 0 ? words.list.chip(french(heading(field))) : french(heading(field))}
          {values.length > 0 && <span class="chip-values">{words.either(labels)}</span>}
        </summary>
        <div class="chip-panel">
          <Values field={field} name={`filtre[${name}]`} values={values} />
          <button type="submit" class="button button-small">
            {words.list.apply}
          </button>
        </div>
      </details>
      {values.length > 0 && (
        <a
          class="chip-remove"
          href={listHref(base, definition, changed(definition, state, { filters: withoutAll(state, name) }))}
        >
          <span aria-hidden="true">×</span>
          <span class="sr">{words.list.removeFilter(heading(field))}</span>
        </a>
      )}
    </div>
  );
}

function withoutAll(state: ListState, key: string): ListState["filters"] {
  return (state.filters.get(key) ?? []).reduce(
    (filters, value) => without({ ...state, filters }, key, value),
    state.filters,
  );
}

function Values({ field, name, values }: { field: Field; name: string; values: readonly string[] }) {
  const choices = choicesOf(field);
  if (!choices) return <TypedValues field={field} name={name} values={values} />;
  return (
    <fieldset class="chip-choices">
      <legend>{field.title}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="checkbox" name={name} value={choice.value} checked={values.includes(choice.value)} />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}

/** The values kept, each in its own box, and an empty one to add another. */
function TypedValues({ field, name, values }: { field: Field; name: string; values: readonly string[] }) {
  const common = (value: string, index: number) => ({
    key: `${index}-${value}`,
    name,
    value,
    "aria-label": words.list.filterValue(heading(field), index + 1),
  });
  return (
    <fieldset class="chip-choices">
      <legend>{field.title}</legend>
      {[...values, ""].map((value, index) =>
        field.widget === "date" ? (
          <input type="date" {...common(value, index)} />
        ) : (
          <input type="text" autocomplete="off" {...common(value, index)} />
        ),
      )}
    </fieldset>
  );
}

function choicesOf(field: Field): readonly { value: string; label: string }[] | null {
  if (field.choices) return field.choices;
  if (field.type !== "boolean") return null;
  return [
    { value: "true", label: words.yes },
    { value: "false", label: words.no },
  ];
}
