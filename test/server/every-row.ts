import type { Json } from "../../engine/index.ts";
import type { TestDatabase } from "../helpers/db.ts";

/** Every row of every table of this base, as its owner reads them without the server's secret. */
export async function everyRow(database: TestDatabase): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = await tablesOf(database);
  return database.owner.begin(async (sql) => {
    await sql`select set_config('guichet.system', 'on', true)`;
    const rows = new Map<string, readonly Row[]>();
    for (const name of tables) {
      const found = await sql<{ row: Row }[]>`select to_jsonb(t) as row from ${sql(name)} t`;
      rows.set(
        name,
        found.map(({ row }) => row),
      );
    }
    return rows;
  });
}
/** Names of the tables. */
export async function tablesOf({ owner }: TestDatabase): Promise<readonly string[]> {
  const tables = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  return tables.map(({ name }) => name);
}

export type Row = Readonly<Record<string, Json>>;
