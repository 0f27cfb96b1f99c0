import type { Sql } from "postgres";
import { ownerRole } from "./embedded-cluster.ts";
import { appRole } from "./roles.ts";

/** Two starts that make the database at once take their turn. */
const makeKey = 4_821_937_003;

/**
 * Makes, in a new cluster, the application's database, its owner (an ordinary role: forced row-level security applies
 * to it too) and the role of the application's connections. `sql` is the cluster's superuser; one connection.
 */
export async function makeDatabase(sql: Sql): Promise<void> {
  if (await exists(sql)) return;
  await sql`select pg_advisory_lock(${makeKey})`;
  try {
    if (await exists(sql)) return;
    const roles = new Set(
      (await sql<{ name: string }[]>`select rolname as name from pg_roles`).map(({ name }) => name),
    );
    for (const role of [ownerRole, appRole]) {
      if (!roles.has(role)) await sql`create role ${sql(role)} login`;
    }
    await sql`grant ${sql(appRole)} to ${sql(ownerRole)}`;
    await sql`create database ${sql(ownerRole)} owner ${sql(ownerRole)}`;
  } finally {
    await sql`select pg_advisory_unlock(${makeKey})`;
  }
}

async function exists(sql: Sql): Promise<boolean> {
  return (await sql`select 1 from pg_database where datname = ${ownerRole}`).length > 0;
}
