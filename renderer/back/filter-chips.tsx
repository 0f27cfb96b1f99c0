import { EMPTY } from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import { queueWords } from "../strings-queues.ts";
import { relationWords } from "../strings-relations.ts";
import { Chip, type Choice, Choices, Kept } from "./chip.tsx";
import { CONFIRMATIONS, CONFIRMED } from "./confirmed-filter.ts";
import { type Filtered, filteredAt, filterLabel } from "./filter-label.ts";
import { DayValues, NumberValues, TypedValues } from "./filter-values.tsx";
import { filterChoices } from "./list-columns.ts";
import {
  changed,
  EVERY_STATE,
  listHref,
  listPairs,
  ME,
  MOMENTS,
  NOBODY,
  OWN_TERRITORY,
  orderedStates,
  SEVERAL,
  TERRITORY,
  withoutFilter,
} from "./list-state.ts";
import type { ListTools } from "./list-tools.ts";

/** One chip per choice a list may be narrowed by: state, agent, member, columns, and whatever else was added. */
export function FilterChips({ tools }: { readonly tools: ListTools }) {
  const { definition, state, members } = tools;
  const listed = definition.list.map(({ key }) => key);
  const others = [...state.filters.keys(), ...(state.added === null ? [] : [state.added])];
  const own = [
    ...(definition.territory === null ? [] : [TERRITORY]),
    ...(definition.confirmation === null ? [] : [CONFIRMED]),
  ];
  const keys = new Set([...own, ...listed, "_recue", ...others]);
  return (
    <fieldset class="chips">
      <legend class="sr">{words.list.filters}</legend>
      <StateChip tools={tools} />
      {definition.kind === "service" && <AssigneeChip tools={tools} />}
      {members.size > 1 && <MemberChip tools={tools} />}
      {state.cited !== null && (
        <p class="chip chip-on chip-said">
          <span>{french(queueWords.cited.chip(tools.citing ?? ""))}</span>
          <a class="chip-remove" href={listHref(tools.base, definition, changed(definition, state, { cited: null }))}>
            <span aria-hidden="true">×</span>
            <span class="sr">{queueWords.cited.remove}</span>
          </a>
        </p>
      )}
      {[...keys].map((key) => {
        const filtered = filteredAt(definition, key, tools.referable);
        return filtered && <FieldChip key={key} tools={tools} filtered={filtered} />;
      })}
      <AddFilter tools={tools} shown={keys} />
    </fieldset>
  );
}

/** The pairs of the list without those of these names. */
function pairsWithout({ definition, state }: ListTools, ...names: readonly string[]) {
  return listPairs(definition, { ...state, after: null, before: null }).filter(([name]) => !names.includes(name));
}

const counts =
  ({ facets }: ListTools, facet: string) =>
  (value: string): string | null => {
    const found = facets.counts.get(facet);
    return found ? queueWords.counted(found.get(value) ?? 0, facets.partial.has(facet)) : null;
  };

function StateChip({ tools }: { readonly tools: ListTools }) {
  const { base, definition, state } = tools;
  const title = queueWords.filter.state;
  const chosen = state.tab === SEVERAL ? state.states : definition.workflow.states.has(state.tab) ? [state.tab] : [];
  const label = (id: string) => definition.workflow.states.get(id)?.label ?? id;
  const count = counts(tools, "_etat");
  return (
    <Chip
      title={title}
      labels={chosen.map(label)}
      removed={listHref(base, definition, changed(definition, state, { tab: EVERY_STATE, states: [] }))}
      action={base}
      kept={pairsWithout(tools, "etat")}
    >
      <Choices
        title={title}
        name="etat"
        choices={orderedStates(definition).map(({ id }) => ({ value: id, label: label(id), count: count(id) }))}
        values={chosen}
      />
    </Chip>
  );
}

function AssigneeChip({ tools }: { readonly tools: ListTools }) {
  const { base, definition, state, agents, me } = tools;
  const title = queueWords.filter.assignee;
  const chosen = { all: [], unit: [], me: [ME], nobody: [NOBODY], some: state.assignees }[state.who];
  const count = counts(tools, "_attribuee");
  const others = [...agents].filter(([id]) => id !== me);
  const choices: readonly Choice[] = [
    { value: ME, label: words.list.who.mine, count: count(me) },
    { value: NOBODY, label: words.list.who.none, count: count("") },
    ...others.map(([id, name]) => ({ value: id, label: name, count: count(id) })),
  ];
  const labels = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? words.formerAgent);
  return (
    <Chip
      title={title}
      labels={state.who === "unit" ? [queueWords.who.unit] : labels}
      removed={listHref(base, definition, changed(definition, state, { who: "all", assignees: [] }))}
      action={base}
      kept={pairsWithout(tools, "pour")}
    >
      <Choices title={title} name="pour" choices={choices} values={chosen} />
    </Chip>
  );
}

