import { type Entry, parisDay } from "../../../engine/index.ts";
import type { EntryTableProps } from "../../../renderer/back/entry-table.tsx";
import type { EntryTab, EntryTabsView, RelationView } from "../../../renderer/back/entry-tabs.tsx";
import { shownColumns } from "../../../renderer/back/list-columns.ts";
import { listQueryString, readListState } from "../../../renderer/back/list-state.ts";
import { activityWords } from "../../../renderer/strings-activity.ts";
import { relationWords as words } from "../../../renderer/strings-relations.ts";
import { listAssignable } from "../../store/assignees.ts";
import { countRelated, MOST_COUNTED, sumRelated } from "../../store/related-counts.ts";
import { auditLists } from "./audit-lists.ts";
import { originText } from "./entry-origin.ts";
import type { EntryScope } from "./entry-scope.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { listedBy, readPage } from "./list-query.ts";
import { linkedIn, referableFrom } from "./list-references.ts";
import { occupationView, PLACES_TAB } from "./occupation-view.ts";
import { memberNames } from "./reach.ts";
import { countedRelations, opensIn, type ReachedRelation, relationsOf } from "./relations-of.ts";
import { timelineOf } from "./timeline.ts";

/** Id of the tab that leads to the report an entry is. */
const REPORT_TAB = "rapport";

/** What the address of an entry's page says of its tabs. */
export interface AskedTab {
  /** Id of a tab; anything else is the entry's own. */
  readonly tab: string;
  /** Where a page of the timeline begins; "" for the newest. */
  readonly after: string;
  /** All that the address says, for a tab with choices of its own. */
  readonly query: URLSearchParams;
}

/**
 * The tabs of an entry's page: what refers to it, as its definition says, in lists this agent reads. Null for a definition without
 * relations, whose page asks nothing more of the base.
 */
export async function entryTabs(scope: EntryScope, asked: AskedTab, back: string): Promise<EntryTabsView | null> {
  const { ctx, session, home, offered, entry, base } = scope;
  const { activity, occupied } = offered;
  if (offered.relations.length === 0 && occupied === null && activity === null) return null;
  const relations = relationsOf(ctx, session, home.id, offered);
  const counts = await countRelated(ctx, countedRelations(relations), [entry.id]);
  const tabs: readonly EntryTab[] = [
    { id: "fiche", title: words.entry[offered.kind], count: null, more: false },
    ...relations.map(({ relation }) => {
      const count = counts.get(relation.id)?.get(entry.id) ?? 0;
      return { id: relation.id, title: relation.title, count, more: count >= MOST_COUNTED };
    }),
    ...(activity ? [{ id: REPORT_TAB, title: activityWords.tab, count: null, more: false }] : []),
    ...(occupied ? [{ id: PLACES_TAB, title: occupied.title, count: null, more: false }] : []),
    { id: "chronologie", title: words.timeline, count: null, more: false },
  ];
  const current = tabs.find(({ id }) => id === asked.tab && id !== REPORT_TAB)?.id ?? "fiche";
  const chosen = relations.find(({ relation }) => relation.id === current);
  const total = tabs.find(({ id }) => id === current) ?? { count: 0, more: false };
  const list = back === "" ? "" : `&liste=${encodeURIComponent(back)}`;
  // A report takes the whole page.
  const hrefOf = (id: string) => (id === REPORT_TAB ? `${base}/${REPORT_TAB}` : `${base}?onglet=${id}${list}#onglet`);
  return {
    ...{ tabs, current, hrefOf },
    quick: relations.flatMap((each) => quickAdd(scope, each) ?? []),
    relation: chosen ? await relationView(scope, chosen, total) : null,
    occupation: occupied && current === PLACES_TAB ? await occupationView(scope, occupied, asked.query, back) : null,
    timeline: current === "chronologie" ? await timelineOf(scope, relations, asked.after, hrefOf(current)) : null,
  };
}

