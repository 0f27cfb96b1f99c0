import { openDatabase } from "../../server/db/connect.ts";
import type { Db } from "../../server/db/with-actor.ts";
import type { LiveBase } from "./live-server.ts";

type Sql = Awaited<ReturnType<typeof openDatabase>>["owner"];

/** Reads the base of a server, which may run, from outside it: `sql` sees the rows of every member, `db` is what the store reads by. */
export async function inBase<T>(base: LiveBase, work: (sql: Sql, db: Db) => PromiseLike<T>): Promise<T> {
  const config = { dataDir: base.dataDir, databaseUrl: base.environment["DATABASE_URL"] ?? null, poolSize: 1 };
  const database = await openDatabase(config, { info: () => undefined, warn: () => undefined });
  try {
    const sql = await database.owner.reserve();
    await sql`select set_config('guichet.system', 'on', false)`;
    const result = await work(sql, database.app);
    sql.release();
    return result;
  } finally {
    await database.stop();
  }
}