function MemberChip({ tools }: { readonly tools: ListTools }) {
  const { base, definition, state, members } = tools;
  const title = words.list.columns.member;
  const count = counts(tools, "_collectivite");
  return (
    <Chip
      title={title}
      labels={state.members.map((id) => members.get(id) ?? id)}
      removed={listHref(base, definition, changed(definition, state, { members: [] }))}
      action={base}
      kept={pairsWithout(tools, "collectivite")}
    >
      <Choices
        title={title}
        name="collectivite"
        choices={[...members].map(([value, label]) => ({ value, label, count: count(value) }))}
        values={state.members}
      />
    </Chip>
  );
}

function FieldChip({ tools, filtered }: { readonly tools: ListTools; readonly filtered: Filtered }) {
  const { base, definition, state } = tools;
  const { key, title } = filtered;
  const values = state.filters.get(key) ?? [];
  return (
    <Chip
      title={title}
      labels={values.map((value) => filterLabel(filtered, value))}
      removed={listHref(base, definition, changed(definition, state, { filters: withoutFilter(state, key) }))}
      action={base}
      kept={pairsWithout(tools, `filtre[${key}]`)}
      open={state.added === key}
    >
      <Values tools={tools} filtered={filtered} values={values} />
    </Chip>
  );
}

interface ValuesProps {
  readonly tools: ListTools;
  readonly filtered: Filtered;
  readonly values: readonly string[];
}

function Values({ tools, filtered, values }: ValuesProps) {
  const { key, kind, field } = filtered;
  const name = `filtre[${key}]`;
  if (key === TERRITORY) {
    const own = { value: OWN_TERRITORY, label: relationWords.ownTerritory, count: null };
    return <Choices title={filtered.title} name={name} choices={[own]} values={values} />;
  }
  if (key === CONFIRMED) {
    const said = CONFIRMATIONS.map((value) => ({ value, label: filterLabel(filtered, value), count: null }));
    return <Choices title={filtered.title} name={name} choices={said} values={values} />;
  }
  if (kind === "days") return <DayValues filtered={filtered} values={values} />;
  if (kind === "numbers" && !field?.choices) return <NumberValues filtered={filtered} values={values} />;
  const choices = kind === "yes-no" ? YES_NO : field?.choices;
  if (!choices) return <TypedValues filtered={filtered} values={values} />;
  const count = counts(tools, key);
  const stored = (value: string) => (kind === "yes-no" ? (value === "true" ? "1" : "0") : value);
  const empty = { value: EMPTY, label: queueWords.filter.empty, count: count("") };
  return (
    <Choices
      title={field?.title ?? filtered.title}
      name={name}
      choices={[...choices.map(({ value, label }) => ({ value, label, count: count(stored(value)) })), empty]}
      values={values}
    />
  );
}

const YES_NO = [
  { value: "true", label: words.yes },
  { value: "false", label: words.no },
];

function AddFilter({ tools, shown }: { readonly tools: ListTools; readonly shown: ReadonlySet<string> }) {
  const { base, definition, referable } = tools;
  const moments = MOMENTS.flatMap((key) => filteredAt(definition, key) ?? []);
  const choices = [...moments, ...filterChoices(definition.form.order, "", "", referable)].filter(
    ({ key }) => !shown.has(key),
  );
  if (choices.length === 0) return null;
  return (
    <div class="chip chip-add">
      <details name="filtre" class="chip-menu">
        <summary>{queueWords.filter.add}</summary>
        <form class="chip-panel" method="get" action={base}>
          <Kept pairs={pairsWithout(tools)} />
          <label for="ajout">{queueWords.filter.addField}</label>
          <select id="ajout" name="ajout">
            {choices.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
          <button type="submit" class="button button-small">
            {queueWords.filter.addButton}
          </button>
        </form>
      </details>
    </div>
  );
}
