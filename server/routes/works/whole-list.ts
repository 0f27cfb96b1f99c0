import type { CompiledDefinition, Entry } from "../../../engine/index.ts";
import { changed, type ListState } from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";
import { WALKED } from "../../store/found-entries.ts";
import { listAcross } from "../../store/list-across.ts";
import { type Listed, listQueries } from "../back/list-query.ts";

/** Entries read at a time from a whole list. */
const CHUNK = 500;

/** A search finds so many entries that the list may lack some. */
export class TooWide extends Error {}

/** The same list in the order of arrival, which nothing changes: what moves meanwhile is neither lost nor read twice. */
export const byArrival = (definition: CompiledDefinition, state: ListState): ListState =>
  changed(definition, state, { sort: "-createdAt" });

/**
 * Every entry of a list as its address asks for it, wherever its page stands, by some at a time. Throws `TooWide` at the end of
 * a search that may not have found all, `BadParameter` for what means nothing.
 */
export async function* wholeList(ctx: Context, listed: Listed, state: ListState): AsyncGenerator<readonly Entry[]> {
  let found = 0;
  for (let after: string | null = null; ; ) {
    const here: ListState = { ...changed(listed.definition, state, {}), after };
    const queries = listQueries(listed, here, CHUNK);
    const page = await listAcross(ctx, queries);
    found += page.items.length;
    yield page.items;
    if (page.next === null && found >= WALKED && queries.some(({ q }) => q !== undefined)) {
      throw new TooWide("a search may lack some of what it looks for");
    }
    if (page.next === null) return;
    after = page.next;
  }
}
