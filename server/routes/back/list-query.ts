import {
  type CompiledDefinition,
  EMPTY,
  type Entry,
  fieldAt,
  filterKind,
  movedDay,
  normalise,
  parisDay,
  roundOn,
} from "../../../engine/index.ts";
import { CONFIRMED } from "../../../renderer/back/confirmed-filter.ts";
import { constraints } from "../../../renderer/back/empty-list.tsx";
import {
  type ListState,
  ME,
  NOBODY,
  readListState,
  referenceIn,
  TERRITORY,
  tabStates,
} from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";
import { agentSubject } from "../../identity/subject.ts";
import { listUnitAgents } from "../../store/assignees.ts";
import type { Page } from "../../store/entry-list.ts";
import { listAcross } from "../../store/list-across.ts";
import { BadParameter, type ListQuery } from "../../store/list-query.ts";
import type { AgentScope } from "./agent-scope.ts";
import { citedIds } from "./cited-ids.ts";
import { memberNames, type Reached, reach } from "./reach.ts";

/** Rows of a page of a queue. */
export const PAGE_SIZE = 25;

/** A list as one agent sees it. */
export interface Listed extends Reached {
  /** Her id. */
  readonly me: string;
  /** Ids of her colleagues, those of the units she works in. */
  readonly unit: readonly string[];
  /** Day of Paris. */
  readonly today: string;
  /** Names of the communes that her units serve. */
  readonly communes: readonly string[];
  /** Ids of the entries that filters through a reference keep, by key of the filter. */
  readonly through: ReadonlyMap<string, readonly string[]>;
  /** Those filters that had to stop at the newest `MOST_REFERRED`. */
  readonly stopped: readonly string[];
  /** Ids that the statistic it is narrowed by names; null without one. */
  readonly cited: readonly string[] | null;
}

/** A list as its address asks for it, as the store reads it in each member it covers. */
export function listQueries(listed: Listed, state: ListState, limit = PAGE_SIZE): readonly ListQuery[] {
  const { cited } = listed;
  const states = statesOf(listed.definition, state);
  const assignees = assigneesOf(listed, state);
  const query = {
    limit,
    sort: state.sort,
    filters: filtersOf(listed, state),
    ...(states && { state: states }),
    ...(state.q !== "" && { q: state.q }),
    ...(assignees && { assignees }),
    ...(state.cited !== null && { ids: cited ?? [] }),
    ...(state.after !== null && { after: state.after }),
    ...(state.before !== null && { before: state.before }),
  };
  return listed.places
    .filter(({ member }) => state.members.length === 0 || state.members.includes(member.id))
    .map(({ member, definition }) => ({ ...query, member: member.id, definition }));
}

/** No entry has this value, nor refers to such an id. */
const NOTHING = ["00000000-0000-0000-0000-000000000000"];

/** The filters of a list as the store reads them: fields of the entries themselves. Two on one field keep what both keep. */
function filtersOf(
  { definition, communes, through, today }: Listed,
  { filters }: ListState,
): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const add = (key: string, values: readonly string[]) => {
    const before = found.get(key);
    const same = new Set(values.map(normalise));
    const both = before?.filter((value) => same.has(normalise(value))) ?? values;
    found.set(key, both.length > 0 ? both : NOTHING);
  };
  for (const [key, values] of filters) {
    const reference = fieldAt(definition.form.order, key) ? null : referenceIn(definition, key);
    if (key === TERRITORY) add(definition.territory ?? "", communes);
    else if (key === CONFIRMED) add(definition.confirmation?.on ?? "", confirmedRanges(definition, values, today));
    else if (reference) add(reference.key, through.get(key) ?? []);
    else add(key, values);
  }
  return Object.fromEntries(found);
}

/** Days on which those were confirmed that a list keeps: since the round opened, or before it and never. */
function confirmedRanges(
  { confirmation }: CompiledDefinition,
  values: readonly string[],
  today: string,
): readonly string[] {
  if (!confirmation) return [];
  const { opens } = roundOn(confirmation, today);
  const wanted = values.includes("a-confirmer") ? [`..${movedDay(opens, "P1D", -1)}`, EMPTY] : [];
  return [...wanted, ...(values.includes("confirme") ? [`${opens}..`] : [])];
}

/** The states a list is about; one narrowed to what is to be confirmed leaves out those in which nothing is. */
function statesOf(definition: CompiledDefinition, state: ListState): readonly string[] | null {
  const states = tabStates(definition, state);
  const { confirmation } = definition;
  if (!confirmation || !state.filters.get(CONFIRMED)?.includes("a-confirmer")) return states;
  return states === null ? confirmation.states : states.filter((id) => confirmation.states.includes(id));
}

/** Whose entries a list keeps, as the store says it; null for everybody's. */
export function assigneesOf(
  { me, unit }: Pick<Listed, "me" | "unit">,
  { who, assignees }: ListState,
): readonly string[] | null {
  const named = (each: string) => (each === ME ? me : each === NOBODY ? "none" : each);
  switch (who) {
    case "all":
      return null;
    case "me":
      return [me];
    case "nobody":
      return ["none"];
    case "unit":
      return [me, ...unit];
    case "some":
      return assignees.map(named);
  }
}

