import type { Row } from "postgres";
import type { Answers, Clock, Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { instantOf } from "../db/instant.ts";
import { type Planning, readThen, readTogether, type Tx } from "../db/with-actor.ts";
import { asksWords, oweWords, type Sought, searchOf, type WordRow, wordStatement } from "./entry-search.ts";
import { findsNothing, isCommon } from "./found-entries.ts";
import { onDue, readConditions } from "./list-conditions.ts";
import { readHeads } from "./list-head.ts";
import { inQueue, type ListPlan } from "./list-plan.ts";
import type { ListQuery } from "./list-query.ts";
import { type Cursor, readCursor, readSort, type Sort, undatedValue, writeCursor } from "./list-sort.ts";
import { isByField, isWindowed, listStatement, stopStatement } from "./list-statement.ts";
import type { Statement } from "./statement.ts";
import { readWords } from "./word-index.ts";

/** An entry of a list. Its answers are parsed when read, since most lists pass them on as they came. */
export type ListedEntry = Entry & {
  /** The answers as JSON text. */
  readonly answersText: string;
  /** The last day to answer, "2026-03-12"; null without a clock that runs. */
  readonly due: string | null;
};

/** Some entries of a list. */
export interface Page {
  readonly items: readonly ListedEntry[];
  /** Cursor of those that follow; null when there are none. */
  readonly next: string | null;
  /** Cursor of those before; null for the first page. */
  readonly previous: string | null;
  /** Words of the search that only words one typing error away answered. */
  readonly near: readonly Sought[];
  /** The page ends where its reading stopped: there may be more to find beyond. */
  readonly stopped: boolean;
}

/** An entry with what the list is sorted by: an instant in ISO 8601, a key, or how well it fits and when it came. */
export interface Placed extends Cursor {
  readonly entry: ListedEntry;
}

/** What a list gave: the rows of a page and one more when there are others, and where the reading stopped, if it did. */
export interface Read {
  readonly rows: readonly Placed[];
  readonly stop: Cursor | null;
}

/**
 * One page of entries by key, never by offset. Throws `BadParameter` for an unknown sort, filter or cursor.
 */
export async function listEntries(ctx: Context, query: ListQuery): Promise<Page> {
  const now = ctx.clock().toISOString();
  const first = asksWords(query) ? await search(ctx, query, now) : await listed(ctx, planOf(query, now));
  const { found, plan, words = [] } = first;
  const again = found.rows.length === 0 ? looser(plan, now, words) : null;
  return again ? pageOf((await listed(ctx, again)).found, again) : pageOf(found, plan);
}

/** What a list gave, as it was understood. */
interface Listed {
  readonly plan: ListPlan;
  readonly found: Read;
  /** The stored words that answer those of a search. */
  readonly words?: readonly WordRow[];
}

async function listed(ctx: Context, plan: ListPlan): Promise<Listed> {
  if (findsNone(plan)) return { plan, found: readOf([], plan) };
  const head = (await readHeads(ctx, [plan])).get(plan.query.member);
  if (head) return { plan, found: readOf([head], plan) };
  const { queries, planning } = reading(plan);
  return { plan, found: readOf(await readTogether(ctx.db, { member: plan.query.member }, queries, planning), plan) };
}

/** The words that answer those of a search, then what they find, in one transaction. */
async function search(ctx: Context, query: ListQuery, now: string): Promise<Listed> {
  const { member } = query;
  const { first, following, results } = await readThen(
    ctx.db,
    { member },
    (tx) => wordStatement(query).on<WordRow[]>(tx),
    "once",
    (rows) => (oweWords(rows) ? null : reading(planOf(query, now, rows))),
  );
  if (following) return { plan: following.plan, found: readOf(results, following.plan), words: first };
  const words = (await readWords(ctx.db, [query])).get(member) ?? [];
  return { ...(await listed(ctx, planOf(query, now, words))), words };
}

const findsNone = ({ search }: ListPlan): boolean => search !== null && findsNothing(search);

/** What is read of a list: its rows and, when they may end before all was read, where; nothing when nothing can be found. */
function reading(plan: ListPlan) {
  const last = isWindowed(plan) ? [stopStatement(plan)] : [];
  const statements = findsNone(plan) ? [] : [listStatement(plan), ...last];
  const queries = (tx: Tx) => statements.map((statement) => statement.on<AnyRow[]>(tx));
  return { plan, queries, planning: planningOf(plan) };
}

/** A row of either statement. */
type AnyRow = ListedRow | StopRow;

function readOf([found = [], stops = []]: readonly (readonly AnyRow[])[], plan: ListPlan): Read {
  const rows = placed(found as readonly ListedRow[], plan);
  return { rows, stop: rows.length > plan.query.limit ? null : stopAt(stops as readonly StopRow[], plan) };
}

/**
 * Reads the parameters of a list. Throws `BadParameter`.
 * @param now ISO 8601
 * @param words what `wordStatement` found
 * @param loose words one typing error away count even where others answer
 */
export function planOf(query: ListQuery, now: string, words: readonly WordRow[] = [], loose = false): ListPlan {
  const sort = readSort(query);
  const text = query.before ?? query.after;
  const cursor = text === undefined ? null : readCursor(text, sort);
  const search = asksWords(query) ? searchOf(query, words, loose) : null;
  return { query, sort, cursor, conditions: readConditions(query, now), search, backwards: query.before !== undefined };
}

/**
 * A list told by the narrow table is written so that each of its indexes is walked as it should, whatever is asked; so is a search that
 * nothing else narrows. Of the others, filters tell which index is quickest.
 */
export function planningOf(plan: ListPlan): Planning {
  const { query, sort, conditions, search } = plan;
  if (query.ids !== undefined || sort.column === "due" || onDue(conditions)) return "each time";
  const narrowed = query.assignees !== undefined || conditions.columns.length > 0;
  if (search) {
    if (sort.column === "updated_at" && isCommon(search)) return "once";
    const alone =
      !narrowed && query.state === undefined && query.holders === undefined && conditions.answers.length === 0;
    return sort.column === "fit" && alone ? "once" : "each time";
  }
  if (inQueue(plan) || isByField(plan)) return "once";
  return narrowed ? "each time" : "auto";
}

/** The same list with words one typing error away, for a first page that found nothing; null when there are none. */
export function looser({ query, search }: ListPlan, now: string, words: readonly WordRow[]): ListPlan | null {
  if (!search || query.after !== undefined || query.before !== undefined) return null;
  const plan = planOf(query, now, words, true);
  return plan.search && plan.search.near.length > search.near.length ? plan : null;
}

/** What tells where the reading of a page stopped, when the page is not full. */
export const stopOf = (plan: ListPlan, rows: readonly Placed[]): Statement | null =>
  isWindowed(plan) && rows.length <= plan.query.limit ? stopStatement(plan) : null;

export interface StopRow extends Row {
  id: string;
  value: string | null;
  createdAt: string;
}

/** The row at which a reading stopped, as a cursor. */
export function stopAt([row]: readonly StopRow[], { sort }: Pick<ListPlan, "sort">): Cursor | null {
  if (!row) return null;
  const { id, value, createdAt } = row;
  if (value === null) return { id, value: undatedValue(sort, instantOf(createdAt)) };
  return { id, value: sort.column.startsWith("k") || sort.column === "due" ? value : instantOf(value) };
}

/** The rows that the statement of a plan gave. */
export function placed(rows: readonly ListedRow[], { query, sort }: ListPlan): readonly Placed[] {
  return rows.map((row) => {
    const entry = toListed(row, query);
    return { entry, id: entry.id, value: sortValue(row, entry, sort) };
  });
}

function sortValue(row: ListedRow, entry: ListedEntry, sort: Sort): string {
  if (sort.column === "fit") return `${row.fit ?? 0} ${entry.createdAt}`;
  if (sort.column === "due") return row.sortKey ?? undatedValue(sort, entry.createdAt);
  return row.sortKey ?? (sort.column === "updated_at" ? entry.updatedAt : entry.createdAt);
}

/** What was read in the order of the list, as its page. */
export function pageOf({ rows, stop }: Read, { query, sort, search, backwards }: ListPlan): Page {
  const { limit, after } = query;
  const kept = rows.slice(0, limit);
  const ordered = backwards ? [...kept].reverse() : kept;
  const more = rows.length > limit;
  const beyond = more ? kept.at(-1) : stop;
  const write = (place: Cursor | null | undefined) => (place ? writeCursor(sort, place) : null);
  return {
    items: ordered.map(({ entry }) => entry),
    next: write(backwards ? ordered.at(-1) : beyond),
    previous: write(backwards ? beyond : after === undefined ? null : ordered[0]),
    near: search?.near ?? [],
    stopped: !more && stop !== null,
  };
}

export interface ListedRow extends Row {
  id: string;
  reference: string;
  version: number;
  kind: Entry["kind"];
  state: string;
  revision: number;
  answers: string;
  holder: string | null;
  assignee: string | null;
  createdAt: string;
  updatedAt: string;
  clock: Clock | null;
  /** Only when sorted by a listed field or by the last day to answer. */
  sortKey?: string | null;
  /** Only for the best first. */
  fit?: number;
}

const toListed = (row: ListedRow, { member, definition }: ListQuery): ListedEntry =>
  new ListedRowEntry(row, member, definition.id);

/**
 * Of a class: an object written with a getter has a hidden class of its own, which keeps its row until the next full collection of
 * memory.
 */
class ListedRowEntry {
  readonly id: string;
  readonly reference: string;
  readonly member: string;
  readonly definition: string;
  readonly version: number;
  readonly kind: Entry["kind"];
  readonly state: string;
  readonly revision: number;
  readonly answersText: string;
  readonly due: string | null;
  declare readonly clock?: Clock;
  readonly holder: string | null;
  readonly assignee: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  #answers: Answers | undefined;

  constructor(row: ListedRow, member: string, definition: string) {
    this.id = row.id;
    this.reference = row.reference;
    this.member = member;
    this.definition = definition;
    this.version = row.version;
    this.kind = row.kind;
    this.state = row.state;
    this.revision = row.revision;
    this.answersText = row.answers;
    this.due = row.clock?.due ?? null;
    if (row.clock) this.clock = row.clock;
    this.holder = row.holder;
    this.assignee = row.assignee;
    this.createdAt = instantOf(row.createdAt);
    this.updatedAt = instantOf(row.updatedAt);
  }

  get answers(): Answers {
    this.#answers ??= JSON.parse(this.answersText) as Answers;
    return this.#answers;
  }
}
