import { type Db, withActor } from "../db/with-actor.ts";
import type { Statement } from "./statement.ts";

/** Reading took longer than it was given: a narrower question may be answered. */
export class TooLong extends Error {}

/** Sorts and joins of figures hold more in memory than a page of a list does. */
const WORK_MEM = "64MB";
const CANCELLED = "57014";

/**
 * Runs the statement of each member in turn, each among its own member's rows, within `budget` milliseconds for all of
 * them. Rejects with `TooLong` when that is not enough; the base has then stopped working on it.
 */
export async function readInTurn<T extends object>(
  db: Db,
  statements: readonly { readonly member: string; readonly statement: Statement }[],
  budget: number,
): Promise<readonly (readonly T[])[]> {
  const [first] = statements;
  if (!first) return [];
  const end = performance.now() + budget;
  try {
    return await withActor(db, { member: first.member }, async (tx) => {
      const results: (readonly T[])[] = [];
      for (const { member, statement } of statements) {
        const left = Math.ceil(end - performance.now());
        if (left <= 0) throw new TooLong("the time given is over");
        const entering = tx`select set_config('guichet.member', ${member}, true),
          set_config('statement_timeout', ${String(left)}, true), set_config('work_mem', ${WORK_MEM}, true)`.execute();
        entering.catch(() => undefined);
        const [rows] = await Promise.all([statement.on<T[]>(tx), entering]);
        results.push(rows);
      }
      return results;
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === CANCELLED) {
      throw new TooLong("the base stopped the statement", { cause: error });
    }
    throw error;
  }
}
