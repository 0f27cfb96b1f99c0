import type { Search } from "./entry-search.ts";
import { addFound } from "./found-entries.ts";
import {
  addAnswerConditions,
  addColumnConditions,
  type ColumnCondition,
  type Conditions,
  onKeys,
  onMoment,
} from "./list-conditions.ts";
import { inOrder, isKey, type ListPlan, narrow, ordered, placed } from "./list-plan.ts";
import type { Statement } from "./statement.ts";

/** Entries of some states, of some days or of an agent, at most, for them to be sorted rather than met in the order of the list. */
const FEW = 1_000;

/** Entries whose fields are as asked, at most, for them to be read one by one, rather than met in the order of the list. */
const RARE = 500;

const MOMENTS = ["updated_at", "created_at"] as const;

/** Entries that an index tells at once, counted to one more than `most`: when they are no more, only they are read. */
interface Selection {
  readonly name: "rare" | "mine" | "few" | `rare${number}`;
  readonly most: number;
  /** Fields that tell it. */
  readonly keys?: Conditions;
}

/** Rows of the narrow table as `entry_state`, each with its `entry`: found by its key, once it is known to be wanted. */
export function fromQueue(statement: Statement, plan: ListPlan, limit: number, offset = 0): Statement {
  return withEntries(queued(statement.word("from ("), plan, limit, offset), plan);
}

/** The same among what a search finds, in another order than how well it fits: wide rows are read for the page alone. */
export function foundInQueue(
  statement: Statement,
  plan: ListPlan,
  search: Search,
  limit: number,
  offset = 0,
): Statement {
  const { member, definition, state } = plan.query;
  addFound(statement.word("from (select entry_state.* from"), plan.query, search);
  // Of each, by its key: the planner, when it knows little of the tables, read what is found anew for each row of the member.
  statement.add` cross join lateral (
      select * from entry_state where member_id = ${member} and entry_id = found.entry_id limit 1) as entry_state
    where entry_state.definition = ${definition.id}`;
  if (state) statement.add` and entry_state.state = any(${[...state]})`;
  return withEntries(placed(statement, plan).bounds(limit, offset), plan);
}

const withEntries = (statement: Statement, { query }: ListPlan): Statement =>
  statement.add`) as entry_state join entry on entry.member_id = ${query.member} and entry.id = entry_state.entry_id`;

/**
 * The rows of the narrow table alone, in order. Where something asked has an index of its own, it tells first whether few
 * entries have it: these are then the only ones read. Else they are met in the order of the list. That of a moment stands in the
 * index of each state, not of all together: those of several are merged.
 */
export function queued(statement: Statement, plan: ListPlan, limit: number, offset = 0): Statement {
  const selections = selectionsOf(plan);
  const states = mergedStates(plan);
  if (selections.length === 0 && states.length === 1 && states[0] !== EACH)
    return placed(told(statement, plan), plan).bounds(limit, offset);
  const last = offset + limit;
  addSelections(statement, plan, selections);
  statement.word("select * from (");
  states.forEach((state, index) => {
    statement.word(index === 0 ? "(" : "union all (");
    if (state === EACH) statement.word("select in_state.* from known cross join lateral (");
    met(told(statement, plan, { state }), plan, selections, "entry_state").bounds(last);
    statement.word(state === EACH ? ") as in_state)" : ")");
  });
  addSelected(statement, plan, selections, { limit: last });
  return ordered(statement.word(") as entry_state"), plan).bounds(limit, offset);
}

/** For each selection, its rows when it holds few and those before it do not; `first` when nothing else was read before. */
function addSelected(
  statement: Statement,
  plan: ListPlan,
  selections: readonly Selection[],
  { limit, first = false }: { readonly limit: number; readonly first?: boolean },
): void {
  selections.forEach(({ name, most }, index) => {
    statement.word(first && index === 0 ? "(" : "union all (");
    told(statement, plan, name === "few" ? { among: name } : {});
    unlessFew(statement, selections.slice(0, index)).word(`and not exists (select from ${name} offset ${most})`);
    if (name !== "few") statement.word(`and entry_state.entry_id = any(array(select ${name}.id from ${name}))`);
    placed(statement, plan).bounds(limit).word(")");
  });
}

