import { randomBytes } from "node:crypto";
import pino, { type Logger } from "pino";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { publish } from "./commands/publish.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { bindSecrets } from "./db/bind-secrets.ts";
import { type Database, openDatabase } from "./db/connect.ts";
import { migrate } from "./db/migrate.ts";
import { loadShipped, type PlacedIssue } from "./definition-files.ts";
import { loadSecrets } from "./secrets.ts";
import { publishedVersions } from "./store/definitions.ts";

/** Definitions that keep the platform from starting: every issue, one a line. */
export class BrokenDefinitions extends Error {
  constructor(issues: readonly PlacedIssue[]) {
    super(["Ces définitions sont à corriger :", ...issues.map(issueLine)].join("\n"));
  }
}

/** Where to look, what is wrong; below, the exact place and the code, for who knows them. */
export function issueLine({ file, line, pointer, code, message }: PlacedIssue): string {
  const place = [...(file ? [file] : []), ...(line === undefined ? [] : [`ligne ${line}`])].join(", ");
  return `  ${place === "" ? "" : `${place} : `}${message}\n      [${code}]${pointer === "" ? "" : ` ${pointer}`}`;
}

/** What a process holds once its base is open, migrated and its definitions published. */
export interface Installation {
  readonly ctx: Context;
  readonly database: Database;
  close(): Promise<void>;
}

const LOG_BUFFER = 4_096;
const LOG_FLUSH_MS = 1_000;

/** The log of a process: JSON lines on standard output, written together once a second. No personal data. */
export function createLog(config: Config): Logger {
  const destination = pino.destination({ sync: false, minLength: LOG_BUFFER });
  setInterval(() => destination.flush(), LOG_FLUSH_MS).unref();
  return pino({ level: config.logLevel, base: null, serializers: { err: loggedError } }, destination);
}

/** The log of a command: on the standard error, since what it answers is read on its output. */
export function createCommandLog(): Logger {
  const destination = pino.destination({ dest: process.stderr.fd, sync: true });
  return pino({ level: "warn", base: null, serializers: { err: loggedError } }, destination);
}

/** An error as the log keeps it: without the rows and parameters that the database's errors quote. */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    stack,
    ...("code" in error && { code: error.code }),
    ...(cause !== undefined && { cause: loggedError(cause) }),
  };
}

/**
 * Opens the base, migrates it, publishes the shipped definitions and loads the catalogue.
 * Throws `DatabaseStartError` or `BrokenDefinitions`, each a sentence for the operator.
 */
export async function openInstallation(config: Config, log: Logger): Promise<Installation> {
  const secrets = await loadSecrets(config);
  const database = await openDatabase(config, log);
  try {
    await migrate(database.owner, log);
    await bindSecrets(database.owner, secrets);
    await publishShipped(database, log);
    const catalogue = await openCatalogue(database.app);
    const unfollow = await follow(database, catalogue, log);
    const ctx: Context = {
      config,
      db: database.app,
      catalogue,
      secrets,
      log,
      clock: () => new Date(),
      randomBytes: drawRandom(),
      wake: () => undefined,
    };
    const close = async () => {
      await unfollow();
      await database.stop();
    };
    return { ctx, database, close };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

const RANDOM_POOL = 8_192;

/** Random bytes drawn from the system by the block; none is given twice. */
function drawRandom(): (size: number) => Uint8Array {
  let pool = randomBytes(RANDOM_POOL);
  let used = 0;
  return (size) => {
    if (size > RANDOM_POOL) return randomBytes(size);
    if (used + size > RANDOM_POOL) {
      pool = randomBytes(RANDOM_POOL);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}

async function publishShipped(database: Database, log: Logger): Promise<void> {
  const shipped = await loadShipped();
  if (!shipped.ok) throw new BrokenDefinitions(shipped.issues);
  const ids = shipped.definitions.map(({ id }) => id);
  const versions = await publishedVersions(database.app, ids);
  // A member had the name first: its citizens keep their service, and the platform starts.
  const taken = new Set(versions.flatMap(({ id, owner }) => (owner === null ? [] : [id])));
  for (const id of taken) log.error({ definition: id }, "shipped definition not published: a member owns its id");
  const published = await publish(
    database.app,
    shipped.definitions.filter(({ id }) => !taken.has(id)),
  );
  if (!published.ok) throw new BrokenDefinitions(published.issues);
  for (const left of published.left) log.warn(left, "overlay in conflict with the new version of its base");
}

/**
 * Reloads the catalogue each time another process publishes or a member adopts. Answers what ends it, which waits for the
 * reading under way: the base may then be closed.
 */
async function follow(database: Database, catalogue: Catalogue, log: Logger): Promise<() => Promise<void>> {
  let reading: Promise<void> = Promise.resolve();
  const reload = () => {
    reading = catalogue.reload().catch((err: unknown) => log.error({ err }, "catalogue not reloaded"));
  };
  const listening = await database.listen("guichet_catalogue", reload, reload);
  return async () => {
    await listening.stop();
    await reading;
  };
}
