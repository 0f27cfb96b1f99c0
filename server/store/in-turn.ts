import { type Db, withActor } from "../db/with-actor.ts";
import type { Statement } from "./statement.ts";

/** Reading took longer than it was given: a narrower question may be answered. */
export class TooLong extends Error {}

/**
 * For sorts and joins, which hold more in memory than a page of a list does. Row security hides from the planner how many
 * rows pass: expecting a few, it would read one side of a join again for each row of the other.
 */
const SETTINGS = { work_mem: "64MB", enable_nestloop: "off" };
const CANCELLED = "57014";

/**
 * Runs the statement of each member in turn, each among its own member's rows, within `budget` milliseconds for all of
 * them; `settings` hold for the transaction. They leave in one round trip, so what is left of the budget is worked out in
 * the base before each. Rejects with `TooLong` when that is not enough; the base has then stopped working on it.
 */
export async function readInTurn<T extends object>(
  db: Db,
  statements: readonly { readonly member: string; readonly statement: Statement }[],
  budget: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly (readonly T[])[]> {
  const [first] = statements;
  if (!first) return [];
  try {
    return await withActor(db, { member: first.member }, (tx) => {
      const setting = tx`
        select set_config(key, value, true) from jsonb_each_text(${tx.json({ ...SETTINGS, ...settings })}) as setting (key, value)`.execute();
      const readings = statements.map(({ member, statement }) => {
        const entering = tx`
          select set_config('guichet.member', ${member}, true), set_config('statement_timeout', greatest(1,
            ${budget}::integer - floor(1000 * extract(epoch from clock_timestamp() - transaction_timestamp())))::text, true)`;
        return Promise.all([entering.execute(), statement.on<T[]>(tx).execute()]);
      });
      return Promise.all([setting, ...readings]).then(([, ...read]) => read.map(([, rows]) => rows));
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === CANCELLED) {
      throw new TooLong("the base stopped the statement", { cause: error });
    }
    throw error;
  }
}
