import type { Context } from "../context.ts";
import {
  type ListedRow,
  listEntries,
  looser,
  type Page,
  pageOf,
  placed,
  planningOf,
  planOf,
  type Read,
  type StopRow,
  stopAt,
  stopOf,
} from "./entry-list.ts";
import { asksWords } from "./entry-search.ts";
import { readEach, readHeads } from "./list-head.ts";
import type { ListPlan } from "./list-plan.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import type { Cursor } from "./list-sort.ts";
import { listStatement } from "./list-statement.ts";
import { readWords } from "./word-index.ts";

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
  if (!first) return { items: [], next: null, previous: null, near: [], stopped: false };
  if (others.length === 0) return listEntries(ctx, first);
  const now = ctx.clock().toISOString();
  const known = [planOf(first, now), ...others.flatMap((query) => understood(query, now) ?? [])];
  const words = await readWords(
    ctx.db,
    known.map(({ query }) => query),
  );
  const plans = known.map((plan) =>
    asksWords(plan.query) ? planOf(plan.query, now, words.get(plan.query.member)) : plan,
  );
  const page = await merged(ctx, plans);
  if (page.items.length > 0) return page;
  const again = plans.map((plan) => ({ plan, loose: looser(plan, now, words.get(plan.query.member) ?? []) }));
  return again.some(({ loose }) => loose)
    ? merged(
        ctx,
        again.map(({ plan, loose }) => loose ?? plan),
      )
    : page;
}

/** The first rows of every member's list, in one order. */
async function merged(ctx: Context, plans: readonly ListPlan[]): Promise<Page> {
  const [first] = plans;
  if (!first) throw new Error("a list of no member");
  const inOrder = order(first);
  const wanted = first.query.limit + 1;
  const part = Math.min(wanted, Math.max(FIRST_ROWS, Math.ceil((2 * wanted) / plans.length)));
  const found = await read(ctx, plans, part);
  if (part < wanted) {
    const cut = [...found.values()].flatMap(({ rows }) => rows).sort(inOrder)[wanted - 1];
    const more = plans.filter(({ query }) => {
      const last = found.get(query.member)?.rows[part - 1];
      return last !== undefined && (cut === undefined || inOrder(last, cut) < 0);
    });
    for (const [member, each] of await read(ctx, more, wanted)) found.set(member, each);
  }
  const reads = [...found.values()];
  const [stop] = reads.flatMap((each) => each.stop ?? []).sort(inOrder);
  const rows = reads.flatMap((each) => each.rows).sort(inOrder);
  // Beyond where one member's reading stopped, the others' rows would come before some of its own.
  const kept = stop ? rows.filter((row) => inOrder(row, stop) <= 0) : rows;
  const near = new Map(plans.flatMap(({ search }) => search?.near ?? []).map((each) => [each.typed, each]));
  return { ...pageOf({ rows: kept.slice(0, wanted), stop: stop ?? null }, first), near: [...near.values()] };
}

/** The first rows of each member's list, by member; each its own in one statement. */
async function read(ctx: Context, plans: readonly ListPlan[], rows: number): Promise<Map<string, Read>> {
  const [first] = plans;
  if (!first) return new Map();
  const planning = planningOf(first);
  const asked = plans.map((plan) => ({ ...plan, query: { ...plan.query, limit: rows - 1 } }));
  const heads = await readHeads(ctx, asked);
  const others = asked.filter(({ query }) => !heads.has(query.member));
  const results = await readEach<ListedRow>(
    ctx,
    others.map((plan) => ({ plan, statement: listStatement(plan) })),
    planning,
  );
  const rest = new Map(others.map(({ query }, index) => [query.member, results[index] ?? []]));
  const found = asked.map((plan) => {
    const { member } = plan.query;
    return { plan, placed: placed(heads.get(member) ?? rest.get(member) ?? [], plan) };
  });
  const unfinished = found.flatMap(({ plan, placed }) => {
    const statement = stopOf(plan, placed);
    return statement ? [{ plan, statement }] : [];
  });
  const stops = await readEach<StopRow>(ctx, unfinished, planning);
  const stopped = new Map(unfinished.map(({ plan }, at) => [plan.query.member, stopAt(stops[at] ?? [], plan)]));
  return new Map(
    found.map(({ plan: { query }, placed }): [string, Read] => [
      query.member,
      { rows: placed, stop: stopped.get(query.member) ?? null },
    ]),
  );
}

/** The list of a member; null when its version of the definition knows nothing of what is asked. */
function understood(query: ListQuery, now: string): ListPlan | null {
  try {
    return planOf(query, now);
  } catch (error) {
    if (error instanceof BadParameter) return null;
    throw error;
  }
}

/** The order the base reads in: byte by byte, as instants of one length and ids sort too. */
function order({ sort, backwards }: ListPlan): (a: Cursor, b: Cursor) => number {
  const sign = sort.descending === backwards ? 1 : -1;
  return (a, b) => sign * (compare(a.value, b.value) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (IN_TWO.test(a) || IN_TWO.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/** Characters that JavaScript writes in two parts, and so sorts before others that the base puts before them. */
const IN_TWO = /[\ud800-\udfff]/;
