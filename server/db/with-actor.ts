import type { MaybeRow, PendingQuery, Row, RowList, Sql } from "postgres";
import { seenUnits } from "./seen-units.ts";

/** A transaction under way. Refuses any statement that comes after its end. */
export type Tx = Sql;

/** A connection lent for one transaction. */
export interface Lease {
  readonly tx: Tx;
  /**
   * Ends the transaction and gives the connection back, or closes it when it is in doubt. Statements sent before are
   * part of the transaction; later ones are refused. Rejects when a commit did not commit.
   */
  end(how: "commit" | "rollback"): Promise<void>;
}

/** The application's pool: every connection runs as guichet_app. Statements of its own are transactions by themselves. */
export interface Db extends Sql {
  /** For this file only. */
  lease(): Promise<Lease>;
}

/**
 * Whose rows a transaction may see: one member's, one citizen's own, everyone's for the system's own work, or only what
 * these members publish, for anyone.
 */
export type RowScope =
  | { readonly member: string }
  | { readonly account: string }
  | { readonly system: true }
  | { readonly published: readonly string[] };

/** What several statements of one transaction see: each the latest committed rows, or all of them one same moment. */
export type Sight = "latest" | "one moment";

/**
 * When the base chooses how to read: once for all values of a prepared statement, whose writing leaves it no choice that values would
 * change; anew for the values at hand, for a list whose filters change what is quickest; or as it sees fit.
 */
export type Planning = "once" | "each time" | "auto";

/**
 * Runs `fn` in one transaction whose rows are limited to `scope`. Commits when `fn` resolves, rolls back when it throws.
 * `begin` and the settings travel with the first statement of `fn`, in one round trip. Rejects when a statement failed
 * and `fn` hid it: nothing can be committed then; `savepoint` is for that. `fn` must not ask the pool for another
 * connection.
 */
export async function withActor<T>(
  db: Db,
  scope: RowScope,
  fn: (tx: Tx) => Promise<T>,
  sight: Sight = "latest",
): Promise<T> {
  const lease = await db.lease();
  let result: T;
  try {
    const opening = begin(lease.tx, scope, sight);
    result = await fn(lease.tx);
    await opening;
  } catch (error) {
    await lease.end("rollback").catch(() => undefined);
    throw error;
  }
  await lease.end("commit");
  return result;
}

/**
 * Runs one read in its own transaction limited to `scope`: begin, settings, statement and commit in one round trip.
 */
export async function readAs<T extends readonly MaybeRow[]>(
  db: Db,
  scope: RowScope,
  query: (tx: Tx) => PendingQuery<T>,
  planning: Planning = "auto",
): Promise<RowList<T>> {
  const [result] = await readTogether(db, scope, (tx) => [query(tx)], planning);
  return result as RowList<T>;
}

/** The same for reads that do not wait for one another, in one round trip too: their results, in their order. */
export async function readTogether<T extends readonly MaybeRow[]>(
  db: Db,
  scope: RowScope,
  queries: (tx: Tx) => readonly PendingQuery<T>[],
  planning: Planning = "auto",
): Promise<readonly RowList<T>[]> {
  const lease = await db.lease();
  let opening: Promise<unknown>;
  let readings: readonly PendingQuery<T>[];
  try {
    opening = begin(lease.tx, scope, "latest", planning);
    // Sent now: a query otherwise leaves only once something waits for it, after the commit below.
    readings = queries(lease.tx).map((query) => query.execute());
  } catch (error) {
    await lease.end("rollback").catch(() => undefined);
    throw error;
  }
  const [results] = await Promise.all([Promise.all(readings), opening, lease.end("commit")]);
  return results;
}

/** What is read once something else was, and how the base chooses to. */
export interface Following<T extends readonly MaybeRow[]> {
  readonly queries: (tx: Tx) => readonly PendingQuery<T>[];
  readonly planning: Planning;
}

/** A read, what was told from its rows, and what that gave, in the order asked. */
export interface ReadInTurn<F extends readonly MaybeRow[], T extends readonly MaybeRow[], C> {
  readonly first: RowList<F>;
  readonly following: C | null;
  readonly results: readonly RowList<T>[];
}

/**
 * A read, then those that follow from its rows, in one transaction and two round trips.
 * @param follow what to read then; null for nothing more
 */