/** Where one more entry of a relation is opened, the reference already given; null where she opens none. */
function addHrefOf({ ctx, home, member, entry }: EntryScope, chosen: ReachedRelation): string | null {
  const { relation } = chosen;
  const opens = opensIn(ctx, home.id, chosen);
  if (opens === null) return null;
  const of = { member: member.id, definition: entry.definition, id: entry.id };
  const page = ctx.catalogue.definition(opens, relation.definition)?.quick ? "rapide" : "nouveau";
  const from = encodeURIComponent(originText(of, relation.id));
  return `/${opens}/agent/${relation.definition}/${page}?depuis=${from}`;
}

/** The quick form of a relation, which the page offers whatever its tab; null when it has none. */
function quickAdd(scope: EntryScope, chosen: ReachedRelation): EntryTabsView["quick"][number] | null {
  const { relation, reached } = chosen;
  const href = reached.definition.quick ? addHrefOf(scope, chosen) : null;
  return href === null ? null : { title: relation.add ?? words.add, href };
}

async function relationView(
  scope: EntryScope,
  chosen: ReachedRelation,
  total: RelationView["total"],
): Promise<RelationView> {
  const { relation } = chosen;
  const { entries, table } = await relatedTable(scope, chosen);
  return {
    ...{ relation, total },
    table: entries.length > 0 ? table : null,
    addHref: addHrefOf(scope, chosen),
    listHref: `${table.base}?${table.back}`,
    sum: await sumOf(scope, chosen),
  };
}

/** What the entries of the tab add up to this year: "12 heures sur 58"; null when the relation adds nothing up. */
async function sumOf({ ctx, entry, now }: EntryScope, chosen: ReachedRelation): Promise<RelationView["sum"]> {
  const { total } = chosen.relation;
  const [asked] = countedRelations([chosen]);
  if (total === null || !asked) return null;
  const { field: number, day, states = [], goal, suffix = "" } = total;
  const year = parisDay(now).slice(0, 4);
  const sum = await sumRelated(ctx, { ...asked, ...{ number, day, states, year } }, entry.id);
  return { title: total.title, text: words.sum(sum, suffix, goal ?? null) };
}

/** The list of the other definition, narrowed to what refers to this entry: its newest page, in the columns of the tab. */
export async function relatedTable(
  scope: EntryScope,
  { relation, reached }: ReachedRelation,
): Promise<{ readonly entries: readonly Entry[]; readonly table: EntryTableProps }> {
  const { ctx, session, home, agent, now, entry } = scope;
  const { definition, places } = reached;
  const every = memberNames(places);
  const asked = new URLSearchParams([
    [`filtre[${relation.field}]`, entry.id],
    ["tri", definition.order ?? "-createdAt"],
    ["etat", "_toutes"],
  ]);
  const state = { ...readListState(asked, definition, every), columns: relation.columns };
  const listed = await listedBy(ctx, scope, reached, state);
  const [page, assignable] = await Promise.all([readPage(ctx, listed, state), listAssignable(ctx, places)]);
  const entries = page.items;
  auditLists(ctx, places, entries);
  const referable = referableFrom(ctx, home.id, definition);
  const names = await shown(ctx, session, home.id, linkedIn(definition, state, referable, entries), NO_ENTRY);
  // Whose each is matters once some are another's.
  const others = entries.some(({ member }) => member !== home.id);
  const members = others ? every : new Map([[home.id, home.name]]);
  const back = listQueryString(definition, { ...state, columns: [] });
  return {
    entries,
    table: {
      ...{ base: `/${home.id}/agent/${definition.id}`, definition, state, members, entries, now, back },
      columns: shownColumns(definition, state, referable),
      home: home.id,
      ...{ referred: names.referred, labels: names.labels },
      agents: new Map(assignable.map(({ id, name }) => [id, name])),
      me: agent.id,
      watched: new Map(),
      picks: false,
    },
  };
}
