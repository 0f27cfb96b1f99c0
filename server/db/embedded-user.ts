import { execFile } from "node:child_process";
import { lstat, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { DatabaseStartError } from "./start-error.ts";

const run = promisify(execFile);

/** Nothing of our own environment reaches PostgreSQL's programs: PGDATA or LANG would change what they do. */
export const cleanEnvironment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** The system user PostgreSQL runs as. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether it is another user than ours, because we are root and PostgreSQL refuses root. */
  readonly dropped: boolean;
}

/**
 * Who runs the server: ourselves, or, as root, the user who owns the existing cluster, else `postgres`, else `guichet`,
 * created if need be. Throws `DatabaseStartError` when none can be had.
 */
export async function chooseUser(existingCluster: string | null): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return ourselves();
  const owner = existingCluster === null ? null : await stat(existingCluster);
  const found = owner === null || owner.uid === 0 ? null : await lookUp(String(owner.uid));
  return found ?? (await lookUp("postgres")) ?? (await lookUp("guichet")) ?? (await createUser());
}

/** Runs one of PostgreSQL's programs, or any other, as `user`, away from any folder it might not reach. */
export function runAs(
  user: ServerUser,
  program: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return run(program, [...args], { cwd: "/", env: cleanEnvironment, ...identity(user), maxBuffer: 10_000_000 });
}

/** The identity to give a child process; empty when it is ours already. */
export function identity(user: ServerUser): { uid?: number; gid?: number } {
  return user.dropped ? { uid: user.uid, gid: user.gid } : {};
}

/** Whether `user` may pass through every folder down to `folder`, itself included. */
export async function canEnter(user: ServerUser, folder: string): Promise<boolean> {
  if (!user.dropped) return true;
  return runAs(user, "/bin/sh", ["-c", 'cd "$0"', folder]).then(
    () => true,
    () => false,
  );
}

/** Whether `path` is a folder of `user` alone, not a link: nobody else can have put anything in it. */
export async function isPrivateTo(user: ServerUser, path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isDirectory() === true && found.uid === user.uid && (found.mode & 0o077) === 0;
}

function ourselves(): ServerUser {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid, dropped: false };
  } catch (error) {
    throw new DatabaseStartError(
      "The embedded database needs a user known to the system: this process runs under a number without a name. " +
        "Run it as a named user, or set DATABASE_URL.",
      { cause: error },
    );
  }
}

async function lookUp(user: string): Promise<ServerUser | null> {
  const ask = async (option: string) => (await run("id", [option, user], { env: cleanEnvironment })).stdout.trim();
  try {
    const [name, uid, gid] = await Promise.all([ask("-un"), ask("-u"), ask("-g")]);
    return { name, uid: Number(uid), gid: Number(gid), dropped: true };
  } catch {
    return null;
  }
}

async function createUser(): Promise<ServerUser> {
  const options = ["--system", "--no-create-home", "--home-dir", "/var/lib/guichet", "--shell", "/usr/sbin/nologin"];
  const failure = await run("useradd", [...options, "guichet"], { env: cleanEnvironment }).then(
    () => null,
    (error: unknown) => error,
  );
  const created = await lookUp("guichet");
  if (created !== null) return created;
  throw new DatabaseStartError(
    "PostgreSQL refuses to run as root, there is no user named postgres, and the user guichet could not be created. " +
      "Run Guichet as an ordinary user, create a user named guichet, or set DATABASE_URL.",
    { cause: failure },
  );
}