export async function readThen<F extends readonly MaybeRow[], T extends readonly MaybeRow[], C>(
  db: Db,
  scope: RowScope,
  first: (tx: Tx) => PendingQuery<F>,
  planning: Planning,
  follow: (rows: RowList<F>) => (C & Following<T>) | null,
): Promise<ReadInTurn<F, T, C>> {
  const lease = await db.lease();
  const { tx } = lease;
  const sent: Promise<unknown>[] = [];
  let rows: RowList<F>;
  let following: (C & Following<T>) | null;
  let readings: readonly PendingQuery<T>[];
  try {
    sent.push(begin(tx, scope, "latest", planning));
    rows = await first(tx);
    following = follow(rows);
    if (following && following.planning !== planning) sent.push(replan(tx, following.planning));
    readings = following?.queries(tx).map((query) => query.execute()) ?? [];
  } catch (error) {
    await Promise.allSettled(sent);
    await lease.end("rollback").catch(() => undefined);
    throw error;
  }
  const [results] = await Promise.all([Promise.all(readings), Promise.all(sent), lease.end("commit")]);
  return { first: rows, following, results };
}

/**
 * Runs one read per member in one transaction and one round trip: each sees the rows of its own member only. The results
 * are in the order of the members. `before` is sent ahead of each member's read, which sees what it wrote.
 */
export async function readAcross<T extends readonly MaybeRow[]>(
  db: Db,
  members: readonly string[],
  query: (tx: Tx, member: string) => PendingQuery<T>,
  planning: Planning = "auto",
  before?: (tx: Tx, member: string) => PendingQuery<Row[]>,
): Promise<readonly RowList<T>[]> {
  const lease = await db.lease();
  const { tx } = lease;
  const opening: Promise<unknown>[] = [];
  const readings: PendingQuery<T>[] = [];
  try {
    for (const member of members) {
      opening.push(opening.length === 0 ? begin(tx, { member }, "latest", planning) : enter(tx, member));
      if (before) opening.push(quietly(before(tx, member)));
      readings.push(query(tx, member).execute());
    }
  } catch (error) {
    await Promise.allSettled([...opening, ...readings]);
    await lease.end("rollback").catch(() => undefined);
    throw error;
  }
  const [results] = await Promise.all([Promise.all(readings), Promise.all(opening), lease.end("commit")]);
  return results;
}

/** Goes on among the rows of another member. */
function enter(tx: Tx, member: string): Promise<unknown> {
  return quietly(tx`select set_config('guichet.member', ${member}, true)`);
}

/** Has the base choose in another way for the rest of the transaction; null is as the base is set. */
function replan(tx: Tx, planning: Planning): Promise<unknown> {
  const settings = { plan_cache_mode: null, enable_bitmapscan: null, ...PLANS[planning] };
  return quietly(tx`
    select set_config(name, value, true)
    from unnest(${Object.keys(settings)}::text[], ${Object.values(settings)}::text[]) as setting (name, value)`);
}

/** Sends a statement whose failure shows again in what follows it. */
function quietly(statement: PendingQuery<Row[]>): Promise<unknown> {
  const sent = statement.execute();
  sent.catch(() => undefined);
  return sent;
}

/** Sends `begin` and the settings without waiting for them. A failure shows again in what follows them. */
function begin(tx: Tx, scope: RowScope, sight: Sight, planning: Planning = "auto"): Promise<unknown> {
  const settings = Object.entries({ ...rowsOf(scope), ...unitsSeen(), ...PLANS[planning] });
  const set = settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`).join();
  const opening = Promise.all([
    (sight === "latest" ? tx`begin` : tx`begin isolation level repeatable read`).execute(),
    tx.unsafe(`select ${set}`, settings.flat(), { prepare: true }).execute(),
  ]);
  opening.catch(() => undefined);
  return opening;
}

function rowsOf(scope: RowScope): Readonly<Record<string, string>> {
  if ("published" in scope) return { "guichet.published": scope.published.join(" ") };
  if ("account" in scope) return { "guichet.account": scope.account };
  return {
    "guichet.member": "member" in scope ? scope.member : "",
    "guichet.system": "system" in scope ? "on" : "",
  };
}

/** What units keep to themselves is seen by those who belong to them. */
const unitsSeen = (): Readonly<Record<string, string>> => (seenUnits() === "" ? {} : { "guichet.units": seenUnits() });

/**
 * A page stops early along an index. Where the planner expects few rows, wrongly when what is asked of two columns goes together, it
 * would read all of them by a bitmap and sort them.
 */
const PLANS: Readonly<Record<Planning, Readonly<Record<string, string>>>> = {
  auto: {},
  once: { plan_cache_mode: "force_generic_plan", enable_bitmapscan: "off" },
  "each time": { plan_cache_mode: "force_custom_plan", enable_bitmapscan: "off" },
};

/** Runs `fn` so that its failure undoes what it wrote and leaves the transaction usable. Rethrows. */
export async function savepoint<T>(tx: Tx, fn: () => Promise<T>): Promise<T> {
  await tx`savepoint attempt`;
  try {
    const result = await fn();
    await tx`release savepoint attempt`;
    return result;
  } catch (error) {
    // Fails only with the connection, which undoes everything.
    await tx`rollback to savepoint attempt`.catch(() => undefined);
    throw error;
  }
}
