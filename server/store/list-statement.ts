import type { Search } from "./entry-search.ts";
import { addBest, addFound, isCommon } from "./found-entries.ts";
import { addAnswerConditions, onDue } from "./list-conditions.ts";
import {
  inOrder,
  inQueue,
  isKey,
  key,
  type ListPlan,
  mayBeNarrow,
  narrow,
  needsDue,
  ordered,
  placed,
  reading,
  STATE_OF_ENTRY,
} from "./list-plan.ts";
import { byField, foundInQueue, fromHead, fromQueue, mayBeFew, queued } from "./list-queue.ts";
import { undatedCursor } from "./list-sort.ts";
import { Statement } from "./statement.ts";

/**
 * Entries read at most for one page, in the order of the list, to find those whose answers hold what no column does. What
 * follows is for the next page.
 */
export const WINDOW = 200;

const COLUMNS = `
    select entry.id, entry.reference, entry.version, entry.kind, entry.state, entry.revision,
      entry.answers::text as answers, entry.holder, entry.assignee,
      entry.created_at::text as created_at, entry.updated_at::text as updated_at, entry.clock`;

/** Entries met in the order of a field before more is read to tell how a list is best read. */
const HEAD = 500;

/** The same, once those first ones tell that a page is likely among so many: fewer than are read to count what narrows a list. */
const FURTHER = 2_000;

/**
 * Up to a page, and one more, among the first entries in the order of a field: when they are so many, nothing need be counted. Null for a
 * list that is better read otherwise.
 * @param found rows that this gave already, for it to go further; it does not where a page would not come, as rare as they are
 */
export function headStatement(plan: ListPlan, found?: number): Statement | null {
  const { limit, ids } = plan.query;
  if (!isByField(plan) || needsDue(plan) || ids) return null;
  if (found === undefined) return fromHead(selected(new Statement(), plan), plan, limit + 1, HEAD);
  return found * FURTHER < (limit + 1) * HEAD
    ? null
    : fromHead(selected(new Statement(), plan), plan, limit + 1, FURTHER);
}

/** The rows of a page, and one more when there are others. */
export const listStatement = (plan: ListPlan): Statement =>
  rows(selected(new Statement(), plan), plan, plan.query.limit + 1);

function selected(statement: Statement, plan: ListPlan): Statement {
  const { sort } = plan;
  statement.word(COLUMNS);
  if (isKey(sort)) statement.word(`, ${key(plan)} as sort_key`);
  if (sort.column === "due") statement.word(", entry.due::text as sort_key");
  if (sort.column === "fit") statement.word(", found.fit as fit");
  return statement;
}

/**
 * What follows columns of `entry` to count the first entries that answer a list, in its order: their state, their agent and the
 * keys of listed fields. From the narrow table alone when it tells the list. The order chooses the index: without it, some bases had
 * whole members read.
 */
export function addCounted(statement: Statement, plan: ListPlan, limit: number): Statement {
  const value = onlyValue(plan);
  if (value) return ofValue(statement, plan, value, limit);
  if (!inQueue(plan) || isWindowed(plan) || (plan.sort.column === "due" && duePlans(plan).length > 1))
    return rows(statement, plan, limit);
  return queued(statement.word("from ("), plan, limit).word(") as entry");
}

interface OnlyValue {
  readonly column: string;
  readonly value: string;
}

/** The one value of one listed field that alone narrows a list; null for any other list. */
export function onlyValue({ query, conditions, search, undated }: ListPlan): OnlyValue | null {
  const { state, assignees, holders, ids } = query;
  const [column, ...others] = conditions.columns;
  if ([state, assignees, holders, ids].some((each) => each !== undefined) || search || undated) return null;
  if (column?.type !== "text" || others.length > 0 || conditions.answers.length > 0) return null;
  const [value, ...more] = column.values;
  return value === undefined || more.length > 0 || column.ranges.length > 0 ? null : { column: column.column, value };
}

/** Any entries of one value, as its index gives them: in the order of the list, those of other values would be read too. */
function ofValue(statement: Statement, { query }: ListPlan, { column, value }: OnlyValue, limit: number): Statement {
  statement.add`from entry where entry.member_id = ${query.member} and entry.definition = ${query.definition.id}`;
  statement.word(`and entry.${column}`).add`= ${value}`;
  return statement.word(`order by entry.${column}, entry.id`).bounds(limit);
}

/** Whether a page may end before all that answers it was read. */
export const isWindowed = ({ conditions, search }: ListPlan): boolean =>
  conditions.answers.length > 0 && search === null;

/** Where the reading of a windowed page stopped: one row of `value` and `id`, or none when all was read. */
export function stopStatement(plan: ListPlan): Statement {
  const { sort } = plan;
  const last = `select entry.${sort.column}::text as value, entry.created_at::text as created_at, entry.id`;
  const statement = new Statement();
  if (sort.column === "due") return byDue(statement.word(last), withoutAnswers(plan), 1, WINDOW - 1);
  return source(statement.word(last), withoutAnswers(plan), 1, WINDOW - 1);
}

