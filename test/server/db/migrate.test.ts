import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { migrate } from "../../../server/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

const silent = { info: () => undefined, warn: () => undefined };
let base: TestDatabase;
let folder: string;

beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.stop());

beforeEach(async () => {
  await base.owner`drop table if exists migration, marche, foire`;
  folder = await mkdtemp(join(tmpdir(), "guichet-migrations-"));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, sql: string) => writeFile(join(folder, name), sql);
const apply = () => migrate(base.owner, silent, pathToFileURL(`${folder}/`));

async function applied(): Promise<readonly string[]> {
  const rows = await base.owner<{ name: string }[]>`select name from migration order by name`;
  return rows.map(({ name }) => name);
}

test("applies each file once, in order", async () => {
  await put("0002_foire.sql", "alter table marche rename to foire");
  await put("0001_marche.sql", "create table marche (jour text); insert into marche values ('samedi')");
  await apply();
  await apply();
  expect(await base.owner`select jour from foire`).toEqual([{ jour: "samedi" }]);
  expect(await applied()).toEqual(["0001_marche.sql", "0002_foire.sql"]);
});

test("two servers that start together apply a file once", async () => {
  await put("0001_marche.sql", "create table marche (jour text); select pg_sleep(0.1)");
  await put("0002_jours.sql", "insert into marche values ('samedi')");
  await Promise.all([apply(), apply()]);
  expect(await base.owner`select jour from marche`).toEqual([{ jour: "samedi" }]);
});

test("refuses a file that changed after it was applied, and applies nothing", async () => {
  await put("0001_marche.sql", "create table marche (jour text)");
  await apply();
  await put("0001_marche.sql", "create table marche (jour date)");
  await put("0002_foire.sql", "create table foire (jour text)");
  await expect(apply()).rejects.toThrow(/0001_marche.sql was changed after it was applied/);
  expect(await applied()).toEqual(["0001_marche.sql"]);
});

test("refuses a file that sorts before one already applied", async () => {
  await put("0002_foire.sql", "create table foire (jour text)");
  await apply();
  await put("0001_marche.sql", "create table marche (jour text)");
  await expect(apply()).rejects.toThrow(/comes before 0002_foire.sql/);
});

test("a file that fails leaves nothing of itself, keeps those before it, and lets the next start try again", async () => {
  await put("0001_marche.sql", "create table marche (jour text)");
  await put("0002_foire.sql", "create table foire (jour text); select 1 / 0");
  await expect(apply()).rejects.toThrow(/0002_foire.sql failed/);
  expect(await applied()).toEqual(["0001_marche.sql"]);
  await put("0002_foire.sql", "create table foire (jour text)");
  await apply();
  expect(await applied()).toEqual(["0001_marche.sql", "0002_foire.sql"]);
});
