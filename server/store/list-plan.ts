import { isUuid } from "./entries.ts";
import type { Search } from "./entry-search.ts";
import { addAnswering } from "./found-entries.ts";
import { addColumnConditions, type Conditions, isSharp, onDue, onMoment } from "./list-conditions.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import { beyond, type Cursor, type Sort } from "./list-sort.ts";
import type { Statement } from "./statement.ts";

/** A list whose parameters were understood. */
export interface ListPlan {
  readonly query: ListQuery;
  readonly sort: Sort;
  /** Beyond which the page lies, before or after; null for the first page. */
  readonly cursor: Cursor | null;
  /** Those alone that have no last day to answer. */
  readonly undated?: true;
  readonly conditions: Conditions;
  /** Told from the narrow table although something else might. */
  readonly narrow?: true;
  /** Null when no words are searched. */
  readonly search: Search | null;
  /** The search is asked of each row of the narrow table, met in the order of the list. */
  readonly asked?: true;
  /** The page is read from its end: it is the one before a cursor. */
  readonly backwards: boolean;
}

export const isKey = (sort: Sort): boolean => sort.column.startsWith("k");
export const STATE_OF_ENTRY =
  "join entry_state on entry_state.member_id = entry.member_id and entry_state.entry_id = entry.id";

/**
 * Whether the narrow table tells which entries a list has, and their order: it alone has states in order, the moment of the last
 * change and the last day to answer. Entries without such a day, whatever their state, are most of them: they are read as they
 * came. So are those of an agent, those sorted by a field and those of one value among many, which an index of `entry` finds at once.
 */
export function inQueue(plan: ListPlan): boolean {
  const { query, sort, conditions, undated } = plan;
  if (plan.narrow) return true;
  if (sort.column === "updated_at") return query.holders === undefined && plan.search === null;
  if (!mayBeNarrow(plan) || (sort.column !== "created_at" && sort.column !== "due")) return false;
  const changed = onMoment(conditions, "updated_at").columns.length > 0;
  return query.state !== undefined || changed || (needsDue(plan) && undated === undefined);
}

/** Whether the narrow table tells of all that narrows a list, no index of `entry` answering better. */
export const mayBeNarrow = (
  { query, conditions, search }: ListPlan,
  values: "sharp too" | "others" = "others",
): boolean =>
  search === null &&
  !query.holders &&
  (query.assignees?.includes("none") ?? true) &&
  (values === "sharp too" || !isSharp(conditions));

export const needsDue = ({ sort, conditions, undated }: ListPlan): boolean =>
  sort.column === "due" || undated === true || onDue(conditions);

/** What the rows are sorted by. The moment of reception stands in both tables; the index of the one read first is used. */
export function key(plan: ListPlan): string {
  const { column } = plan.sort;
  if (column === "due") return "entry_state.due";
  return `${own(plan)}.${column}`;
}

const identity = (plan: ListPlan): string => (inQueue(plan) ? "entry_state.entry_id" : "entry.id");

/** The table that a list is told from. */
const own = (plan: ListPlan): "entry" | "entry_state" => (inQueue(plan) ? "entry_state" : "entry");

/** Whose, assigned to whom, and what columns tell of the rest. */
export function narrow(statement: Statement, plan: ListPlan): void {
  const { assignees, holders, ids } = plan.query;
  if (ids) statement.word(`and ${identity(plan)}`).add`= any(${[...ids]}::uuid[])`;
  if (holders) statement.add` and entry.holder = any(${[...holders]})`;
  if (assignees) {
    const ids = assignees.filter((each) => each !== "none").map(readAssignee);
    const column = `${own(plan)}.assignee`;
    if (assignees.includes("none")) statement.word(`and (${column} is null or ${column}`).add`= any(${ids}::uuid[]))`;
    else if (ids.length === 1) statement.word(`and ${column}`).add`= ${ids[0] ?? ""}`;
    else statement.word(`and ${column}`).add`= any(${ids}::uuid[])`;
  }
  if (plan.undated) statement.word("and entry_state.due is null");
  addColumnConditions(statement, plan.conditions, own(plan));
  if (plan.asked && plan.search) addAnswering(statement, plan.query, plan.search);
}

function readAssignee(text: string): string {
  if (!isUuid(text)) throw new BadParameter("assignee", "assignee doit être l’identifiant d’un agent, ou none.");
  return text;
}

/** What narrows a list, where the page begins, and the order. */
export function placed(statement: Statement, plan: ListPlan): Statement {
  const { sort, cursor } = plan;
  narrow(statement, plan);
  if (isKey(sort) || sort.column === "due") statement.word(`and ${key(plan)} is not null`);
  const place = { key: key(plan), identity: identity(plan), descending: reading(plan) === "desc" };
  if (cursor) beyond(statement, sort, cursor, place);
  return ordered(statement, plan);
}

export const ordered = (statement: Statement, plan: ListPlan): Statement =>
  statement.word(`order by ${key(plan)} ${reading(plan)}, ${identity(plan)} ${reading(plan)}`);

/** The same order among rows already read. */
export function inOrder(statement: Statement, plan: ListPlan): Statement {
  const direction = reading(plan);
  const { column } = plan.sort;
  const without = plan.backwards ? "nulls first" : "nulls last";
  const first =
    column === "due"
      ? `${column} ${direction} ${without}, case when entry.due is null then entry.created_at end`
      : column;
  return statement.word(`order by entry.${first} ${direction}, entry.id ${direction}`);
}

export const reading = ({ sort, backwards }: ListPlan): "asc" | "desc" =>
  sort.descending === backwards ? "asc" : "desc";
