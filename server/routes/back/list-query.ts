import type { CompiledDefinition } from "../../../engine/index.ts";
import { constraints } from "../../../renderer/back/empty-list.tsx";
import { type ListState, readListState, tabStates } from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";
import { BadParameter, type ListQuery, listEntries } from "../../store/entry-list.ts";

/** Rows of a page of a queue. */
export const PAGE_SIZE = 25;

/** A list as its address asks for it, as the store reads it. */
export function listQuery(
  definition: CompiledDefinition,
  state: ListState,
  scope: { readonly member: string; readonly me: string },
  limit = PAGE_SIZE,
): ListQuery {
  const states = tabStates(definition, state.tab);
  const assignee = state.who === "me" ? scope.me : state.who === "nobody" ? "none" : undefined;
  return {
    member: scope.member,
    definition,
    limit,
    sort: state.sort,
    filters: Object.fromEntries(state.filters),
    ...(states && { state: states }),
    ...(state.q !== "" && { q: state.q }),
    ...(assignee !== undefined && { assignee }),
    ...(state.after !== null && { after: state.after }),
  };
}

/** One page of a list. A cursor that no longer means anything gives the first page: `state` says which it is. */
export async function readPage(
  ctx: Context,
  definition: CompiledDefinition,
  state: ListState,
  scope: { readonly member: string; readonly me: string },
) {
  try {
    return { state, ...(await listEntries(ctx, listQuery(definition, state, scope))) };
  } catch (error) {
    if (!(error instanceof BadParameter) || state.after === null) throw error;
    const first = { ...state, after: null };
    return { state: first, ...(await listEntries(ctx, listQuery(definition, first, scope))) };
  }
}

/** For each choice active on an empty list, in the order of `constraints`: whether dropping it alone brings entries. */
export function freeing(
  ctx: Context,
  definition: CompiledDefinition,
  state: ListState,
  scope: { readonly member: string; readonly me: string },
): Promise<readonly boolean[]> {
  return Promise.all(
    constraints(definition, state).map(async ({ without }) => {
      const { items } = await listEntries(ctx, listQuery(definition, without, scope, 1));
      return items.length > 0;
    }),
  );
}

/**
 * Id of the entry that follows this one in the list an agent comes from; when it has left the list, of the first one of
 * the page. Null for the last, or without a list.
 */
export async function following(
  ctx: Context,
  definition: CompiledDefinition,
  query: string,
  id: string,
  scope: { readonly member: string; readonly me: string },
): Promise<string | null> {
  const page = await readPage(ctx, definition, readListState(new URLSearchParams(query), definition), scope);
  const index = page.items.findIndex((entry) => entry.id === id);
  const after = page.items[index + 1];
  if (after) return after.id;
  if (page.next === null || index < 0) return null;
  const rest = { ...page.state, after: page.next };
  const { items } = await listEntries(ctx, listQuery(definition, rest, scope, 1));
  return items[0]?.id ?? null;
}