/** What is read, in order, `limit` rows of it. */
function rows(statement: Statement, plan: ListPlan, limit: number): Statement {
  const due = plan.sort.column === "due";
  if (!isWindowed(plan)) {
    if (due) return byDue(statement, plan, limit);
    if (plan.search && plan.sort.column === "fit") return best(statement, plan, plan.search, limit);
    return source(statement, plan, limit);
  }
  if (!due && inQueue(plan)) {
    addAnswerConditions(fromQueue(statement, plan, WINDOW).word("where true"), plan.conditions);
    return ordered(statement, plan).bounds(limit);
  }
  statement.word("from (select entry.*");
  if (due) byDue(statement, withoutAnswers(plan), WINDOW);
  else source(statement, withoutAnswers(plan), WINDOW);
  statement.word(") as entry where true");
  addAnswerConditions(statement, plan.conditions);
  return inOrder(statement, plan).bounds(limit);
}

/** The best of a search: what narrows it is asked of each entry while its words are walked, until the page is full. */
function best(statement: Statement, plan: ListPlan, search: Search, limit: number): Statement {
  const { query, conditions, cursor, backwards } = plan;
  const { member, state, assignees, holders } = query;
  const narrowed = state ?? assignees ?? holders ?? (conditions.columns.length + conditions.answers.length > 0 || null);
  const asked = (inner: Statement) => {
    inner.add`join entry on entry.member_id = ${member} and entry.id = borne.entry_id`;
    if (needsDue(plan)) inner.word(STATE_OF_ENTRY);
    inner.word("where true");
    if (state) inner.add` and entry.state = any(${[...state]})`;
    narrow(inner, plan);
    addAnswerConditions(inner, conditions);
  };
  const order = ["fit", "created_at", "entry_id"].map((each) => `found.${each} ${reading(plan)}`).join(", ");
  addBest(statement.word("from (select * from"), query, search, {
    ...{ limit, cursor, backwards },
    narrow: narrowed === null ? null : asked,
  });
  statement.word(`order by ${order}`).bounds(limit);
  statement.add`) as found join entry on entry.member_id = ${member} and entry.id = found.entry_id`;
  return statement.word(`order by ${order}`);
}

const withoutAnswers = (plan: ListPlan): ListPlan => ({ ...plan, conditions: { ...plan.conditions, answers: [] } });

/**
 * Entries by their last day to answer, then those without any in the order they came: each part is read in the order of
 * its own index, as far as the page may need it.
 */
function byDue(statement: Statement, plan: ListPlan, limit: number, offset = 0): Statement {
  const last = offset + limit;
  statement.word("from (");
  duePlans(plan).forEach((part, index) => {
    if (index > 0) statement.word("union all");
    statement.word(`(select entry.*, ${part.undated ? "null::date as due" : "entry_state.due"}`);
    if (part.undated) rows(statement, part, last);
    else source(statement, part, last);
    statement.word(")");
  });
  return inOrder(statement.word(") as entry"), plan).bounds(limit, offset);
}

/** What to read of each part for a page: the part before a cursor has nothing to give after it. */
function duePlans(plan: ListPlan): readonly ListPlan[] {
  const { sort, cursor, backwards, conditions } = plan;
  const undated = cursor && undatedCursor(cursor);
  const first: ListPlan = { ...plan, cursor: undated ? null : cursor };
  const second: ListPlan = { ...plan, sort: { ...sort, column: "created_at" }, cursor: undated, undated: true };
  const wanted = onDue(conditions) ? [first] : [first, second];
  if (cursor === null) return wanted;
  if (undated) return backwards ? wanted : [second];
  return backwards ? [first] : wanted;
}

/** Whether entries sorted by a field are counted first, for those of what is asked to be sorted when they are few. */
export const isByField = (plan: ListPlan): boolean =>
  isKey(plan.sort) && mayBeFew(plan) && mayBeNarrow(plan, "sharp too");

/** Everything from `from` to `limit`. */
function source(statement: Statement, plan: ListPlan, limit: number, offset = 0): Statement {
  if (inQueue(plan)) return ordered(fromQueue(statement, plan, limit, offset), plan);
  if (isByField(plan)) {
    byField(statement, plan, offset + limit, (walked) => from(walked, plan));
    return inOrder(statement, plan).bounds(limit, offset);
  }
  if (plan.search && plan.query.holders === undefined && plan.conditions.answers.length === 0) {
    const told: ListPlan = { ...plan, narrow: true };
    if (plan.sort.column === "updated_at" && isCommon(plan.search))
      return ordered(fromQueue(statement, { ...told, asked: true }, limit, offset), told);
    return ordered(foundInQueue(statement, told, plan.search, limit, offset), told);
  }
  from(statement, plan);
  addAnswerConditions(statement, plan.conditions);
  return placed(statement, plan).bounds(limit, offset);
}

/** A search begins with the entries that bear its words, any other list with those of the definition. */
function from(statement: Statement, plan: ListPlan): void {
  const { query, search } = plan;
  const { member, definition, state } = query;
  if (search) {
    addFound(statement.word("from"), query, search);
    statement.add` join entry on entry.member_id = ${member} and entry.id = found.entry_id`;
  } else statement.word("from entry");
  if (needsDue(plan)) statement.word(STATE_OF_ENTRY);
  statement.add` where entry.member_id = ${member} and entry.definition = ${definition.id}`;
  if (state) statement.add` and entry.state = any(${[...state]})`;
}
