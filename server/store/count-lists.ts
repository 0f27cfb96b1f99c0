import type { Row } from "postgres";
import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
import { planOf } from "./entry-list.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import { addCounted } from "./list-statement.ts";
import { Statement } from "./statement.ts";

/** Entries of a list counted at most, in each member: a number beside a link says that there is work, not how much. */
export const COUNTED = 100;

/**
 * How many entries each of these lists holds, in one statement for each member, up to `COUNTED` of each member's; null
 * for a list that searches words, or that a member's version of the definition no longer understands.
 */
export async function countLists(
  ctx: Context,
  lists: readonly (readonly ListQuery[])[],
): Promise<readonly (number | null)[]> {
  const now = ctx.clock().toISOString();
  const counts = lists.flatMap((queries, list) =>
    queries.map((query) => ({ list, member: query.member, add: adder(query, now) })),
  );
  const understood = counts.flatMap(({ list, member, add }) => (add ? [{ list, member, add }] : []));
  const members = [...new Set(understood.map(({ member }) => member))];
  const ofMember = (member: string) => understood.filter((count) => count.member === member);
  const results =
    members.length === 0
      ? []
      : await readAcross(ctx.db, members, (tx, member) => countStatement(ofMember(member)).on<Row[]>(tx), "each time");
  const totals = lists.map(() => 0);
  members.forEach((member, index) => {
    const row = results[index]?.[0];
    ofMember(member).forEach(({ list }, rank) => {
      totals[list] = (totals[list] ?? 0) + Number(row?.[`c${rank}`] ?? 0);
    });
  });
  const unknown = new Set(counts.flatMap(({ list, add }) => (add ? [] : [list])));
  return totals.map((total, list) => (unknown.has(list) ? null : total));
}

function adder(query: ListQuery, now: string): ((statement: Statement) => void) | null {
  if (query.q !== undefined) return null;
  try {
    const plan = planOf(query, now);
    return (statement) => void addCounted(statement, plan, COUNTED);
  } catch (error) {
    if (error instanceof BadParameter) return null;
    throw error;
  }
}

function countStatement(counts: readonly { readonly add: (statement: Statement) => void }[]): Statement {
  const statement = new Statement().word("select");
  counts.forEach(({ add }, rank) => {
    statement.word(`${rank === 0 ? "" : ","} (select count(*)::integer from (select 1`);
    add(statement);
    statement.word(`) as counted) as c${rank}`);
  });
  return statement;
}
