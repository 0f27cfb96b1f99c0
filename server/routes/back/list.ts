import { type CompiledDefinition, countKey, type Entry, type State } from "../../../engine/index.ts";
import { citedBy } from "../../../renderer/back/cited.ts";
import type { Referable } from "../../../renderer/back/list-columns.ts";
import { type ListPageView, listPage } from "../../../renderer/back/list-page.tsx";
import { type ListState, listHref, listPairs, NO_VIEW, tabStates } from "../../../renderer/back/list-state.ts";
import type { FacetCounts } from "../../../renderer/back/list-tools.ts";
import type { ViewBarView } from "../../../renderer/back/view-bar.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { relationWords } from "../../../renderer/strings-relations.ts";
import { viewWords } from "../../../renderer/strings-views.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import { viewReader } from "../../commands/list-view.ts";
import { mayOpen } from "../../commands/may-open.ts";
import type { Context } from "../../context.ts";
import { notFound } from "../../problem.ts";
import { type Assignee, listAssignable } from "../../store/assignees.ts";
import { WINDOW } from "../../store/list-statement.ts";
import { type ListView, listViews } from "../../store/list-views.ts";
import { whoLooks } from "../../store/presence.ts";
import { countRelated } from "../../store/related-counts.ts";
import { mayAct } from "../works/work-scope.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { auditLists } from "./audit-lists.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { facetsOf } from "./list-facets.ts";
import { groupsOf } from "./list-groups.ts";
import { freeing, type Listed, listedBy, MOST_REFERRED, readPage } from "./list-query.ts";
import { linkedIn, referableFrom } from "./list-references.ts";
import { askedList, viewBarOf } from "./list-view.ts";
import { memberNames, type Place, reach, reachedOf } from "./reach.ts";
import { countedRelations, type ReachedRelation, relationsOf } from "./relations-of.ts";
import { typedRanges } from "./typed-ranges.ts";

/** GET /{member}/agent/{domain}/{name}: a queue or a register, as its address asks for it, in every member she sees. */
export async function listRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const [reached] = reachedOf(reach(ctx, session, member.id, definitionId(c)));
  if (!reached) return refuse(c, notFound());
  const { definition, places } = reached;
  const members = memberNames(places);
  const { params, typed } = typedRanges(new URL(c.req.url).searchParams);
  const views = await listViews(ctx.db, viewReader(scope.agent));
  const asked = askedList(params, definition, members, views);
  // A form sends its empty boxes too: the address kept, shared and bookmarked says only what was chosen.
  if (typed || [...params.values()].includes("")) {
    return c.redirect(listHref(`/${member.id}/agent/${definition.id}`, definition, asked), 303);
  }
  return showList(c, scope, await listedBy(ctx, scope, reached, asked), asked, { views, refused: null });
}

/** Her views, and a form about one of them that came back. */
interface ListShow {
  readonly views: readonly ListView[];
  readonly refused: ViewBarView["refused"];
}

/** The page of a list. */
export async function showList(
  c: PageContext,
  scope: AgentScope,
  listed: Listed,
  asked: ListState,
  { views, refused }: ListShow,
): Promise<Response> {
  const { ctx, member, agent } = scope;
  const { definition, places } = listed;
  const [page, frame, assignable, facets] = await Promise.all([
    readPage(ctx, listed, asked),
    backFrame(c, scope, definition.id, views),
    listAssignable(ctx, places),
    facetsOf(ctx, listed, asked),
  ]);
  const { state } = page;
  const agents = new Map(assignable.map(({ id, name }) => [id, name]));
  const groups = await groupsOf(ctx, listed, state, facets, { home: member.id, agents });
  const entries = groups === null ? page.items : groups.groups.flatMap((group) => group.entries);
  auditLists(ctx, places, entries);
  const referable = referableFrom(ctx, member.id, definition);
  const counts = frame.workloads.find((workload) => workload.definition === definition.id)?.counts ?? new Map();
  const members = memberNames(places);
  const params = new URL(c.req.url).searchParams;
  const rows = await rowsOf(scope, listed, state, referable, entries);
  const html = listPage({
    view: { ...viewBarOf(scope, definition, state, views, { params, members, referable }), refused },
    ...{ definition, members, state, counts, groups, agents, facets, referable, me: agent.id },
    citing: citedTitle(scope, state),
    frame: { ...frame, shownView: shownView(member.id, definition, state) },
    ...{ entries: page.items, next: page.next, previous: page.previous },
    ...rows,
    frees: page.items.length === 0 ? await freeing(ctx, listed, state) : [],
    near: page.near.map(({ typed, fitting }) => ({ typed, found: fitting.map(({ word }) => word) })),
    examined: page.stopped && groups === null ? WINDOW : null,
    openHref: openHref(ctx, places, state.members),
    quick: frame.quick?.find((each) => each.definition === definition.id) ?? null,
    importHref: importHref(ctx, places, member),
    picks: picksOf(c, listed, page, counts),
    absences: mayAct(listed) ? absencesOf(assignable, facets, statesOf(definition, state)) : [],
    notice:
      DONE.get(c.req.query("fait") ?? "") ?? (listed.stopped.length > 0 ? relationWords.stopped(MOST_REFERRED) : null),
  });
  return c.html(html, refused === null ? 200 : 422);
}

