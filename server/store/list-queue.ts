import { addColumnConditions, onKeys } from "./list-conditions.ts";
import { type ListPlan, ordered, placed } from "./list-plan.ts";
import type { Statement } from "./statement.ts";

/** Entries that states hold at most for them to be sorted rather than met one by one in the order of a field. */
export const FEW = 2_000;

/** Entries whose fields are as asked, at most, for them to be read one by one, rather than met in the order of the list. */
const RARE = 500;

/** Rows of the narrow table as `entry_state`, each with its `entry`: found by its key, once it is known to be wanted. */
export function fromQueue(statement: Statement, plan: ListPlan, limit: number, offset = 0, few?: string): Statement {
  queued(statement.word("from ("), plan, limit, offset, few);
  return statement.add`) as entry_state
    join entry on entry.member_id = ${plan.query.member} and entry.id = entry_state.entry_id`;
}

/**
 * The rows of the narrow table alone, in order. When something is asked of fields, an index tells first whether few entries
 * have it, whatever their state: these are then the only ones read. Several states by moment of reception are merged, since
 * the index holds each of them in that order, not all together.
 */
export function queued(statement: Statement, plan: ListPlan, limit: number, offset = 0, few?: string): Statement {
  const keys = onKeys(plan.conditions);
  const counting = few === undefined && keys.columns.length > 0;
  const states = mergedStates(plan);
  if (!counting && states.length < 2) {
    told(statement, plan);
    if (few !== undefined) statement.word(few).add`${FEW}`;
    return placed(statement, plan).bounds(limit, offset);
  }
  const last = offset + limit;
  if (counting) addRare(statement, plan);
  statement.word("select * from (");
  (states.length > 1 ? states : [undefined]).forEach((state, index) => {
    told(statement.word(index === 0 ? "(" : "union all ("), plan, state);
    if (counting) statement.add` and (select count(*) from rare) > ${RARE}`;
    placed(statement, plan).bounds(last).word(")");
  });
  if (counting) {
    told(statement.word("union all ("), plan).add` and (select count(*) from rare) <= ${RARE}
      and entry_state.entry_id = any(array(select rare.id from rare))`;
    placed(statement, plan).bounds(last).word(")");
  }
  return ordered(statement.word(") as entry_state"), plan).bounds(limit, offset);
}

/** The entries whose fields are as asked, counted to one more than `RARE`, as `rare`. */
function addRare(statement: Statement, { query, conditions }: ListPlan): void {
  statement.add`with rare as materialized (
    select entry.id from entry where entry.member_id = ${query.member} and entry.definition = ${query.definition.id}`;
  addColumnConditions(statement, onKeys(conditions), "entry");
  statement.bounds(RARE + 1).word(")");
}

/** The entries of the states asked, counted to one more than `FEW`, as `few`. */
export function addFew(statement: Statement, { query }: ListPlan): Statement {
  const { member, definition, state = [] } = query;
  return statement.add`with few as materialized (
    select from entry_state where member_id = ${member} and definition = ${definition.id} and state = any(${[...state]})`
    .bounds(FEW + 1)
    .word(")");
}

/** The states whose rows are merged in order. */
const mergedStates = ({ query, sort }: ListPlan): readonly string[] =>
  sort.column === "created_at" ? [...new Set(query.state)] : [];

/** The rows of one state, or of all those asked. */
function told(statement: Statement, plan: ListPlan, one?: string): Statement {
  const { member, definition } = plan.query;
  const state = one === undefined ? plan.query.state : [one];
  statement.add`select entry_state.*, entry_state.entry_id as id from entry_state
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}`;
  if (state?.length === 1) return statement.add` and entry_state.state = ${state[0] ?? ""}`;
  return state ? statement.add` and entry_state.state = any(${[...state]})` : statement;
}
