import type { ConnectionOptions } from "./client.ts";
import { findRunning, launch, makeCluster, ownerRole, socketPort } from "./embedded-cluster.ts";
import { makeDatabase } from "./embedded-database.ts";
import { type Hold, holdServer, leaveServer } from "./embedded-hold.ts";
import { choosePlace, chooseSocketFolder, findCluster, isCluster, openDataDir, sharedRoot } from "./embedded-place.ts";
import { findSources, type ProgramSources, type Programs, usePrograms } from "./embedded-programs.ts";
import { chooseUser, type ServerUser } from "./embedded-user.ts";
import { appRole } from "./roles.ts";
import { DatabaseStartError, type StartLog } from "./start-error.ts";

export interface EmbeddedDatabase {
  /** Owns the tables. */
  readonly owner: ConnectionOptions;
  /** Runs as the application's role. */
  readonly app: ConnectionOptions;
  /** Lets go of the server, which stops when nobody else uses it. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface EmbeddedOptions {
  readonly sources?: ProgramSources;
  readonly shared?: string;
}

const patience = 60_000;

/**
 * Starts the PostgreSQL of a data folder, or joins the one that runs there already, and makes its database at the first
 * start. Throws `DatabaseStartError` when it cannot.
 */
export async function startEmbedded(
  dataDir: string,
  log: StartLog,
  options: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  if (process.platform === "win32") {
    throw new DatabaseStartError("The embedded database does not run on Windows. Set DATABASE_URL.");
  }
  const folder = await openDataDir(dataDir);
  const existing = await findCluster(folder);
  const user = await chooseUser(existing);
  const place = await choosePlace(folder, existing, user, log, options.shared ?? sharedRoot);
  const hold = await keepHold(log, () =>
    join(place.data, user, async () =>
      usePrograms(options.sources ?? (await findSources()), user, place.programs, log),
    ),
  );
  await makeDatabase(hold.first.sql);
  const at = { host: hold.first.socketFolder, port: socketPort, database: ownerRole };
  return {
    owner: { ...at, username: ownerRole },
    app: { ...at, username: appRole },
    stop: async () => {
      const last = await hold.release();
      if (last !== null) await leaveServer(last, place.data);
    },
  };
}

/** Claims a server and, should it crash or be killed, claims it again, starting it if need be. */
async function keepHold(
  log: StartLog,
  claim: () => Promise<Hold>,
): Promise<{ first: Hold; release(): Promise<Hold | null> }> {
  let released = false;
  const first = await claim();
  let current: Promise<Hold | null> = Promise.resolve(first);
  const watch = async (hold: Hold): Promise<void> => {
    await hold.broken;
    if (released) return;
    log.warn("The embedded database ended unexpectedly; it is started again.");
    current = claim().catch((error: unknown) => {
      log.warn(`The embedded database does not come back: ${String(error)}`);
      return null;
    });
    const next = await current;
    if (next !== null) await watch(next);
  };
  void watch(first);
  return {
    first,
    release: () => {
      released = true;
      return current;
    },
  };
}

/** Holds the server that runs on `data`, starting one whenever none does: the last may be ending at this very moment. */
async function join(data: string, user: ServerUser, findPrograms: () => Promise<Programs>): Promise<Hold> {
  const deadline = Date.now() + patience;
  const failures: string[] = [];
  let launched = false;
  while (Date.now() < deadline) {
    const running = await findRunning(data);
    const hold = running === null ? null : await holdServer(running, data);
    if (hold !== null) return hold;
    if (running === null && failures.length > 4) {
      throw new DatabaseStartError(`PostgreSQL does not start on ${data}:\n${failures.at(-1)}`);
    }
    if (running === null && !launched) {
      const programs = await findPrograms();
      if (!(await isCluster(data))) await makeCluster(programs, user, data);
      // Some file systems hold no sockets: the temporary folder may.
      const socketFolder = await chooseSocketFolder(data, user, failures.length > 0);
      launched = true;
      const { ended } = await launch(programs, user, data, socketFolder);
      void ended.then((lastWords) => {
        launched = false;
        failures.push(lastWords);
      });
    }
    // After a crash, the last of its processes may take a moment to let go of the folder.
    await new Promise((resolve) => setTimeout(resolve, failures.length > 0 ? 300 : 10));
  }
  throw new DatabaseStartError(`PostgreSQL did not accept connections within ${patience / 1000} seconds on ${data}.`);
}
