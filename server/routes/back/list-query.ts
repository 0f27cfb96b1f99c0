import type { CompiledDefinition, Entry } from "../../../engine/index.ts";
import { constraints } from "../../../renderer/back/empty-list.tsx";
import { type ListState, readListState, tabStates } from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";
import { BadParameter, type ListQuery } from "../../store/entry-list.ts";
import { listAcross } from "../../store/list-across.ts";
import { memberNames, type Reached } from "./reach.ts";

/** Rows of a page of a queue. */
export const PAGE_SIZE = 25;

/** A list as one agent sees it. */
export interface Listed extends Reached {
  /** Her id. */
  readonly me: string;
}

/** A list as its address asks for it, as the store reads it in each member it covers, `limit` entries at a time. */
export function listQueries(listed: Listed, state: ListState, limit = PAGE_SIZE): readonly ListQuery[] {
  const states = tabStates(listed.definition, state.tab);
  const assignee = state.who === "me" ? listed.me : state.who === "nobody" ? "none" : undefined;
  const query = {
    limit,
    sort: state.sort,
    filters: Object.fromEntries(state.filters),
    ...(states && { state: states }),
    ...(state.q !== "" && { q: state.q }),
    ...(assignee !== undefined && { assignee }),
    ...(state.after !== null && { after: state.after }),
  };
  return listed.places
    .filter(({ member }) => state.members.length === 0 || state.members.includes(member.id))
    .map(({ member, definition }) => ({ ...query, member: member.id, definition }));
}

/** One page of a list. A cursor that no longer means anything gives the first page: `state` says which it is. */
export async function readPage(ctx: Context, listed: Listed, state: ListState) {
  try {
    return { state, ...(await listAcross(ctx, listQueries(listed, state))) };
  } catch (error) {
    if (!(error instanceof BadParameter) || state.after === null) throw error;
    const first = { ...state, after: null };
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

/**
 * The entry that follows this one in the list an agent comes from; when it has left the list, the first one of the page.
 * Null for the last, or without a list.
 */
export async function following(ctx: Context, listed: Listed, query: string, id: string): Promise<Entry | null> {
  const page = await readPage(ctx, listed, listStateOf(query, listed.definition, listed.places));
  const index = page.items.findIndex((entry) => entry.id === id);
  const after = page.items[index + 1];
  if (after) return after;
  if (page.next === null || index < 0) return null;
  const rest = { ...page.state, after: page.next };
  const { items } = await listAcross(ctx, listQueries(listed, rest, 1));
  return items[0] ?? null;
}
