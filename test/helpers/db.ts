import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createClient } from "../../server/db/client.ts";
import { type Database, openDatabase } from "../../server/db/connect.ts";

export interface TestDatabase extends Database {
  /** For a process of its own: its DATABASE_URL. */
  readonly url: string;
}

const silent = { info: () => undefined, warn: () => undefined };

/** A migrated, empty database of its own, for one test file. `stop` closes and drops it. */
export async function createTestDatabase(poolSize = 8): Promise<TestDatabase> {
  const { owner, template } = inject("testDatabase");
  const name = `guichet_test_${randomBytes(6).toString("hex")}`;
  await asAdmin(
    (admin) => admin`create database ${admin(name)} template ${admin(template)} owner ${admin(loginOf(owner))}`,
  );
  const url = new URL(owner);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: url.href, dataDir: "/nowhere", poolSize }, silent);
  return {
    ...database,
    url: url.href,
    stop: async () => {
      await database.stop();
      await asAdmin((admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

async function asAdmin(run: (admin: ReturnType<typeof createClient>) => PromiseLike<unknown>): Promise<void> {
  const admin = createClient({ url: inject("testDatabase").admin }, { max: 1, name: "guichet test" });
  try {
    await run(admin);
  } finally {
    await admin.end();
  }
}

function loginOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
