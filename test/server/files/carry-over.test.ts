import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../../server/config.ts";
import type { Context } from "../../../server/context.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { folderPath } from "../../../server/files/folder-place.ts";
import { moveFiles } from "../../../server/files/move.ts";
import { openFile } from "../../../server/files/vault.ts";
import { deriveSecrets } from "../../../server/secrets.ts";
import { countFiles } from "../../../server/store/stored-files.ts";
import { gather } from "../../helpers/bytes.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

/** The migration that gave files rows of their own. */
const FILES = "0016_files.sql";
const MIGRATIONS = new URL("../../../server/db/migrations/", import.meta.url);
const silent = { info: () => undefined, warn: () => undefined };

let base: TestDatabase;
let folder: string;
let ctx: Context;

beforeAll(async () => {
  base = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "guichet-avant-"));
  const { owner } = base;
  await owner`drop schema public cascade`;
  await owner`create schema public`;
  await owner`grant usage on schema public to guichet_app`;
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: base.url });
  const parts = { catalogue: {} as Context["catalogue"], wake: () => undefined, log: pino({ enabled: false }) };
  const secrets = deriveSecrets(randomBytes(32));
  ctx = { ...parts, config, db: base.app, secrets, clock: () => new Date(), randomBytes: (size) => randomBytes(size) };
});
afterAll(async () => {
  await base.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Applies the migrations that came before that one. */
async function asBefore(): Promise<void> {
  const before = join(folder, "migrations");
  await mkdir(before);
  for (const name of await readdir(MIGRATIONS)) {
    if (name < FILES) await cp(new URL(name, MIGRATIONS), join(before, name));
  }
  await migrate(base.owner, silent, pathToFileURL(`${before}/`));
}

/** A member with a file in its folder, bound to an entry or not; answers its id. */
async function sentBefore(member: string, content: Buffer, entry: string | null): Promise<string> {
  const id = randomUUID();
  const path = folderPath(ctx.config, { member, object: id });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await base.owner.begin(async (tx) => {
    await tx`select set_config('guichet.system', 'on', true)`;
    await tx`
      insert into attachment (member_id, id, owner, entry_id, name, type, size, sha256)
      values (${member}, ${id}, 'quelqu’un', ${entry}, 'plan.pdf', 'application/pdf', ${content.length}, ${Buffer.alloc(32)})`;
  });
  return id;
}

const reads = async (member: string, id: string): Promise<Buffer | null> => {
  const file = await openFile(ctx, member, id);
  return file.ok ? gather(file.value.content) : null;
};

/** Millions of bytes, which `toEqual` would compare one by one. */
const same = (read: Buffer | null, sent: Buffer | undefined): boolean =>
  read !== null && sent !== undefined && read.equals(sent);

test("files sent before they had rows of their own are read where they are, then move sealed, each its member's", async () => {
  await asBefore();
  for (const id of ["mulhouse", "rixheim"]) {
    await base.owner`insert into member (id, group_name, name, kind, siren, population)
                     values (${id}, 'm2A', ${id}, 'commune', '216802249', 1000)`;
  }
  const contents = [randomBytes(3_000), randomBytes(2_500_000), Buffer.alloc(0)];
  const kept = await Promise.all(
    contents.map((each, rank) => sentBefore("mulhouse", each, rank === 1 ? null : randomUUID())),
  );
  const [plan = Buffer.alloc(0)] = contents;
  const neighbour = await sentBefore("rixheim", plan, randomUUID());

  await migrate(base.owner, silent);
  expect(await countFiles(ctx.db)).toMatchObject([{ place: "folder", clear: true, scan: "unscanned", files: 4 }]);
  for (const [rank, id] of kept.entries()) expect(same(await reads("mulhouse", id), contents[rank])).toBe(true);
  expect(await reads("mulhouse", neighbour)).toBeNull();

  expect(await moveFiles(ctx, "base", false)).toMatchObject({ moved: 4, failed: [] });
  expect(await countFiles(ctx.db)).toMatchObject([{ place: "base", clear: false, files: 4 }]);
  for (const [rank, id] of kept.entries()) expect(same(await reads("mulhouse", id), contents[rank])).toBe(true);
  expect(same(await reads("rixheim", neighbour), plan)).toBe(true);
});