/** A list as this agent sees it; the colleagues of her units are read when it asks for theirs. */
export async function listedBy(
  ctx: Context,
  { agent }: Pick<AgentScope, "agent">,
  reached: Reached,
  { who, filters, cited }: Pick<ListState, "who" | "filters" | "cited">,
): Promise<Listed> {
  const units = agent.assignments.map((assignment) => assignment.unit);
  const every = units.includes(null) ? null : units.flatMap((unit) => unit ?? []);
  const unit = who === "unit" ? await listUnitAgents(ctx, agent.member, every) : [];
  const own = (ctx.catalogue.member(agent.member)?.units ?? []).filter(
    ({ id }) => every === null || every.includes(id),
  );
  const communes = own.flatMap(({ contact }) => contact.communes ?? []);
  const through = await throughReferences(ctx, agent, reached, filters);
  const stopped = [...through].flatMap(([key, ids]) => (ids.length >= MOST_REFERRED ? [key] : []));
  const ids = cited === null ? null : await citedIds(ctx, agent, cited, reached.definition.id);
  const today = parisDay(ctx.clock().toISOString());
  return { ...reached, me: agent.id, unit, communes, through, stopped, cited: ids, today };
}

/** Entries that a filter through a reference keeps, at most: those are then found by what they cite. */
export const MOST_REFERRED = 5_000;
const REFERRED_PAGE = 100;

/** For each filter on a field of what a field refers to: the entries, of lists she reads, that it keeps. */
async function throughReferences(
  ctx: Context,
  agent: AgentScope["agent"],
  { definition }: Reached,
  filters: ListState["filters"],
): Promise<Listed["through"]> {
  const found = new Map<string, readonly string[]>();
  for (const [key, values] of filters) {
    const reference = fieldAt(definition.form.order, key) ? null : referenceIn(definition, key);
    if (reference) found.set(key, await referredBy(ctx, agent, reference, values));
  }
  return found;
}

async function referredBy(
  ctx: Context,
  agent: AgentScope["agent"],
  { definition, there }: { readonly definition: string; readonly there: string },
  values: readonly string[],
): Promise<readonly string[]> {
  const places = reach(ctx, agentSubject(agent), agent.member, definition).filter(({ definition: each }) => {
    const field = fieldAt(each.form.order, there);
    return field !== undefined && filterKind(field) !== null;
  });
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const asked = { filters: { [there]: values }, sort: "-createdAt", limit: REFERRED_PAGE, ...(after && { after }) };
    const queries = places.map(({ member, definition: each }) => ({ ...asked, member: member.id, definition: each }));
    const page: Page = await listAcross(ctx, queries);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== null && ids.length < MOST_REFERRED);
  return ids;
}

/** One page of a list. A cursor that no longer means anything gives the first page: `state` says which it is. */
export async function readPage(ctx: Context, listed: Listed, state: ListState) {
  try {
    return { state, ...(await listAcross(ctx, listQueries(listed, state))) };
  } catch (error) {
    if (!(error instanceof BadParameter) || (state.after === null && state.before === null)) throw error;
    const first = { ...state, after: null, before: null };
    return { state: first, ...(await listAcross(ctx, listQueries(listed, first))) };
  }
}

/** For each choice active on an empty list, in the order of `constraints`: whether dropping it alone brings entries. */
export function freeing(ctx: Context, listed: Listed, state: ListState): Promise<readonly boolean[]> {
  return Promise.all(
    constraints(listed.definition, state, memberNames(listed.places)).map(async ({ without }) => {
      const { items } = await listAcross(ctx, listQueries(listed, without, 1));
      return items.length > 0;
    }),
  );
}

/** A list as the query string that an entry's page carries says it. */
export const listStateOf = (query: string, definition: CompiledDefinition, places: Reached["places"]): ListState =>
  readListState(new URLSearchParams(query), definition, memberNames(places));

/** The entries around one in the list an agent comes from; null at an end, or without a list. */
export interface Neighbours {
  readonly previous: Entry | null;
  /** When the entry has left the list, the first one of the page. */
  readonly next: Entry | null;
}

/** The entries before and after this one in the list an agent comes from. */
export async function neighbours(ctx: Context, listed: Listed, query: string, id: string): Promise<Neighbours> {
  const page = await readPage(ctx, listed, listStateOf(query, listed.definition, listed.places));
  const index = page.items.findIndex((entry) => entry.id === id);
  const [before, after] = [page.items[index - 1], page.items[index + 1]];
  const beyond = async (changes: Partial<ListState>) => {
    const { items } = await listAcross(
      ctx,
      listQueries(listed, { ...page.state, after: null, before: null, ...changes }, 1),
    );
    return items[0] ?? null;
  };
  const ends = { first: index === 0 && page.previous !== null, last: index === page.items.length - 1 && index >= 0 };
  return {
    previous: before ?? (ends.first ? await beyond({ before: page.previous }) : null),
    next: after ?? (ends.last && page.next !== null ? await beyond({ after: page.next }) : null),
  };
}
