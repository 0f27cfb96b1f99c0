import { spawn } from "node:child_process";
import { chmod, chown, mkdir, open, readdir, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Programs } from "./embedded-programs.ts";
import { cleanEnvironment, identity, runAs, type ServerUser } from "./embedded-user.ts";
import { DatabaseStartError } from "./start-error.ts";

/** Superuser of the cluster, for its own upkeep; the application never uses it. */
export const clusterRole = "guichet_root";
/** Owner of the application's database. */
export const ownerRole = "guichet";

export const socketPort = 5432;

/** A server that runs on a data folder. */
export interface RunningServer {
  readonly pid: number;
  readonly socketFolder: string;
}

/**
 * Makes an empty cluster in `data`. It appears there whole, by renaming: an interrupted start leaves nothing behind
 * that looks like a cluster, and when two starts make one at once the first to finish wins.
 */
export async function makeCluster(programs: Programs, user: ServerUser, data: string): Promise<void> {
  const fresh = `${data}.new-${process.pid}`;
  try {
    await sweep(data);
    await mkdir(fresh, { mode: 0o700 });
    if (user.dropped) await chown(fresh, user.uid, user.gid);
    await runAs(user, join(programs.bin, "initdb"), [
      ...["-D", fresh, "-U", clusterRole, "-E", "UTF8", "--data-checksums", "--no-instructions", "--auth=peer"],
      // The same order of text on every machine.
      ...(programs.major >= 17
        ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale"]
        : ["--no-locale"]),
    ]);
    await writeAccess(fresh, user);
    await rename(fresh, data);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTEMPTY" || code === "EEXIST") return;
    throw new DatabaseStartError(`The database could not be made in ${data}: ${String(error)}`, { cause: error });
  }
}

/**
 * Starts a server on `data` and returns at once. It outlives this process. `ended` gives its last words, should it end.
 * `extra` overrides its settings.
 */
export async function launch(
  programs: Programs,
  user: ServerUser,
  data: string,
  socketFolder: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<{ readonly ended: Promise<string> }> {
  await checkVersion(programs, data);
  const logPath = join(data, "server.log");
  const file = await open(logPath, "w", 0o600);
  try {
    if (user.dropped) await file.chown(user.uid, user.gid);
    const child = spawn(join(programs.bin, "postgres"), ["-D", data, ...settings(socketFolder, extra)], {
      cwd: "/",
      env: cleanEnvironment,
      detached: true,
      stdio: ["ignore", file.fd, file.fd],
      ...identity(user),
    });
    child.unref();
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(String(error)));
      child.once("exit", () => {
        readFile(logPath, "utf8").then(
          (text) => resolve(text.trim().split("\n").slice(-5).join("\n")),
          (error: unknown) => resolve(String(error)),
        );
      });
    });
    return { ended };
  } finally {
    await file.close();
  }
}

/**
 * The server that runs on `data`, from its postmaster.pid; null when there is none. A file left by a server that died
 * may name a process that is now something else; it is removed then, because PostgreSQL would refuse to start.
 */
export async function findRunning(data: string): Promise<RunningServer | null> {
  const path = join(data, "postmaster.pid");
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  const [pidLine, , , , socketFolder] = text.split("\n");
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (await isServerOf(pid, data)) return { pid, socketFolder: socketFolder || data };
  await removeStale(path, text);
  return null;
}

/** Asks a server to end now, rolling back what is under way, and waits until it has. */
export async function endServer(server: RunningServer, data: string): Promise<void> {
  try {
    process.kill(server.pid, "SIGINT");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw error;
  }
  const deadline = Date.now() + 60_000;
  while (await isServerOf(server.pid, data)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${server.pid}) does not stop`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** PostgreSQL's own processes work in their data folder. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform === "linux") {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return folder === data;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    // Another start may have replaced the file since it was read: then it is a live server's, give it back.
    if ((await readFile(aside, "utf8")) === expected) await rm(aside);
    else await rename(aside, path);
  } catch {
    // Already removed by another start.
  }
}

function settings(socketFolder: string, extra: Readonly<Record<string, string>>): readonly string[] {
  const values: Readonly<Record<string, string>> = {
    listen_addresses: "",
    port: String(socketPort),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    // A statement or a key in a message may hold someone's data.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    ...extra,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Only the server's own user, and root, may connect: the kernel says who they are. */
async function writeAccess(folder: string, user: ServerUser): Promise<void> {
  const systemUsers = [...new Set(["root", user.name])];
  const roles = [clusterRole, ownerRole, "guichet_app"];
  const lines = systemUsers.flatMap((name) => roles.map((role) => `guichet "${name}" ${role}`));
  for (const [name, text] of [
    ["pg_hba.conf", "local all all peer map=guichet\n"],
    ["pg_ident.conf", `${lines.join("\n")}\n`],
  ] as const) {
    const path = join(folder, name);
    await writeFile(path, text);
    await chmod(path, 0o600);
  }
}

async function checkVersion(programs: Programs, data: string): Promise<void> {
  const made = Number((await readFile(join(data, "PG_VERSION"), "utf8")).trim());
  if (made === programs.major) return;
  throw new DatabaseStartError(
    `The database in ${data} was made by PostgreSQL ${made} and this is PostgreSQL ${programs.major}. ` +
      "Start it with the earlier version, or export it and import it into a new folder.",
  );
}

/** Removes what interrupted first starts left. */
async function sweep(data: string): Promise<void> {
  const prefix = `${basename(data)}.new-`;
  for (const name of await readdir(dirname(data))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ESRCH") {
        await rm(join(dirname(data), name), { recursive: true, force: true });
      }
    }
  }
}
