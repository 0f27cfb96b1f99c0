import type { MaybeRow, PendingQuery, ReservedSql, RowList, Sql } from "postgres";

/** The application's pool: every connection runs as guichet_app. */
export type Db = Sql;
/** A transaction under way. */
export type Tx = ReservedSql;

/** Whose rows a transaction may see: one member's, or every member's for the system's own work. */
export type RowScope = { readonly member: string } | { readonly system: true };

/**
 * Runs `fn` in one transaction whose rows are limited to `scope`. Commits when `fn` resolves, rolls back when it throws.
 * `begin` and the settings travel with the first statement of `fn`, in one round trip. The connection is reserved:
 * the driver's own `begin` has open reports of mixed transactions on a busy pool (porsager/postgres 823, 1189, 1204).
 * `fn` must not ask the pool for another connection.
 */
export async function withActor<T>(db: Db, scope: RowScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await db.reserve();
  try {
    const opening = begin(tx, scope);
    try {
      const [result] = await Promise.all([fn(tx), ...opening]);
      await tx`commit`;
      return result;
    } catch (error) {
      await tx`rollback`.catch(() => undefined);
      throw error;
    }
  } finally {
    tx.release();
  }
}

/**
 * Runs one read in its own transaction limited to `scope`: begin, settings, statement and commit in one round trip.
 */
export async function readAs<T extends readonly MaybeRow[]>(
  db: Db,
  scope: RowScope,
  query: (tx: Tx) => PendingQuery<T>,
): Promise<RowList<T>> {
  const tx = await db.reserve();
  try {
    const opening = begin(tx, scope);
    // Sent now: a query otherwise leaves only once something waits for it, after the commit below.
    const reading = query(tx).execute();
    const closing = send(tx`commit`);
    const [, result] = await Promise.all([Promise.all(opening), reading, closing]);
    return result;
  } catch (error) {
    await tx`rollback`.catch(() => undefined);
    throw error;
  } finally {
    tx.release();
  }
}

function begin(tx: Tx, scope: RowScope): readonly Promise<unknown>[] {
  const member = "member" in scope ? scope.member : "";
  const system = "system" in scope ? "on" : "";
  return [
    send(tx`begin`),
    send(tx`select set_config('guichet.member', ${member}, true), set_config('guichet.system', ${system}, true)`),
  ];
}

function send(query: { execute(): unknown } & PromiseLike<unknown>): Promise<unknown> {
  query.execute();
  const sent = Promise.resolve(query);
  sent.catch(() => undefined);
  return sent;
}

/** Runs `fn` so that its failure undoes what it wrote and leaves the transaction usable. Rethrows. */
export async function savepoint<T>(tx: Tx, fn: () => Promise<T>): Promise<T> {
  await tx`savepoint attempt`;
  try {
    const result = await fn();
    await tx`release savepoint attempt`;
    return result;
  } catch (error) {
    await tx`rollback to savepoint attempt`;
    throw error;
  }
}