/** The title of the definition whose figures narrow a list. */
function citedTitle({ ctx, session, member }: AgentScope, { cited }: ListState): string | null {
  const by = cited === null ? null : citedBy(cited);
  return by ? (reach(ctx, session, member.id, by.definition)[0]?.definition.title ?? null) : null;
}

/** What rows say beside their entries: names of what they refer to, who looks at them now. */
async function rowsOf(
  { ctx, session, member, agent }: AgentScope,
  { definition, places }: Listed,
  state: ListState,
  referable: Referable,
  entries: readonly Entry[],
) {
  const ids = entries.map(({ id }) => id);
  const members = places.map((place) => place.member.id);
  const [names, watched, related] = await Promise.all([
    shown(ctx, session, member.id, linkedIn(definition, state, referable, entries), NO_ENTRY),
    whoLooks(ctx, members, ids, agent.id),
    countShown(ctx, relationsOf(ctx, session, member.id, definition), state.columns, ids),
  ]);
  return { ...names, watched, related };
}

/** What the chosen columns count of these entries; nothing is asked of the base for a list that counts none. */
const countShown = (
  ctx: Context,
  relations: readonly ReachedRelation[],
  columns: readonly string[],
  ids: readonly string[],
) => countRelated(ctx, countedRelations(relations.filter(({ relation }) => columns.includes(countKey(relation)))), ids);

/** Whether she acts on several entries at once, and how many the whole list holds. */
function picksOf(
  c: PageContext,
  listed: Listed,
  page: Awaited<ReturnType<typeof readPage>>,
  counts: ReadonlyMap<string, number>,
): ListPageView["picks"] {
  if (!mayAct(listed)) return null;
  return { whole: wholeCount(listed.definition, page, counts), missing: c.req.query("choix") === "aucun" };
}

/** The states that a list is about. */
const statesOf = (definition: CompiledDefinition, state: ListState): readonly State[] => {
  const ids = tabStates(definition, state);
  return [...definition.workflow.states.values()].filter(({ id }) => ids === null || ids.includes(id));
};

/** Who is away, or works this list no more, while entries of it stand in her name; nobody where some of them are over. */
function absencesOf(
  assignable: readonly Assignee[],
  { counts }: FacetCounts,
  states: readonly State[],
): ListPageView["absences"] {
  const held = counts.get("_attribuee") ?? new Map<string, number>();
  if (states.some(({ final }) => final)) return [];
  const gone = [...held.keys()].filter((id) => id !== "" && !assignable.some((agent) => agent.id === id));
  const away = assignable.flatMap(({ id, name, away }) =>
    away && held.has(id) ? [{ agents: [id], away: { name, until: away.until } }] : [],
  );
  return [...away, ...(gone.length > 0 ? [{ agents: gone, away: null }] : [])];
}

/** What was just done, by what the address says. */
const DONE: ReadonlyMap<string, string> = new Map([
  ["attribution", words.assign.done],
  ["sans-demande", workWords.absence.none],
  ["vue", viewWords.done.kept],
  ["vue-supprimee", viewWords.done.removed],
  ["vue-defaut", viewWords.done.isDefault],
  ["vue-sans-defaut", viewWords.done.notDefault],
]);

/** The address by which the left column leads to what is shown. */
function shownView(member: string, definition: CompiledDefinition, state: ListState): string | null {
  const base = `/${member}/agent/${definition.id}`;
  if (state.view !== null && state.view !== NO_VIEW) return `${base}?vue=${state.view}`;
  return listHref(base, definition, { ...state, view: null, after: null, before: null });
}

/** How many entries a list holds when that is known without counting: it has one page, or nothing but states narrows it. */
function wholeCount(
  definition: CompiledDefinition,
  { state, items, next, previous }: Awaited<ReturnType<typeof readPage>>,
  counts: ReadonlyMap<string, number>,
): number | null {
  if (next === null && previous === null) return items.length;
  const narrowing = /^(q|pour|collectivite|cite|filtre\[.*\])$/;
  if (listPairs(definition, state).some(([name]) => narrowing.test(name))) return null;
  const states = tabStates(definition, state) ?? [...counts.keys()];
  return states.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
}

/** The form of a new entry, in the one member chosen or the first where she may open. */
function openHref(ctx: Context, places: readonly Place[], chosen: readonly string[]): string | null {
  const open = places.filter(({ member, definition, actor }) => mayOpen(ctx, member.id, definition, actor));
  const place = open.find(({ member }) => chosen.length === 1 && chosen.includes(member.id)) ?? open[0];
  return place ? `/${place.member.id}/agent/${place.definition.id}/nouveau` : null;
}

/** Where files of another software are read, in her own member. */
function importHref(ctx: Context, places: readonly Place[], home: Place["member"]): string | null {
  const place = places.find(({ member }) => member === home);
  if (!place || !mayOpen(ctx, home.id, place.definition, place.actor)) return null;
  const { definition } = place;
  const here = `/${home.id}/agent/${definition.id}`;
  if (definition.layouts.some(({ key }) => key !== null)) return `${here}/import`;
  return definition.kind === "register" ? `${here}/imports` : null;
}
