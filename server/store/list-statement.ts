import { isUuid } from "./entries.ts";
import type { Search } from "./entry-search.ts";
import { addFound } from "./entry-search.ts";
import { addAnswerConditions, addColumnConditions, type Conditions, onDue } from "./list-conditions.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import { beyond, type Cursor, type Sort, undatedCursor } from "./list-sort.ts";
import { Statement } from "./statement.ts";

/** A list whose parameters were understood. */
export interface ListPlan {
  readonly query: ListQuery;
  readonly sort: Sort;
  /** Beyond which the page lies, before or after; null for the first page. */
  readonly cursor: Cursor | null;
  /** Those alone that have no last day to answer. */
  readonly undated?: true;
  readonly conditions: Conditions;
  /** Null when no words are searched. */
  readonly search: Search | null;
  /** The page is read from its end: it is the one before a cursor. */
  readonly backwards: boolean;
}

/**
 * Entries read at most for one page, in the order of the list, to find those whose answers hold what no column does. What
 * follows is for the next page.
 */
export const WINDOW = 1_000;

const COLUMNS = `
    select entry.id, entry.reference, entry.version, entry.kind, entry.state, entry.revision,
      entry.answers::text as answers, entry.holder, entry.assignee,
      entry.created_at::text as created_at, entry.updated_at::text as updated_at, entry.clock`;

/** The rows of a page, and one more when there are others. */
export function listStatement(plan: ListPlan): Statement {
  const { query, sort } = plan;
  const statement = new Statement().word(COLUMNS);
  if (isKey(sort)) statement.word(`, ${key(plan)} as sort_key`);
  if (sort.column === "due") statement.word(", entry.due::text as sort_key");
  if (sort.column === "fit") statement.word(", found.fit as fit");
  return addMatching(statement, plan, query.limit + 1);
}

/** What follows the columns of `entry` to read the first entries that answer a list, in its order. */
export function addMatching(statement: Statement, plan: ListPlan, limit: number): Statement {
  if (!eachState(plan)) return rows(statement, plan, limit);
  statement.word("from").add`unnest(${statesOf(plan.query)}::text[]) as wanted (state) cross join lateral (`;
  rows(statement.word("select entry.*"), plan, limit);
  return inOrder(statement.word(") as entry"), plan).add` limit ${limit}`;
}

/** Whether a page may end before all that answers it was read. */
export const isWindowed = ({ conditions, search }: ListPlan): boolean =>
  conditions.answers.length > 0 && search === null;

/** Where the reading of a windowed page stopped: one row of `value` and `id`, or none when all was read. */
export function stopStatement(plan: ListPlan): Statement {
  const { query, sort } = plan;
  const last = `select entry.${sort.column}::text as value, entry.created_at::text as created_at, entry.id`;
  const statement = new Statement();
  if (sort.column === "due") return byDue(statement.word(last), withoutAnswers(plan), 1, WINDOW - 1);
  if (!eachState(plan)) return source(statement.word(last), plan).add` offset ${WINDOW - 1} limit 1`;
  statement.word(last).add` from unnest(${statesOf(query)}::text[]) as wanted (state) cross join lateral (`;
  source(statement.word("select entry.*"), plan).add` offset ${WINDOW - 1} limit 1`;
  return inOrder(statement.word(") as entry"), plan).add` limit 1`;
}

const isKey = (sort: Sort): boolean => sort.column.startsWith("k");
const statesOf = ({ state = [] }: ListQuery): string[] => [...new Set(state)];

/**
 * Several states by moment of reception: the index holds each state in that order, not several together. The first rows
 * of each are read, and sorted.
 */
const eachState = ({ query, sort, search }: ListPlan): boolean =>
  sort.column === "created_at" && search === null && query.state !== undefined && query.state.length > 1;

/** What is read, in order, `limit` rows of it. */
function rows(statement: Statement, plan: ListPlan, limit: number): Statement {
  const due = plan.sort.column === "due";
  if (!isWindowed(plan)) {
    if (due) return byDue(statement, plan, limit);
    source(statement, plan, () => addAnswerConditions(statement, plan.conditions));
    return statement.add` limit ${limit}`;
  }
  statement.word("from (select entry.*");
  if (due) byDue(statement, withoutAnswers(plan), WINDOW);
  else source(statement, plan).add` limit ${WINDOW}`;
  statement.word(") as entry where true");
  addAnswerConditions(statement, plan.conditions);
  return inOrder(statement, plan).add` limit ${limit}`;
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
    if (part.undated) addMatching(statement, part, last);
    else source(statement, part, () => addAnswerConditions(statement, part.conditions)).add` limit ${last}`;
    statement.word(")");
  });
  return inOrder(statement.word(") as entry"), plan).add` offset ${offset} limit ${limit}`;
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

