import { type CompiledDefinition, EMPTY, fieldAt } from "../../../engine/index.ts";
import type { GroupedList } from "../../../renderer/back/grouped-tables.tsx";
import { changed, type ListState, listHref, orderedStates, tabStates } from "../../../renderer/back/list-state.ts";
import type { FacetCounts } from "../../../renderer/back/list-tools.ts";
import { words } from "../../../renderer/strings-back.ts";
import { queueWords } from "../../../renderer/strings-queues.ts";
import type { Context } from "../../context.ts";
import { COUNTED } from "../../store/facets.ts";
import { listAcross } from "../../store/list-across.ts";
import { assigneesOf, type Listed, listQueries } from "./list-query.ts";
import { memberNames } from "./reach.ts";

/** Entries shown of each group, and groups of a list. */
const SHOWN = 10;
const MOST = 12;

/** One value a list is divided by, and the list of it alone. */
interface Part {
  readonly key: string;
  readonly title: string;
  readonly count: number;
  readonly state: ListState;
}

/**
 * A list divided, each part with its first entries; those without any are left out. Null when it is not divided. Beyond twelve
 * parts, the others are told by their names. Counting stops at some entries: a part it has not met may have some all the same.
 */
export async function groupsOf(
  ctx: Context,
  listed: Listed,
  state: ListState,
  facets: FacetCounts,
  { home, agents }: { readonly home: string; readonly agents: ReadonlyMap<string, string> },
): Promise<GroupedList | null> {
  const { group } = state;
  if (group === null) return null;
  const base = `/${home}/agent/${listed.definition.id}`;
  const partial = facets.partial.has(group);
  const parts = partsOf(listed, state, facets.counts.get(group) ?? new Map(), agents);
  const [met, unmet] = [parts.filter(({ count }) => count > 0), parts.filter(({ count }) => count === 0)];
  const found = partial ? [...met, ...unmet] : met;
  const told = ({ key, title, count, state: part }: Part) => ({
    ...{ key, title, count: queueWords.counted(count, partial) },
    href: listHref(base, listed.definition, part),
  });
  const groups = await Promise.all(
    found.slice(0, MOST).map(async (part) => {
      const { items, next } = await listAcross(ctx, listQueries(listed, part.state, SHOWN));
      const count = Math.max(part.count, items.length);
      return { ...told({ ...part, count }), entries: items, more: next !== null };
    }),
  );
  return {
    groups: groups.filter(({ entries }) => entries.length > 0),
    others: found.slice(MOST).map(told),
    partial: partial ? COUNTED : null,
  };
}

/** Within what the list keeps already: dividing it never adds to it. */
function partsOf(
  { definition, places, me, unit }: Listed,
  state: ListState,
  counts: ReadonlyMap<string, number>,
  agents: ReadonlyMap<string, string>,
): readonly Part[] {
  const part = (value: string, title: string, changes: Partial<ListState>): Part => ({
    key: value,
    title,
    count: counts.get(value) ?? 0,
    state: changed(definition, state, { ...changes, group: null }),
  });
  const { group } = state;
  if (group === "_etat") {
    const wanted = tabStates(definition, state);
    return orderedStates(definition)
      .filter(({ id }) => wanted === null || wanted.includes(id))
      .map(({ id, label }) => part(id, label, { tab: id, states: [] }));
  }
  if (group === "_attribuee") {
    const named = [...new Set([...counts.keys(), ...agents.keys()])].filter((id) => id !== "" && id !== me);
    const wanted = assigneesOf({ me, unit }, state)?.map((id) => (id === "none" ? "" : id));
    return [
      part(me, words.list.who.mine, { who: "me", assignees: [] }),
      part("", words.list.who.none, { who: "nobody", assignees: [] }),
      ...named.map((id) => part(id, agents.get(id) ?? words.formerAgent, { who: "some", assignees: [id] })),
    ].filter(({ key }) => !wanted || wanted.includes(key));
  }
  if (group === "_collectivite") {
    const wanted = (id: string) => state.members.length === 0 || state.members.includes(id);
    return [...memberNames(places)].flatMap(([id, name]) => (wanted(id) ? [part(id, name, { members: [id] })] : []));
  }
  return group === null ? [] : fieldParts(definition, state, group, part);
}

/** One part for each choice of a listed field, then those without any. */
function fieldParts(
  definition: CompiledDefinition,
  state: ListState,
  group: string,
  part: (value: string, title: string, changes: Partial<ListState>) => Part,
): readonly Part[] {
  const field = fieldAt(definition.form.order, group);
  const choices = field?.choices ?? YES_NO;
  const chosen = state.filters.get(group);
  const stored = (value: string) => (field?.choices ? value : value === "true" ? "1" : "0");
  return [...choices, { value: EMPTY, label: queueWords.filter.empty }]
    .filter(({ value }) => !chosen || chosen.includes(value))
    .map(({ value, label }) =>
      part(value === EMPTY ? "" : stored(value), label, { filters: new Map([...state.filters, [group, [value]]]) }),
    );
}

const YES_NO = [
  { value: "true", label: words.yes },
  { value: "false", label: words.no },
];
