import type { CompiledDefinition, Entry } from "../../../engine/index.ts";
import { constraints } from "../../../renderer/back/empty-list.tsx";
import { type ListState, ME, NOBODY, readListState, tabStates } from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";
import { listUnitAgents } from "../../store/assignees.ts";
import { listAcross } from "../../store/list-across.ts";
import { BadParameter, type ListQuery } from "../../store/list-query.ts";
import type { AgentScope } from "./agent-scope.ts";
import { memberNames, type Reached } from "./reach.ts";

/** Rows of a page of a queue. */
export const PAGE_SIZE = 25;

/** A list as one agent sees it. */
export interface Listed extends Reached {
  /** Her id. */
  readonly me: string;
  /** Ids of her colleagues, those of the units she works in. */
  readonly unit: readonly string[];
}

/** A list as its address asks for it, as the store reads it in each member it covers. */
export function listQueries(listed: Listed, state: ListState, limit = PAGE_SIZE): readonly ListQuery[] {
  const states = tabStates(listed.definition, state);
  const assignees = assigneesOf(listed, state);
  const query = {
    limit,
    sort: state.sort,
    filters: Object.fromEntries(state.filters),
    ...(states && { state: states }),
    ...(state.q !== "" && { q: state.q }),
    ...(assignees && { assignees }),
    ...(state.after !== null && { after: state.after }),
    ...(state.before !== null && { before: state.before }),
  };
  return listed.places
    .filter(({ member }) => state.members.length === 0 || state.members.includes(member.id))
    .map(({ member, definition }) => ({ ...query, member: member.id, definition }));
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
  { who }: Pick<ListState, "who">,
): Promise<Listed> {
  const units = agent.assignments.map((assignment) => assignment.unit);
  const every = units.includes(null) ? null : units.flatMap((unit) => unit ?? []);
  const unit = who === "unit" ? await listUnitAgents(ctx, agent.member, every) : [];
  return { ...reached, me: agent.id, unit };
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
