import type { Sql } from "postgres";
import type { Config } from "../config.ts";
import { type ConnectionOptions, createClient } from "./client.ts";
import { startEmbedded } from "./embedded.ts";
import { type Listening, listen } from "./listen.ts";
import { Pool } from "./pool.ts";
import { appRole, ensureAppRole, requireVersion } from "./roles.ts";
import { DatabaseStartError, type StartLog } from "./start-error.ts";
import type { Db } from "./with-actor.ts";

export interface Database {
  /** Owns the tables: migrations, and the indexes made when a definition is published. */
  readonly owner: Sql;
  /** Everything else. */
  readonly app: Db;
  /** Calls `heard` at each notification on `channel`, and `ready` each time it starts to hear, again after a break. */
  listen(channel: string, heard: (payload: string) => void, ready?: () => void): Promise<Listening>;
  /** Lets statements under way end for a few seconds, then closes every connection, and the embedded server if we are its last user. */
  stop(): Promise<void>;
}

/** Milliseconds. Nothing a person waits for lasts longer; a forgotten transaction must not hold rows. */
const appSession = {
  role: appRole,
  statement_timeout: "30000",
  lock_timeout: "10000",
  idle_in_transaction_session_timeout: "30000",
  // Row security misleads the planner on how many rows a page takes: among a million entries it starts processes (100 ms)
  // to read 26 rows. What reads many rows on purpose asks for them in its own transaction.
  max_parallel_workers_per_gather: "0",
  jit: "off",
};

/** Seconds that statements under way have to end. */
const closing = 5;

/**
 * Opens the database of `config`: the one at `databaseUrl`, else the embedded one of `dataDir`.
 * Throws `DatabaseStartError` with a sentence saying what to do when it cannot be used. Migrates nothing.
 */
export async function openDatabase(
  config: Pick<Config, "dataDir" | "databaseUrl" | "poolSize">,
  log: StartLog,
): Promise<Database> {
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded(config.dataDir, log);
    return connect(embedded.owner, embedded.app, config.poolSize, embedded.stop).catch(async (error: unknown) => {
      await embedded.stop();
      throw error;
    });
  }
  const target = { url: config.databaseUrl };
  return connect(target, target, config.poolSize, async () => undefined);
}

async function connect(
  ownerTarget: ConnectionOptions,
  appTarget: ConnectionOptions,
  poolSize: number,
  afterwards: () => Promise<void>,
): Promise<Database> {
  const owner = createClient(ownerTarget, { max: 2, name: "guichet owner", idleTimeout: 60 });
  try {
    await requireVersion(owner);
    await ensureAppRole(owner);
  } catch (error) {
    await owner.end({ timeout: 0 });
    throw isUnreachable(error) ? unreachable(error) : error;
  }
  const pool = new Pool(createClient(appTarget, { max: 1, name: "guichet", session: appSession }), poolSize);
  const app = pool.db;
  const listening = new Set<Listening>();
  return {
    owner,
    app,
    listen: async (channel, heard, ready) => {
      const added = await listen(ownerTarget, channel, heard, ready);
      listening.add(added);
      return added;
    },
    stop: async () => {
      await Promise.all([...listening].map((each) => each.stop()));
      await Promise.all([pool.stop(closing), owner.end({ timeout: closing })]);
      await afterwards();
    },
  };
}

/** Anything the driver or the server says before a first statement could run. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_.*|28...|3D000|57P03)$/.test(code);
}

function unreachable(error: unknown): DatabaseStartError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseStartError(`The database at DATABASE_URL cannot be reached: ${reason}. Check the address.`, {
    cause: error,
  });
}
