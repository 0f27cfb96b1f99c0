import { everyRow, tablesOf } from "../every-row.ts";
import { RECIPES } from "../routes/every-route.recipes.ts";
import { ROWS, type Row } from "../routes/every-route.table.ts";
import { nameOf, type Prepared, prepare } from "../routes/try-route.ts";
import { PEOPLE, type Person } from "../town-people.ts";
import type { Town } from "../whole-town.ts";

/** Those who have something to lose first. */
const ORDER: readonly Person[] = ["holder", "agent", "member", "functional", "group", "nobody"];

/** Someone to whom this route answers. */
export function opener({ answers }: Row): Person {
  const opened = (person: Person) => ["ok", "away"].includes(answers[PEOPLE.indexOf(person)] ?? "");
  return ORDER.find(opened) ?? PEOPLE.find(opened) ?? "nobody";
}

export const isApi = ({ path }: Row): boolean => path.startsWith("/api/");
export const READING: readonly (readonly [string, Row])[] = rowsOf(({ method }) => method === "GET");
export const WRITING: readonly (readonly [string, Row])[] = rowsOf(({ method }) => method !== "GET");

function rowsOf(chosen: (row: Row) => boolean): readonly (readonly [string, Row])[] {
  return ROWS.filter(chosen).map((row) => [nameOf(row), row] as const);
}

/** A right request to this route, by `person` or by someone it answers to. */
export async function rightRequest(town: Town, row: Row, person = opener(row)): Promise<Prepared> {
  await town.ctx.db`delete from rate_limit`;
  return prepare(town, row, person, RECIPES[nameOf(row)]);
}

/**
 * What tells whether anything was written, table by table: how many rows, and the last transaction that wrote one. `but`
 * are left out.
 */
export async function footprint({ database }: Town, but: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const tables = await tablesOf(database);
  const each = tables
    .filter((table) => !but.includes(table))
    .map(
      (table) =>
        `select '${table}' as name, count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) as mark from ${table}`,
    );
  const marks = await database.owner.begin(async (sql) => {
    await sql`select set_config('guichet.system', 'on', true)`;
    return sql.unsafe<{ name: string; mark: string }[]>(each.join(" union all "));
  });
  return Object.fromEntries(marks.map(({ name, mark }) => [name, mark]));
}

/** What the base holds, table by table; `but` are left out. */
export async function contents(town: Town, but: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const tables = [...(await everyRow(town.database))].filter(([table]) => !but.includes(table));
  const text = (rows: readonly unknown[]) =>
    rows
      .map((row) => JSON.stringify(row))
      .sort()
      .join("\n");
  return Object.fromEntries(tables.map(([table, rows]) => [table, text(rows)]));
}