/**
 * Entries by a field: when what is asked holds few, these are sorted; else the index of the field is walked, where they are not
 * long to come.
 * @param from adds what follows the columns of `entry`, but for the order and what narrows the list beside its states
 */
export function byField(
  statement: Statement,
  plan: ListPlan,
  limit: number,
  from: (statement: Statement) => void,
): Statement {
  const sorted: ListPlan = { ...plan, narrow: true };
  const selections = selectionsOf(plan);
  addSelections(statement.word("from ("), plan, selections);
  from(statement.word("(select entry.*"));
  met(statement, plan, selections, "entry").bounds(limit);
  statement.word(") union all (select entry.* from (select * from (");
  addSelected(statement, sorted, selections, { limit, first: true });
  ordered(statement.word(") as entry_state"), sorted).bounds(limit);
  return ordered(withEntries(statement, sorted), sorted).word(")) as entry");
}

/**
 * The rows of `own` met in the order of the list, once no selection holds few. What was counted first is now one of many: the
 * planner, which takes states and days, or two fields, for unrelated, expected 25 entries where 3,500 passed, and read the whole member
 * rather than wait for them. It takes a case for one in two.
 */
function met(
  statement: Statement,
  plan: ListPlan,
  selections: readonly Selection[],
  own: "entry" | "entry_state",
): Statement {
  const { conditions, sort } = plan;
  const moment = momentOf(conditions, sort.column);
  const wasCounted = ({ column, type }: ColumnCondition) =>
    column === moment || (own === "entry" && type === "text" && column !== sort.column);
  const counted = conditions.columns.filter(wasCounted);
  unlessFew(statement, selections);
  if (counted.length === 0) return placed(statement, plan);
  addColumnConditions(statement.word("and case when true"), { columns: counted, answers: [] }, own);
  const rest = {
    ...plan,
    conditions: { ...conditions, columns: conditions.columns.filter((each) => !wasCounted(each)) },
    ...(own === "entry_state" && { narrow: true as const }),
  };
  return placed(statement.word("then true else false end"), rest);
}

/** Whether an index may tell that entries sorted by a field are few. */
export const mayBeFew = ({ query, conditions }: ListPlan): boolean =>
  query.state !== undefined || momentOf(conditions) !== null;

/** What tells entries at once, the best first, for a list in the order of a moment or of the last day to answer. */
function selectionsOf({ query, sort, conditions }: ListPlan): readonly Selection[] {
  const mine = sort.column === "updated_at" && query.assignees?.includes("none") === false;
  const keys = onKeys(conditions);
  return [
    ...probesOf(conditions),
    ...(keys.columns.length > 1 ? [{ name: "rare", most: RARE, keys } as const] : []),
    ...(mine ? [{ name: "mine", most: FEW } as const] : []),
    ...(momentOf(conditions, sort.column) || (isKey(sort) && query.state) ? [{ name: "few", most: FEW } as const] : []),
  ];
}

/** Of each field that narrows a list, what its index alone tells; what several hold together is read in the table. */
const probesOf = (conditions: Conditions): readonly Selection[] =>
  onKeys(conditions).columns.map((column, index) => ({
    name: `rare${index}`,
    most: RARE,
    keys: { columns: [column], answers: [] },
  }));

/** A moment that a list is narrowed by but not sorted by; null when there is none. */
const momentOf = (conditions: Conditions, sorted?: string): "updated_at" | "created_at" | null =>
  MOMENTS.find((moment) => moment !== sorted && onMoment(conditions, moment).columns.length > 0) ?? null;

/** That none of these holds few entries. */
function unlessFew(statement: Statement, selections: readonly Selection[]): Statement {
  for (const { name, most } of selections) statement.word(`and exists (select from ${name} offset ${most})`);
  return statement;
}

