import { type CompiledDefinition, type Entry, type Linked, valuesAt } from "../../../engine/index.ts";
import { listPage } from "../../../renderer/back/list-page.tsx";
import { listHref, listPairs, readListState, tabStates } from "../../../renderer/back/list-state.ts";
import { words } from "../../../renderer/strings-back.ts";
import { mayOpen } from "../../commands/may-open.ts";
import type { Context } from "../../context.ts";
import { notFound } from "../../problem.ts";
import { listAssignable } from "../../store/assignees.ts";
import { mayAct } from "../works/work-scope.ts";
import { agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { auditLists } from "./audit-lists.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { freeing, readPage } from "./list-query.ts";
import { memberNames, type Place, reach, reachedOf } from "./reach.ts";

/** GET /{member}/agent/{domain}/{name}: a queue or a register, as its address asks for it, in every member she sees. */
export async function listRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, agent } = scope;
  const [reached] = reachedOf(reach(ctx, session, member.id, definitionId(c)));
  if (!reached) return refuse(c, notFound());
  const { definition, places } = reached;
  const listed = { ...reached, me: agent.id };
  const members = memberNames(places);
  const params = new URL(c.req.url).searchParams;
  const asked = readListState(params, definition, members);
  // A form sends its empty boxes too: the address kept, shared and bookmarked says only what was chosen.
  if ([...params.values()].includes("")) {
    return c.redirect(listHref(`/${member.id}/agent/${definition.id}`, definition, asked), 303);
  }
  const [page, frame, agents] = await Promise.all([
    readPage(ctx, listed, asked),
    backFrame(c, scope, definition.id),
    listAssignable(ctx, places),
  ]);
  auditLists(ctx, places, page.items);
  const names = await shown(ctx, session, member.id, linkedIn(definition, page.items), NO_ENTRY);
  const counts = frame.workloads.find((workload) => workload.definition === definition.id)?.counts ?? new Map();
  const html = listPage({
    frame,
    definition,
    state: page.state,
    counts,
    entries: page.items,
    next: page.next,
    agents: new Map(agents.map(({ id, name }) => [id, name])),
    me: agent.id,
    labels: names.labels,
    frees: page.items.length === 0 ? await freeing(ctx, listed, page.state) : [],
    members,
    openHref: openHref(ctx, places, page.state.members),
    picks: mayAct(reached)
      ? { whole: wholeCount(definition, page, counts), missing: c.req.query("choix") === "aucun" }
      : null,
    notice: c.req.query("fait") === "attribution" ? words.assign.done : null,
  });
  return c.html(html);
}

/** How many entries a list holds when that is known without counting: it has one page, or nothing but states narrows it. */
function wholeCount(
  definition: CompiledDefinition,
  { state, items, next }: Awaited<ReturnType<typeof readPage>>,
  counts: ReadonlyMap<string, number>,
): number | null {
  const pairs = listPairs(definition, state).map(([name]) => name);
  if (next === null && !pairs.includes("apres")) return items.length;
  if (pairs.some((name) => !["etat", "tri", "apres"].includes(name))) return null;
  const states = tabStates(definition, state.tab) ?? [...counts.keys()];
  return states.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
}

/** The form of a new entry, in the one member chosen or the first where she may open. */
function openHref(ctx: Context, places: readonly Place[], chosen: readonly string[]): string | null {
  const open = places.filter(({ member, definition, actor }) => mayOpen(ctx, member.id, definition, actor));
  const place = open.find(({ member }) => chosen.length === 1 && chosen.includes(member.id)) ?? open[0];
  return place ? `/${place.member.id}/agent/${place.definition.id}/nouveau` : null;
}

/** The entries that the listed fields of these refer to. */
function linkedIn(definition: CompiledDefinition, entries: readonly Entry[]): readonly Linked[] {
  return entries.flatMap((entry) =>
    definition.list.flatMap(({ key, field }) => {
      const { ref } = field;
      if (ref === undefined) return [];
      const ids = valuesAt(entry.answers, key).filter((value) => typeof value === "string");
      return ids.map((id) => ({ id, pointer: `/${key}`, definition: ref }));
    }),
  );
}
