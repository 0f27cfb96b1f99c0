import { listQueryString } from "../../../renderer/back/list-state.ts";
import type { NavView } from "../../../renderer/back/queue-nav.tsx";
import { readyViews } from "../../../renderer/back/ready-views.ts";
import { queueWords } from "../../../renderer/strings-queues.ts";
import { COUNTED, countLists } from "../../store/count-lists.ts";
import type { ListView } from "../../store/list-views.ts";
import type { AgentScope } from "./agent-scope.ts";
import { broughtTo } from "./brought.ts";
import { listedBy, listQueries, listStateOf } from "./list-query.ts";
import type { Reached } from "./reach.ts";

/** Saved views shown in the left column, of all lists together. */
const MOST_SAVED = 20;

/**
 * The views of each list that an agent sees, by definition: the ready ones of the list at hand, those she or others saved
 * of any. Each says how many entries it holds, as far as counting goes.
 */
export async function navViews(
  scope: AgentScope,
  reached: readonly Reached[],
  views: readonly ListView[],
  current: string,
): Promise<ReadonlyMap<string, readonly NavView[]>> {
  const lists = new Map(reached.map((each) => [each.definition.id, each]));
  const saved = views.filter(({ definition }) => lists.has(definition)).slice(0, MOST_SAVED);
  const shown = [
    ...readyOf(lists.get(current), reached),
    ...saved.map(({ id, definition, name, query }) => ({ definition, name, query, address: `vue=${id}` })),
  ];
  const counts = await countLists(
    scope.ctx,
    await Promise.all(shown.map(({ definition, query }) => queriesOf(scope, lists.get(definition), query))),
  );
  const found = new Map<string, NavView[]>();
  shown.forEach(({ definition, name, address }, index) => {
    const count = counts[index] ?? null;
    const href = `/${scope.home.id}/agent/${definition}?${address}`;
    const view = {
      name,
      href,
      count: count === null ? null : queueWords.counted(Math.min(count, COUNTED), count >= COUNTED),
    };
    found.set(definition, [...(found.get(definition) ?? []), view]);
  });
  return found;
}

/** The ready lists of a definition: those that its workflow calls for, then those that definitions she reads bring. */
function readyOf(shown: Reached | undefined, reached: readonly Reached[]) {
  if (!shown) return [];
  const { definition } = shown;
  const brought = broughtTo(definition.id, "list", reached).map(({ title, query }) => ({ name: title, query }));
  return [...readyViews(definition), ...brought].map(({ name, query }) => {
    const address = listQueryString(definition, listStateOf(query, definition, shown.places));
    return { definition: definition.id, name, query, address };
  });
}

async function queriesOf(scope: AgentScope, reached: Reached | undefined, query: string) {
  if (!reached) return [];
  const state = listStateOf(query, reached.definition, reached.places);
  return listQueries(await listedBy(scope.ctx, scope, reached, state), state);
}