/** Everything from `from` to `order by`. */
function source(statement: Statement, plan: ListPlan, more: () => void = () => undefined): Statement {
  const { sort, cursor } = plan;
  from(statement, plan);
  narrow(statement, plan);
  more();
  if (isKey(sort) || sort.column === "due") statement.word(`and ${key(plan)} is not null`);
  const place = { key: key(plan), identity: identity(plan), descending: reading(plan) === "desc" };
  if (cursor) beyond(statement, sort, cursor, place);
  const direction = reading(plan);
  if (sort.column === "fit") {
    return statement.word(
      `order by found.fit ${direction}, found.created_at ${direction}, found.entry_id ${direction}`,
    );
  }
  return statement.word(`order by ${key(plan)} ${direction}, ${identity(plan)} ${direction}`);
}

/** The same order among rows already read. */
function inOrder(statement: Statement, plan: ListPlan): Statement {
  const direction = reading(plan);
  const { column } = plan.sort;
  const without = plan.backwards ? "nulls first" : "nulls last";
  const first =
    column === "due"
      ? `${column} ${direction} ${without}, case when entry.due is null then entry.created_at end`
      : column;
  return statement.word(`order by entry.${first} ${direction}, entry.id ${direction}`);
}

const reading = ({ sort, backwards }: ListPlan): "asc" | "desc" => (sort.descending === backwards ? "asc" : "desc");

/**
 * A search begins with the entries that bear its words. A choice of states is read from the narrow table, in the order of
 * its index, and each entry found by its key.
 */
function from(statement: Statement, plan: ListPlan): void {
  const { query, search } = plan;
  const { member, definition, state } = query;
  if (search) {
    addFound(statement.word("from"), query, search);
    statement.add` join entry on entry.member_id = ${member} and entry.id = found.entry_id`;
    if (needsDue(plan)) statement.word(STATE_OF_ENTRY);
    statement.word("where true");
    if (state) statement.add` and entry.state = any(${[...state]})`;
    return;
  }
  if (!inQueue(plan)) {
    statement.word("from entry");
    if (needsDue(plan)) statement.word(STATE_OF_ENTRY);
    statement.add` where entry.member_id = ${member} and entry.definition = ${definition.id}`;
    return;
  }
  statement.add` from entry_state
    join entry on entry.member_id = entry_state.member_id and entry.id = entry_state.entry_id
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}
      and entry.definition = ${definition.id}`;
  if (eachState(plan)) statement.word("and entry_state.state = wanted.state");
  else if (!state) return;
  else if (state.length === 1) statement.add` and entry_state.state = ${state[0] ?? ""}`;
  else statement.add` and entry_state.state = any(${[...state]})`;
}

const STATE_OF_ENTRY =
  "join entry_state on entry_state.member_id = entry.member_id and entry_state.entry_id = entry.id";

/**
 * Whether the narrow table is read first: it alone tells the state in order, and the last day to answer. What has none,
 * whatever its state, is most entries: they are read as they came.
 */
const inQueue = (plan: ListPlan): boolean =>
  plan.search === null && (plan.query.state !== undefined || (needsDue(plan) && plan.undated === undefined));

const needsDue = ({ sort, conditions, undated }: ListPlan): boolean =>
  sort.column === "due" || undated === true || onDue(conditions);

/** What the rows are sorted by. The moment of reception stands in both tables; the index of the one read first is used. */
function key(plan: ListPlan): string {
  const { column } = plan.sort;
  if (column === "due") return "entry_state.due";
  return `${inQueue(plan) && column === "created_at" ? "entry_state" : "entry"}.${column}`;
}

const identity = (plan: ListPlan): string => (inQueue(plan) ? "entry_state.entry_id" : "entry.id");

/** Whose, assigned to whom, and what columns tell of the rest. */
function narrow(statement: Statement, plan: ListPlan): void {
  const { assignees, holders } = plan.query;
  if (holders) statement.add` and entry.holder = any(${[...holders]})`;
  if (assignees) {
    const ids = assignees.filter((each) => each !== "none").map(readAssignee);
    if (assignees.includes("none"))
      statement.add` and (entry.assignee is null or entry.assignee = any(${ids}::uuid[]))`;
    else if (ids.length === 1) statement.add` and entry.assignee = ${ids[0] ?? ""}`;
    else statement.add` and entry.assignee = any(${ids}::uuid[])`;
  }
  if (plan.undated) statement.word("and entry_state.due is null");
  addColumnConditions(statement, plan.conditions, inQueue(plan) ? "entry_state" : "entry");
}

function readAssignee(text: string): string {
  if (!isUuid(text)) throw new BadParameter("assignee", "assignee doit être l’identifiant d’un agent, ou none.");
  return text;
}
