import { addColumnConditions, onKeys } from "./list-conditions.ts";
import { eachState, type ListPlan, ordered, placed } from "./list-plan.ts";
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
 * have it, whatever their state: these are then the only ones read.
 */
export function queued(statement: Statement, plan: ListPlan, limit: number, offset = 0, few?: string): Statement {
  const keys = onKeys(plan.conditions);
  if (few !== undefined || keys.columns.length === 0) {
    told(statement, plan);
    if (few !== undefined) statement.word(few).add`${FEW}`;
    return placed(statement, plan).add` offset ${offset} limit ${limit}`;
  }
  const { member, definition } = plan.query;
  const last = offset + limit;
  statement.add`with rare as materialized (
    select entry.id from entry where entry.member_id = ${member} and entry.definition = ${definition.id}`;
  addColumnConditions(statement, keys, "entry");
  statement.add` limit ${RARE + 1}) select * from ((`;
  told(statement, plan).add` and (select count(*) from rare) > ${RARE}`;
  placed(statement, plan).add` limit ${last}) union all (`;
  told(statement, plan).add` and (select count(*) from rare) <= ${RARE}
    and entry_state.entry_id = any(array(select rare.id from rare))`;
  placed(statement, plan).add` limit ${last})) as entry_state`;
  return ordered(statement, plan).add` offset ${offset} limit ${limit}`;
}

/** The entries of the states asked, counted to one more than `FEW`, as `few`. */
export function addFew(statement: Statement, { query }: ListPlan): Statement {
  const { member, definition, state = [] } = query;
  return statement.add`with few as materialized (
    select from entry_state where member_id = ${member} and definition = ${definition.id} and state = any(${[...state]})
    limit ${FEW + 1})`;
}

function told(statement: Statement, plan: ListPlan): Statement {
  const { member, definition, state } = plan.query;
  statement.add`select entry_state.*, entry_state.entry_id as id from entry_state
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}`;
  if (eachState(plan)) return statement.word("and entry_state.state = wanted.state");
  if (state?.length === 1) return statement.add` and entry_state.state = ${state[0] ?? ""}`;
  return state ? statement.add` and entry_state.state = any(${[...state]})` : statement;
}