/** The tables of a statement that selections are counted in, and the states they need. */
function addSelections(statement: Statement, plan: ListPlan, selections: readonly Selection[]): void {
  const { query, sort, conditions } = plan;
  const { member, definition } = query;
  if (query.state && selections.length === 0) return;
  statement.word("with recursive");
  if (!query.state) addKnown(statement, plan);
  selections.forEach(({ name, most, keys }, index) => {
    if (index > 0 || !query.state) statement.word(",");
    statement.word(`${name} as materialized (`);
    if (name === "few") addFew(statement, plan, momentOf(conditions, sort.column));
    else {
      statement.add`select entry.id from entry where entry.member_id = ${member} and entry.definition = ${definition.id}`;
      if (name === "mine") statement.add` and entry.assignee = any(${[...(query.assignees ?? [])]}::uuid[])`;
      else if (keys) addColumnConditions(statement, keys, "entry");
    }
    statement.bounds(most + 1).word(")");
  });
}

/** What follows columns of `entry`: up to `limit` of a list, among the first `met` entries in the order of a field. */
export function fromHead(statement: Statement, plan: ListPlan, limit: number, met: number): Statement {
  const { query, conditions } = plan;
  const { member, definition, state } = query;
  statement.add` from (select entry.* from entry where entry.member_id = ${member} and entry.definition = ${definition.id}`;
  const all: ListPlan = { ...plan, query: { member, definition, limit }, conditions: { columns: [], answers: [] } };
  placed(statement, all).bounds(met).word(") as entry where true");
  if (state) statement.add` and entry.state = any(${[...state]})`;
  narrow(statement, plan);
  addAnswerConditions(statement, conditions);
  return inOrder(statement, plan).bounds(limit);
}

/** The entries of each state asked, or of every one, within the days asked of a moment: told by its index alone, as far as may be needed. */
function addFew(statement: Statement, { query, conditions }: ListPlan, moment: ReturnType<typeof momentOf>): void {
  const { member, definition, state } = query;
  if (state) statement.add`select in_state.id from unnest(${[...new Set(state)]}::text[]) as known (state)`;
  else statement.word("select in_state.id from known");
  statement.add` cross join lateral (
    select entry_state.entry_id as id from entry_state where entry_state.member_id = ${member}
      and entry_state.definition = ${definition.id} and entry_state.state = known.state`;
  if (moment) addColumnConditions(statement, onMoment(conditions, moment), "entry_state");
  statement
    .word(`order by entry_state.${moment ?? "created_at"} desc`)
    .bounds(FEW + 1)
    .word(") as in_state");
}

/** Every state that an entry is in, those of older versions too: the first row of each in the index. */
function addKnown(statement: Statement, { query: { member, definition } }: ListPlan): void {
  statement.add`known (state) as (
    (select state from entry_state where member_id = ${member} and definition = ${definition.id} order by state limit 1)
    union all
    select (select next.state from entry_state as next
      where next.member_id = ${member} and next.definition = ${definition.id} and next.state > known.state
      order by next.state limit 1)
    from known where known.state is not null)`;
}

/** Stands for each state that an entry is in. */
const EACH = Symbol("each state");

/** The states whose rows are merged in order; one alone, `undefined`, for an order that stands in one index. */
function mergedStates({ query, sort }: ListPlan): readonly (string | typeof EACH | undefined)[] {
  if (sort.column !== "created_at" && sort.column !== "updated_at") return [undefined];
  if (!query.state) return [EACH];
  return query.state.length === 0 ? [undefined] : [...new Set(query.state)];
}

/** The rows of one state, or of all those asked, among the narrow table or a selection of it, each found by its key. */
function told(
  statement: Statement,
  plan: ListPlan,
  { state, among }: { state?: string | typeof EACH | undefined; among?: "few" } = {},
): Statement {
  const { member, definition, state: asked } = plan.query;
  const states = typeof state === "string" ? [state] : asked;
  statement.word("select entry_state.*, entry_state.entry_id as id from");
  if (among) {
    statement.word(`${among} cross join lateral (select * from entry_state`).add`where member_id = ${member}`;
    statement.word(`and entry_id = ${among}.id limit 1) as`);
  }
  statement.add` entry_state where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}`;
  if (state === EACH) return statement.word("and entry_state.state = known.state");
  if (states?.length === 1) return statement.add` and entry_state.state = ${states[0] ?? ""}`;
  return states ? statement.add` and entry_state.state = any(${[...states]})` : statement;
}
