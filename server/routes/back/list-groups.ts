import { type CompiledDefinition, EMPTY, fieldAt } from "../../../engine/index.ts";
import type { ListGroup } from "../../../renderer/back/grouped-tables.tsx";
import { changed, type ListState, listHref, orderedStates, tabStates } from "../../../renderer/back/list-state.ts";
import type { FacetCounts } from "../../../renderer/back/list-tools.ts";
import { words } from "../../../renderer/strings-back.ts";
import { queueWords } from "../../../renderer/strings-queues.ts";
import type { Context } from "../../context.ts";
import { listAcross } from "../../store/list-across.ts";
import { type Listed, listQueries } from "./list-query.ts";
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
 * A list divided, each part with its first entries; those without any are left out. Null when it is not divided. The
 * parts are those that were counted, twelve at most, the others being one choice away.
 */
export async function groupsOf(
  ctx: Context,
  listed: Listed,
  state: ListState,
  facets: FacetCounts,
  { home, agents }: { readonly home: string; readonly agents: ReadonlyMap<string, string> },
): Promise<readonly ListGroup[] | null> {
  const { group } = state;
  if (group === null) return null;
  const base = `/${home}/agent/${listed.definition.id}`;
  const found = partsOf(listed, state, facets.counts.get(group) ?? new Map(), agents)
    .filter(({ count }) => count > 0)
    .slice(0, MOST);
  return Promise.all(
    found.map(async ({ key, title, count, state: part }) => {
      const { items, next } = await listAcross(ctx, listQueries(listed, part, SHOWN));
      return {
        key,
        title,
        entries: items,
        count: queueWords.counted(count, facets.partial.has(group)),
        href: listHref(base, listed.definition, part),
        more: next !== null,
      };
    }),
  );
}

function partsOf(
  { definition, places, me }: Listed,
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
    const named = [...counts.keys()].filter((id) => id !== "" && id !== me);
    return [
      part(me, words.list.who.mine, { who: "me", assignees: [] }),
      part("", words.list.who.none, { who: "nobody", assignees: [] }),
      ...named.map((id) => part(id, agents.get(id) ?? words.formerAgent, { who: "some", assignees: [id] })),
    ];
  }
  if (group === "_collectivite") {
    return [...memberNames(places)].map(([id, name]) => part(id, name, { members: [id] }));
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
