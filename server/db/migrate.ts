import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { ReservedSql, Sql } from "postgres";
import { DatabaseStartError, type StartLog } from "./start-error.ts";

/** Any constant of ours: processes that start together take the same lock in turn. */
const lockKey = 4_821_937_001;

interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

/**
 * Applies the files of `folder` named 0001_name.sql… that are not applied yet, in order, each in its own transaction,
 * and records their checksum. Several processes may call it at once. `owner` is the connection that owns the tables.
 * Throws `DatabaseStartError` when an applied file has changed, or when a new file sorts before an applied one;
 * nothing is applied then. A file that fails leaves those before it applied.
 */
export async function migrate(
  owner: Sql,
  log: StartLog,
  folder: URL = new URL("./migrations/", import.meta.url),
): Promise<void> {
  const migrations = await readMigrations(folder);
  const connection = await owner.reserve();
  try {
    await connection`select pg_advisory_lock(${lockKey})`;
    await connection`create table if not exists migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
    const pending = await findPending(connection, migrations);
    for (const migration of pending) await applyOne(connection, migration);
    if (pending.length > 0) log.info(`Database migrated: ${pending.map((each) => each.name).join(", ")}.`);
  } finally {
    // Fails only with the connection itself, which frees the lock as well.
    await connection`select pg_advisory_unlock(${lockKey})`.catch(() => undefined);
    connection.release();
  }
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findPending(sql: Sql, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await sql<{ name: string; checksum: string }[]>`select name, checksum from migration order by name`;
  const checksums = new Map(applied.map((row) => [row.name, row.checksum]));
  const last = applied.at(-1)?.name ?? "";
  for (const { name, checksum } of migrations) {
    const recorded = checksums.get(name);
    if (recorded !== undefined && recorded !== checksum) {
      throw new DatabaseStartError(
        `The migration ${name} was changed after it was applied to this database. Restore it; write a new one instead.`,
      );
    }
    if (recorded === undefined && name < last) {
      throw new DatabaseStartError(
        `The migration ${name} comes before ${last}, already applied. Give it a later number.`,
      );
    }
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function applyOne(connection: ReservedSql, migration: Migration): Promise<void> {
  await connection`begin`;
  try {
    await connection.unsafe(migration.sql).simple();
    await connection`insert into migration (name, checksum) values (${migration.name}, ${migration.checksum})`;
    await connection`commit`;
  } catch (error) {
    await connection`rollback`.catch(() => undefined);
    throw new Error(`The migration ${migration.name} failed.`, { cause: error });
  }
}
