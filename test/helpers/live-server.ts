import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import postgres from "postgres";
import { freePort } from "./private-postgres.ts";

export const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** DATA_DIR/demo.json, as the contract describes it. */
export interface DemoFile {
  readonly url: string;
  readonly citizens: readonly DemoCitizen[];
  readonly agents: readonly DemoAgent[];
}

export interface DemoCitizen {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface DemoAgent extends DemoCitizen {
  readonly member: string;
  readonly units: readonly string[];
  readonly roles: readonly string[];
}

/** Where a server keeps its data: survives the server, so that another can be started on it. */
export interface LiveBase {
  readonly dataDir: string;
  /** What every server and command on this base must have in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the embedded server if one was left alive, and removes everything. */
  readonly remove: () => Promise<void>;
}

export interface LiveServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has printed. */
  readonly output: () => string;
  /** SIGTERM; resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
}

/**
 * An empty base: a database of its own on the PostgreSQL at TEST_DATABASE_URL when given, else a DATA_DIR for the
 * embedded one.
 * @param copied a base nobody uses, to begin with what it holds
 */
export async function createLiveBase(
  environment: Readonly<Record<string, string>> = {},
  copied: Omit<LiveBase, "remove"> | null = null,
): Promise<LiveBase> {
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-live-"));
  if (copied) await run("cp", ["-a", `${copied.dataDir}/.`, dataDir]);
  // As root the embedded server runs as another user, who must be able to pass.
  await chmod(dataDir, 0o711);
  const admin = process.env["TEST_DATABASE_URL"];
  const database = admin ? await createDatabase(admin, copied?.environment["DATABASE_URL"]) : null;
  const base: LiveBase = {
    dataDir,
    environment: { ...environment, DATA_DIR: dataDir, ...(database && { DATABASE_URL: database }) },
    remove: () => removeBase(base),
  };
  return base;
}

/** Ends the embedded server of a base if one was left alive, and removes everything. */
export async function removeBase({ dataDir, environment }: Omit<LiveBase, "remove">): Promise<void> {
  await killEmbedded(dataDir);
  const admin = process.env["TEST_DATABASE_URL"];
  const database = environment["DATABASE_URL"];
  if (admin && database) {
    await ask(admin, (sql) => sql`drop database if exists ${sql(nameOf(database))} with (force)`);
  }
  await rm(dataDir, { recursive: true, force: true });
}

const run = promisify(execFile);

/**
 * @param copied address of the database to begin with
 * @returns its address
 */
async function createDatabase(admin: string, copied?: string): Promise<string> {
  const name = `guichet_live_${randomBytes(6).toString("hex")}`;
  const template = copied ? nameOf(copied) : "template1";
  await ask(admin, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

const nameOf = (address: string): string => new URL(address).pathname.slice(1);

async function ask(admin: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(admin, { max: 1, onnotice: () => undefined });
  await work(sql);
  await sql.end();
}

/** Pid of the embedded PostgreSQL of a data folder; null when none was started there. */
export async function embeddedPid(dataDir: string): Promise<number | null> {
  const elsewhere = await readFile(join(dataDir, "postgres.location"), "utf8").catch(() => null);
  const file = join(elsewhere?.trim() ?? join(dataDir, "postgres"), "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : Number(text.split("\n")[0]);
}

async function killEmbedded(dataDir: string): Promise<void> {
  const pid = await embeddedPid(dataDir);
  if (pid === null || !isAlive(pid)) return;
  process.kill(pid, "SIGQUIT");
  while (isAlive(pid)) await pause(20);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `npm start`'s own command. */
export const SOURCES = ["--max-semi-space-size=64", "--heap-growing-percent=100", "--import", "tsx", "server/main.ts"];

/** The same program in one file where the run has made one (`live-setup.ts`): it starts in half the time. */
const BUNDLE = process.env["TEST_SERVER"];

/** Starts the server on a base and waits for the line that gives its address. Throws with what it printed. */
export async function startLiveServer(
  base: LiveBase,
  environment: Readonly<Record<string, string>> = {},
  program: readonly string[] = BUNDLE ? [BUNDLE] : SOURCES,
): Promise<LiveServer> {
  const port = environment["PORT"] ?? String(await freePort());
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env: { ...inherited(), ...base.environment, ...environment, PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = once(child, "exit") as Promise<[number | null]>;
  const listening = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/http:\/\/[^\s]+:\d+/.test(output)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`the server ended with code ${code}:\n${output}`)));
  });
  await listening;
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const [code] = await exited;
      return code;
    },
  };
}

/** Who may sign in to the demo of a base. */
export async function readDemo(base: LiveBase): Promise<DemoFile> {
  return JSON.parse(await readFile(join(base.dataDir, "demo.json"), "utf8"));
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs `npm run guichet -- …` on a base. */
export async function runCommand(
  base: Pick<LiveBase, "environment">,
  ...words: readonly string[]
): Promise<CommandResult> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", ...words], {
    cwd: ROOT,
    env: { ...inherited(), ...base.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = (await once(child, "exit")) as [number | null];
  return { code: code ?? -1, output };
}

/** The environment without what would change the server's behaviour. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(LANG && { LANG }), LOG_LEVEL: "warn" };
}
