import type { Row } from "postgres";
import type { Context } from "../context.ts";
import { type Planning, readAcross, type Tx } from "../db/with-actor.ts";
import type { ListedRow } from "./entry-list.ts";
import type { ListPlan } from "./list-plan.ts";
import { headStatement } from "./list-statement.ts";
import type { Statement } from "./statement.ts";

/**
 * The pages, by member, that are found among the first entries in the order of a field, and one more row of each; none for a list that is
 * not by a field, or whose entries are rare there. What is then read of the others does not build on this.
 */
export async function readHeads(
  ctx: Context,
  plans: readonly ListPlan[],
): Promise<ReadonlyMap<string, readonly ListedRow[]>> {
  const first = await ask(ctx, plans, (plan) => headStatement(plan));
  const isFull = ({ query }: ListPlan) => (first.get(query.member)?.length ?? 0) > query.limit;
  const further = await ask(
    ctx,
    plans.filter((plan) => first.has(plan.query.member) && !isFull(plan)),
    (plan) => headStatement(plan, first.get(plan.query.member)?.length),
  );
  const found = new Map([...first, ...further]);
  return new Map(
    plans.flatMap(({ query }): [string, readonly ListedRow[]][] => {
      const rows = found.get(query.member) ?? [];
      return rows.length > query.limit ? [[query.member, rows]] : [];
    }),
  );
}

async function ask(
  ctx: Context,
  plans: readonly ListPlan[],
  statementOf: (plan: ListPlan) => Statement | null,
): Promise<ReadonlyMap<string, readonly ListedRow[]>> {
  const asked = plans.flatMap((plan) => {
    const statement = statementOf(plan);
    return statement ? [{ plan, statement }] : [];
  });
  const results = await readEach<ListedRow>(ctx, asked, "once");
  return new Map(asked.map(({ plan }, index) => [plan.query.member, results[index] ?? []]));
}

/** One statement for each member, in one round trip, the results in their order. */
export async function readEach<T extends Row>(
  ctx: Context,
  asked: readonly { readonly plan: ListPlan; readonly statement: Statement }[],
  planning: Planning,
): Promise<readonly (readonly T[])[]> {
  if (asked.length === 0) return [];
  const statements = new Map(asked.map(({ plan, statement }) => [plan.query.member, statement]));
  const query = (tx: Tx, member: string) => {
    const statement = statements.get(member);
    if (!statement) throw new Error(`nothing was asked of ${member}`);
    return statement.on<T[]>(tx);
  };
  return readAcross(ctx.db, [...statements.keys()], query, planning);
}
