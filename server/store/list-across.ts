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

/** Rows asked of each member at first, at least: it seldom has more of a page that many share. */
const FIRST_ROWS = 4;

/**
 * One page of the entries of several members, as one list: the same query in each, every time among the rows of that
 * member alone, and the pages merged here. A cursor is a sort value and an id, so it holds in every member. A member
 * whose version of the definition knows nothing of the sort or of a filter has no entry in the list.
 * Each member gives at first twice its even part of the page; those that may have more of it are asked again, for all.
 * The queries differ by member and definition only; with one, this is `listEntries`. Throws `BadParameter`.
 */
export async function listAcross(ctx: Context, queries: readonly ListQuery[]): Promise<Page> {
  const [first, ...others] = queries;
  if (!first) return { items: [], next: null };
  if (others.length === 0) return listEntries(ctx, first);
  const plan = planOf(first);
  const known = [first, ...others.filter(understands)];
  const inOrder = order(plan);
  const wanted = first.limit + 1;
  const part = Math.min(wanted, Math.max(FIRST_ROWS, Math.ceil((2 * wanted) / known.length)));
  const found = await read(ctx, known, part);
  if (part < wanted) {
    const cut = [...found.values()].flat().sort(inOrder)[wanted - 1];
    const more = known.filter(({ member }) => {
      const last = found.get(member)?.[part - 1];
      return last !== undefined && (cut === undefined || inOrder(last, cut) < 0);
    });
    for (const [member, rows] of await read(ctx, more, wanted)) found.set(member, rows);
  }
  return pageOf([...found.values()].flat().sort(inOrder).slice(0, wanted), plan);
}

/** The first rows of each member's list, by member; each its own in one statement. */
async function read(ctx: Context, queries: readonly ListQuery[], rows: number): Promise<Map<string, Placed[]>> {
  if (queries.length === 0) return new Map();
  const plans = new Map(queries.map((query) => [query.member, planOf({ ...query, limit: rows - 1 })]));
  const members = [...plans.keys()];
  const planned = (member: string): ListPlan => {
    const plan = plans.get(member);
    if (!plan) throw new Error(`no list was asked of ${member}`);
    return plan;
  };
  const results = await readAcross(ctx.db, members, (tx, member) => planned(member).statement.on<ListedRow[]>(tx));
  return new Map(members.map((member, index) => [member, [...placed(results[index] ?? [], planned(member))]]));
}

function understands(query: ListQuery): boolean {
  try {
    planOf(query);
    return true;
  } catch (error) {
    if (error instanceof BadParameter) return false;
    throw error;
  }
}

/** The order the base sorts in: byte by byte, as instants of one length and ids sort too. */
function order({ sort }: ListPlan): (a: Placed, b: Placed) => number {
  const sign = sort.descending ? -1 : 1;
  return (a, b) => sign * (compare(a.value, b.value) || compare(a.entry.id, b.entry.id));
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
