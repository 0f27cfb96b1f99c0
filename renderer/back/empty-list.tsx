import { type CompiledDefinition, heading } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { filterLabel } from "./filter-chips.tsx";
import { changed, defaultTab, EVERY_STATE, type ListState, listHref, TO_DO } from "./list-state.ts";

/** One choice that may empty a list, and the list without it. */
export interface Constraint {
  readonly label: string;
  readonly without: ListState;
}

/** Every choice active on a list, each with the list that drops it alone. `members`: names by id. */
export function constraints(
  definition: CompiledDefinition,
  state: ListState,
  members: ReadonlyMap<string, string>,
): readonly Constraint[] {
  const found: Constraint[] = [];
  if (state.q !== "") {
    found.push({ label: words.empty.search(state.q), without: changed(definition, state, { q: "" }) });
  }
  if (state.members.length > 0) {
    const names = words.either(state.members.map((id) => members.get(id) ?? id));
    const label = words.empty.filter(words.list.columns.member, names);
    found.push({ label, without: changed(definition, state, { members: [] }) });
  }
  for (const { key, field } of definition.list) {
    const values = state.filters.get(key);
    if (!values) continue;
    const filters = new Map(state.filters);
    filters.delete(key);
    const labels = words.either(values.map((value) => filterLabel(field, value)));
    found.push({ label: words.empty.filter(heading(field), labels), without: changed(definition, state, { filters }) });
  }
  if (state.who !== "all") {
    const label = words.empty.who(words.list.who[state.who]);
    found.push({ label, without: changed(definition, state, { who: "all" }) });
  }
  if (state.tab !== EVERY_STATE) {
    const label = words.empty.state(definition.workflow.states.get(state.tab)?.label ?? words.list.toDo);
    found.push({ label, without: changed(definition, state, { tab: EVERY_STATE }) });
  }
  return found;
}

export interface EmptyListProps {
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** For each of `constraints`, in order: whether the list without it alone has entries. */
  readonly frees: readonly boolean[];
  /** Names by id of the members the list covers. */
  readonly members: ReadonlyMap<string, string>;
  /** Entries of the definition in all. */
  readonly total: number;
}

/** Why a list is empty, and the way out: the choices whose removal brings entries back come first. */
export function EmptyList({ base, definition, state, frees, members, total }: EmptyListProps) {
  if (total === 0) return <p class="empty">{words.empty.none(definition.kind)}</p>;
  const active = constraints(definition, state, members);
  const freeing = active.filter((_, index) => frees[index] === true);
  const others = active.filter((_, index) => frees[index] !== true);
  const onlyTab = active.length === 1 && state.tab === defaultTab(definition) && state.tab === TO_DO;
  const everything: ListState = {
    ...state,
    tab: EVERY_STATE,
    q: "",
    who: "all",
    filters: new Map(),
    members: [],
    after: null,
  };
  return (
    <div class="empty" role="status">
      <p>
        <strong>{onlyTab ? words.empty.done : words.empty.filtered(definition.kind)}</strong>
      </p>
      <Removals title={words.empty.frees} items={freeing} base={base} definition={definition} />
      {!onlyTab && <Removals title={words.empty.keeps} items={others} base={base} definition={definition} />}
      <p>
        <a href={listHref(base, definition, everything)}>{words.empty.everything}</a>
      </p>
    </div>
  );
}

interface RemovalsProps {
  readonly title: string;
  readonly items: readonly Constraint[];
  readonly base: string;
  readonly definition: CompiledDefinition;
}

function Removals({ title, items, base, definition }: RemovalsProps) {
  if (items.length === 0) return null;
  return (
    <>
      <p>{title}</p>
      <ul>
        {items.map((item) => (
          <li key={item.label}>
            <a href={listHref(base, definition, item.without)}>{words.empty.remove(item.label)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
