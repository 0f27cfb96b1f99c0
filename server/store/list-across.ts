import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
import {
  BadParameter,
  type ListedRow,
  type ListPlan,
  type ListQuery,
  listEntries,
  type Page,
  type Placed,
  pageOf,
  placed,
  planOf,
} from "./entry-list.ts";

/**
 * One page of the entries of several members, as one list: the same query in each, every time among the rows of that
 * member alone, and the pages merged here. A cursor is a sort value and an id, so it holds in every member. A member
 * whose version of the definition knows nothing of the sort or of a filter has no entry in the list.
 * The queries differ by member and definition only; with one, this is `listEntries`. Throws `BadParameter`.
 */
export async function listAcross(ctx: Context, queries: readonly ListQuery[]): Promise<Page> {
  const [first, ...others] = queries;
  if (!first) return { items: [], next: null };
  if (others.length === 0) return listEntries(ctx, first);
  const plan = planOf(first);
  const plans = new Map([[first.member, plan]]);
  for (const query of others) {
    const own = planIn(query);
    if (own) plans.set(query.member, own);
  }
  const members = [...plans.keys()];
  const results = await readAcross(ctx.db, members, (tx, member) =>
    (plans.get(member) ?? plan).statement.on<ListedRow[]>(tx),
  );
  const entries = results.flatMap((rows, index) => placed(rows, plans.get(members[index] ?? "") ?? plan));
  return pageOf(entries.sort(order(plan)).slice(0, first.limit + 1), plan);
}

function planIn(query: ListQuery): ListPlan | null {
  try {
    return planOf(query);
  } catch (error) {
    if (error instanceof BadParameter) return null;
    throw error;
  }
}

/** The order the base sorts in: byte by byte, as instants of one length and ids sort too. */
function order({ sort }: ListPlan): (a: Placed, b: Placed) => number {
  const sign = sort.descending ? -1 : 1;
  return (a, b) => sign * (compare(a.value, b.value) || compare(a.entry.id, b.entry.id));
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
