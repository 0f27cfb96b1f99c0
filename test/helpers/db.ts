import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createClient } from "../../server/db/client.ts";
import { type Database, openDatabase } from "../../server/db/connect.ts";

export interface TestDatabase extends Database {
  /** For a process of its own: its DATABASE_URL. */
  readonly url: string;
  /** Closes it and keeps it as it is until the end of the run, to be cloned under the name answered. */
  readonly keep: () => Promise<string>;
}

const silent = { info: () => undefined, warn: () => undefined };

/**
 * A migrated database of its own, for one test file. `stop` closes and drops it.
 * @param kept what `keep` answered, to begin with what that one holds; empty otherwise
 */
export async function createTestDatabase(poolSize = 8, kept?: string): Promise<TestDatabase> {
  const { owner, template } = inject("testDatabase");
  const name = `${template}_${randomBytes(6).toString("hex")}`;
  await asAdmin(
    (admin) => admin`create database ${admin(name)} template ${admin(kept ?? template)} owner ${admin(loginOf(owner))}`,
  );
  const url = new URL(owner);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: url.href, dataDir: "/nowhere", poolSize }, silent);
  return {
    ...database,
    url: url.href,
    keep: async () => {
      await database.stop();
      return name;
    },
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
