import type { CompiledDefinition } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { queueWords } from "../strings-queues.ts";
import { filteredAt, filterLabel } from "./filter-label.ts";
import {
  changed,
  defaultTab,
  EVERY_STATE,
  type ListState,
  listHref,
  TO_DO,
  tabStates,
  WAITING,
  withoutFilter,
} from "./list-state.ts";

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
  for (const [key, values] of state.filters) {
    const filtered = filteredAt(definition, key);
    if (!filtered) continue;
    const labels = words.either(values.map((value) => filterLabel(filtered, value)));
    const without = changed(definition, state, { filters: withoutFilter(state, key) });
    found.push({ label: words.empty.filter(filtered.title, labels), without });
  }
  if (state.cited !== null) {
    found.push({ label: queueWords.cited.empty, without: changed(definition, state, { cited: null }) });
  }
  if (state.who !== "all") {
    const label = words.empty.who(whoLabel(state.who));
    found.push({ label, without: changed(definition, state, { who: "all", assignees: [] }) });
  }
  if (state.tab !== EVERY_STATE) {
    const label = words.empty.state(statesLabel(definition, state));
    found.push({ label, without: changed(definition, state, { tab: EVERY_STATE, states: [] }) });
  }
  return found;
}

const whoLabel = (who: Exclude<ListState["who"], "all">): string =>
  who === "me" || who === "nobody" ? words.list.who[who] : queueWords.who[who];

/** The states a list is about, as it names them. */
export function statesLabel(definition: CompiledDefinition, state: Pick<ListState, "tab" | "states">): string {
  if (state.tab === TO_DO) return words.list.toDo;
  if (state.tab === WAITING) return queueWords.waiting;
  const ids = tabStates(definition, state) ?? [];
  return words.either(ids.map((id) => definition.workflow.states.get(id)?.label ?? id));
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
    assignees: [],
    states: [],
    filters: new Map(),
    cited: null,
    members: [],
    after: null,
    before: null,
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
