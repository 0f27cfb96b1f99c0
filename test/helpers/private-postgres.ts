import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";

export interface PrivatePostgres {
  /** Superuser's address, on a database of its own. */
  readonly url: string;
  /** The postmaster. */
  readonly pid: number;
  /** "15.18 (Debian …)". */
  readonly version: string;
  /** Stops it and removes its files. */
  readonly stop: () => Promise<void>;
}

export interface PrivatePostgresOptions {
  /** Lines of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

const execute = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";

/** Folder of the PostgreSQL programs of this machine, the oldest version Guichet supports first; null without any. */
export async function findPostgres(): Promise<string | null> {
  const versions = existsSync(DEBIAN) ? (await readdir(DEBIAN)).map(Number).filter((version) => version >= 15) : [];
  const folders = versions.sort((a, b) => a - b).map((version) => join(DEBIAN, String(version), "bin"));
  const asked = await execute("pg_config", ["--bindir"]).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  return [...folders, ...asked].find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

/**
 * A new PostgreSQL of the machine's own programs, on a free port of 127.0.0.1, with nothing of the system's cluster. It
 * syncs to disk as it does by default. As root it runs as user postgres, since PostgreSQL refuses root.
 * Throws when the machine has no such programs.
 */
export async function startPrivatePostgres(options: PrivatePostgresOptions = {}): Promise<PrivatePostgres> {
  const programs = await findPostgres();
  if (programs === null) throw new Error("No PostgreSQL programs on this machine (Debian: apt install postgresql).");
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), "guichet-postgres-"));
  await chmod(folder, 0o755);
  const data = join(folder, "data");
  if (user) await chown(folder, user.uid, user.gid);
  const identity = user ?? {};
  const settled = { cwd: folder, env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" }, ...identity };
  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await execute(join(programs, "initdb"), initdb, settled);
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: folder,
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(join(programs, "postgres"), ["-D", data, ...flags], {
    ...settled,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const version = await whenReady(server, url);
  const stop = async () => {
    if (server.exitCode === null) {
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { url, pid: server.pid ?? 0, version, stop };
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number } | null> {
  if (userInfo().uid !== 0) return null;
  const ask = async (flag: string) => Number((await execute("id", [flag, "postgres"])).stdout);
  return { uid: await ask("-u"), gid: await ask("-g") };
}

async function whenReady(server: ChildProcess, url: string): Promise<string> {
  let words = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while starting:\n${words}`);
    const version = await askVersion(url).catch(() => null);
    if (version !== null) return version;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function askVersion(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return row?.version ?? "";
  } finally {
    await sql.end();
  }
}

/** Ports below those that systems give by themselves: nobody is given one of these before it is listened on. */
const PORTS = { first: 10_000, count: 22_000 };
/** Ports each process of a run may take before it meets those of another, started just after it. */
const APART = 211;
let taken = process.pid * APART;

/** A port of 127.0.0.1 nobody listens on, nor is told to: each process of a run has its own. */
export async function freePort(): Promise<number> {
  for (;;) {
    taken += 1;
    const port = PORTS.first + (taken % PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
