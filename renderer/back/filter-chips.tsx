import type { ComponentChildren } from "preact";
import type { CompiledDefinition, Field } from "../../engine/index.ts";
import { display, heading } from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import { changed, type ListState, listHref, without } from "./list-state.ts";

export interface FilterChipsProps {
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** Names by id of the members the list covers. */
  readonly members: ReadonlyMap<string, string>;
}

/**
 * One chip per column of the list, and one for the members when there are several: closed it says its values, opened it
 * lets the agent change them in place.
 */
export function FilterChips({ base, definition, state, members }: FilterChipsProps) {
  return (
    <fieldset class="chips">
      <legend class="sr">{words.list.filters}</legend>
      {members.size > 1 && <MemberChip base={base} definition={definition} state={state} members={members} />}
      {definition.list.map(({ key, field }) => (
        <FieldChip key={key} base={base} definition={definition} state={state} name={key} field={field} />
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

function MemberChip({ base, definition, state, members }: FilterChipsProps) {
  const title = words.list.columns.member;
  return (
    <Chip
      title={title}
      labels={state.members.map((id) => members.get(id) ?? id)}
      removed={listHref(base, definition, changed(definition, state, { members: [] }))}
    >
      <Choices
        title={title}
        name="collectivite"
        choices={[...members].map(([value, label]) => ({ value, label }))}
        values={state.members}
      />
    </Chip>
  );
}

type FieldChipProps = Omit<FilterChipsProps, "members"> & { readonly name: string; readonly field: Field };

function FieldChip({ base, definition, state, name, field }: FieldChipProps) {
  const values = state.filters.get(name) ?? [];
  return (
    <Chip
      title={heading(field)}
      labels={values.map((value) => filterLabel(field, value))}
      removed={listHref(base, definition, changed(definition, state, { filters: withoutAll(state, name) }))}
    >
      <Values field={field} name={`filtre[${name}]`} values={values} />
    </Chip>
  );
}

interface ChipProps {
  readonly title: string;
  /** Values chosen, as read. */
  readonly labels: readonly string[];
  /** Address of the list without them. */
  readonly removed: string;
  readonly children: ComponentChildren;
}

function Chip({ title, labels, removed, children }: ChipProps) {
  const on = labels.length > 0;
  return (
    <div class={on ? "chip chip-on" : "chip"}>
      <details name="filtre" class="chip-menu">
        <summary>
          {on ? words.list.chip(french(title)) : french(title)}
          {on && <span class="chip-values">{words.either(labels)}</span>}
        </summary>
        <div class="chip-panel">
          {children}
          <button type="submit" class="button button-small">
            {words.list.apply}
          </button>
        </div>
      </details>
      {on && (
        <a class="chip-remove" href={removed}>
          <span aria-hidden="true">×</span>
          <span class="sr">{words.list.removeFilter(title)}</span>
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
  return <Choices title={field.title} name={name} choices={choices} values={values} />;
}

interface ChoicesProps {
  readonly title: string;
  readonly name: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly values: readonly string[];
}

function Choices({ title, name, choices, values }: ChoicesProps) {
  return (
    <fieldset class="chip-choices">
      <legend>{title}</legend>
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
