import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createClient } from "../../server/db/client.ts";
import {
  endServer,
  findRunning,
  launch,
  makeCluster,
  ownerRole,
  socketPort,
} from "../../server/db/embedded-cluster.ts";
import { makeDatabase } from "../../server/db/embedded-database.ts";
import { findSources, usePrograms } from "../../server/db/embedded-programs.ts";
import { chooseUser } from "../../server/db/embedded-user.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureAppRole } from "../../server/db/roles.ts";

declare module "vitest" {
  interface ProvidedContext {
    testDatabase: {
      /** Login that may create databases. */
      readonly admin: string;
      /** Login that owns the databases; `admin` itself outside the embedded server. */
      readonly owner: string;
      readonly template: string;
    };
  }
}

const silent = { info: () => undefined, warn: (sentence: string) => console.warn(sentence) };

/**
 * Makes the template every test database is cloned from: on the PostgreSQL at TEST_DATABASE_URL (a login that may
 * create databases), else on a throw-away embedded one, which never syncs to disk. Tests about crashes start their own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const server = given ? { admin: given, owner: given, stop: async () => undefined } : await startThrowAway();
  const template = `guichet_test_${randomBytes(6).toString("hex")}`;
  const admin = createClient({ url: server.admin }, { max: 1, name: "guichet test" });
  await admin`create database ${admin(template)} owner ${admin(decodeURIComponent(new URL(server.owner).username))}`;
  const url = new URL(server.owner);
  url.pathname = `/${template}`;
  const owner = createClient({ url: url.href }, { max: 1, name: "guichet test" });
  await ensureAppRole(owner);
  await migrate(owner, silent);
  await owner.end();
  project.provide("testDatabase", { admin: server.admin, owner: server.owner, template });
  return async () => {
    const left = await admin<{ name: string }[]>`
      select datname as name from pg_database where starts_with(datname, ${template})`;
    for (const { name } of left) await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
    await server.stop();
  };
}

async function startThrowAway(): Promise<{ admin: string; owner: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "guichet-test-"));
  await chmod(folder, 0o711);
  const data = join(folder, "postgres");
  const user = await chooseUser(null);
  const programs = await usePrograms(await findSources(), user, join(folder, "programs"), silent);
  await makeCluster(programs, user, data);
  const { ended } = await launch(programs, user, data, data, {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  });
  const address = (role: string, database: string) =>
    `postgres://${role}@localhost:${socketPort}/${database}?host=${encodeURIComponent(data)}`;
  const admin = createClient({ url: address("guichet_root", "postgres") }, { max: 1, name: "guichet test" });
  await Promise.race([whenReady(admin), ended.then((words) => Promise.reject(new Error(words)))]);
  await makeDatabase(admin);
  await admin.end();
  return {
    admin: address("guichet_root", "postgres"),
    owner: address(ownerRole, ownerRole),
    stop: async () => {
      const running = await findRunning(data);
      if (running !== null) await endServer(running, data);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function whenReady(sql: ReturnType<typeof createClient>): Promise<void> {
  for (;;) {
    const ready = await sql`select 1`.then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
