import type { Sql } from "postgres";
import { DatabaseStartError } from "./start-error.ts";

/** The role every application connection runs as. It owns nothing, so row-level security always applies to it. */
export const appRole = "guichet_app";

const oldest = 150_000;

/** Throws `DatabaseStartError` when the server is older than PostgreSQL 15. */
export async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: string; text: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as text`;
  if (row !== undefined && Number(row.number) >= oldest) return;
  throw new DatabaseStartError(`Guichet needs PostgreSQL 15 or later; this server is ${row?.text ?? "unknown"}.`);
}

/**
 * Makes sure that the application role exists and that the current login may act as it. Safe when several databases of
 * one cluster start together: roles belong to the cluster, where no lock of one database reaches.
 * Throws `DatabaseStartError` with the SQL to run when the login lacks the right, or when the role is too powerful.
 */
export async function ensureAppRole(sql: Sql): Promise<void> {
  const [login] = await sql<{ name: string }[]>`select current_user as name`;
  const name = login?.name ?? "";
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (await mayAct(sql)) break;
      await createRole(sql);
      if (await mayAct(sql)) break;
      await sql`grant ${sql(appRole)} to ${sql(name)}`;
      break;
    } catch (error) {
      if (codeOf(error) === "42501") throw new DatabaseStartError(byHand(name, await exists(sql)), { cause: error });
      // Two starts granting the same role: PostgreSQL says "tuple concurrently updated" (XX000) to one of them.
      if (codeOf(error) !== "XX000" || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * attempt));
    }
  }
  await refusePowerfulRole(sql);
}

async function mayAct(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ may: boolean }[]>`
    select pg_has_role(current_user, oid, case when current_setting('server_version_num')::int >= 160000
                                               then 'set' else 'member' end) as may
    from pg_roles where rolname = ${appRole}`;
  return row?.may ?? false;
}

async function exists(sql: Sql): Promise<boolean> {
  return (await sql`select 1 from pg_roles where rolname = ${appRole}`).length > 0;
}

async function createRole(sql: Sql): Promise<void> {
  if (await exists(sql)) return;
  try {
    await sql`create role ${sql(appRole)} nologin`;
  } catch (error) {
    // 42710 and 23505: another start created it in between.
    if (codeOf(error) !== "42710" && codeOf(error) !== "23505") throw error;
  }
}

async function refusePowerfulRole(sql: Sql): Promise<void> {
  const [row] = await sql<{ powerful: boolean }[]>`
    select rolsuper or rolbypassrls as powerful from pg_roles where rolname = ${appRole}`;
  if (row?.powerful !== true) return;
  throw new DatabaseStartError(
    `The role ${appRole} escapes row-level security. Run: alter role ${appRole} nosuperuser nobypassrls;`,
  );
}

function byHand(login: string, roleExists: boolean): string {
  const create = roleExists ? "" : `create role ${appRole} nologin; `;
  return (
    `The login "${login}" may not create or use the role ${appRole}. Ask the database's administrator to run: ` +
    `${create}grant ${appRole} to "${login.replaceAll('"', '""')}";`
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
