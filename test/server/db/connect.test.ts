import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createClient } from "../../../server/db/client.ts";
import { openDatabase } from "../../../server/db/connect.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../../helpers/private-postgres.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const silent = { info: () => undefined, warn: () => undefined };
let server: PrivatePostgres;
let admin: ReturnType<typeof createClient>;

beforeAll(async () => {
  server = await startPrivatePostgres();
  admin = createClient({ url: server.url }, { max: 4, name: "test" });
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

const open = (databaseUrl: string, poolSize = 4) =>
  openDatabase({ databaseUrl, dataDir: "/nowhere", poolSize }, silent);

/** A database owned by a login that is no superuser, as a town's administrator gives it. */
async function makeTown(options: string): Promise<{ url: string; login: string }> {
  const login = `mairie_${randomBytes(4).toString("hex")}`;
  await admin.unsafe(`create role ${login} login password 'secret' ${options}`);
  await admin.unsafe(`create database ${login} owner ${login}`);
  const url = new URL(server.url);
  url.username = login;
  url.password = "secret";
  url.pathname = `/${login}`;
  return { url: url.href, login };
}

test("towns of one PostgreSQL that start together all get the role", async () => {
  expect(await admin`select 1 from pg_roles where rolname = 'guichet_app'`).toEqual([]);
  const towns = await Promise.all(Array.from({ length: 6 }, () => makeTown("superuser")));
  const bases = await Promise.all(towns.map(({ url }) => open(url)));
  for (const base of bases) {
    expect(await base.app`select current_user as role`).toEqual([{ role: "guichet_app" }]);
    await base.stop();
  }
});

test("a login that may not use the role is told the SQL to have run, which is enough", async () => {
  const { url, login } = await makeTown("nocreaterole");
  const sentence = await open(url).then(
    () => "",
    (error: Error) => error.message,
  );
  expect(sentence).toMatch(/^The login "mairie_.*" may not create or use the role guichet_app/);
  const sql = /run: (.*)$/.exec(sentence)?.[1] ?? "";
  await admin.unsafe(sql);
  const base = await open(url);
  await migrate(base.owner, silent);
  const [row] = await base.app`select current_user as role, session_user as login`;
  expect(row).toEqual({ role: "guichet_app", login });
  await base.stop();
});

test("a role that escapes row-level security is refused", async () => {
  const { url } = await makeTown("superuser");
  await admin`alter role guichet_app bypassrls`;
  await expect(open(url)).rejects.toThrow(/escapes row-level security/);
  await admin`alter role guichet_app nobypassrls`;
});

test("an address that answers nothing is refused with a sentence", async () => {
  await expect(open("postgres://mairie@127.0.0.1:1/mairie")).rejects.toThrow(/DATABASE_URL cannot be reached/);
  const wrong = new URL(server.url);
  wrong.username = "inconnue";
  await expect(open(wrong.href)).rejects.toThrow(/DATABASE_URL cannot be reached: role "inconnue" does not exist/);
});

test("what was acknowledged survives a crash of PostgreSQL, and the pool finds it again", async () => {
  const { url } = await makeTown("superuser");
  const base = await open(url);
  await migrate(base.owner, silent);
  await withActor(base.app, { system: true }, async (tx) => {
    await tx`insert into member (id, group_name, name, kind, siren, population)
      values ('illzach', 'm2A', 'Illzach', 'commune', '216801548', 14900)`;
  });
  const [doomed] = await base.app<{ pid: number }[]>`select pg_backend_pid() as pid`;
  // PostgreSQL then ends all its processes without a checkpoint and recovers from its journal.
  process.kill(doomed?.pid ?? 0, "SIGKILL");
  await vi.waitFor(async () => expect(await base.app`select name from member`).toEqual([{ name: "Illzach" }]), 30_000);
  await base.stop();
});

test("no statement starts processes of its own, even where the server would", async () => {
  const { url, login } = await makeTown("superuser");
  await admin.unsafe(`alter database ${login} set parallel_setup_cost = 0`);
  await admin.unsafe(`alter database ${login} set parallel_tuple_cost = 0`);
  await admin.unsafe(`alter database ${login} set min_parallel_table_scan_size = 0`);
  const planOn = async (sql: { unsafe: typeof admin.unsafe }) =>
    JSON.stringify(await sql.unsafe("explain select count(*) from pg_attribute"));
  const base = await open(url);
  expect(await planOn(base.owner)).toContain("Gather");
  expect(await planOn(base.app)).not.toContain("Gather");
  await base.stop();
});
