import { createHash } from "node:crypto";
import { chown, mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endServer, findRunning } from "./embedded-cluster.ts";
import { canEnter, isPrivateTo, type ServerUser } from "./embedded-user.ts";
import { DatabaseStartError, type StartLog } from "./start-error.ts";

/** Where the embedded server keeps what it needs. Absolute. */
export interface Place {
  /** PostgreSQL's data folder; may not exist yet. */
  readonly data: string;
  /** Where to copy programs the server's user cannot reach. */
  readonly programs: string;
}

/** Where root keeps clusters whose user cannot reach DATA_DIR. */
export const sharedRoot = "/var/lib/guichet";

const pointerName = "postgres.location";

/** Makes `dataDir` if need be and returns its real path. Throws `DatabaseStartError` when it cannot be made. */
export async function openDataDir(dataDir: string): Promise<string> {
  // Root's server runs as another user, who must pass through; it can list nothing.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(dataDir, { recursive: true, mode });
    return await realpath(dataDir);
  } catch (error) {
    throw new DatabaseStartError(`The data folder ${dataDir} cannot be made or read. Change DATA_DIR, or its rights.`, {
      cause: error,
    });
  }
}

/** The data folder of a cluster made by an earlier start; null at the first. */
export async function findCluster(dataDir: string): Promise<string | null> {
  const elsewhere = await readFile(join(dataDir, pointerName), "utf8").then(
    (text) => text.trim(),
    () => null,
  );
  for (const folder of [elsewhere, join(dataDir, "postgres")]) {
    if (folder !== null && (await isCluster(folder))) return folder;
  }
  return null;
}

/** Whether a folder holds a cluster. Clusters appear whole, by renaming. */
export async function isCluster(folder: string): Promise<boolean> {
  return stat(join(folder, "PG_VERSION")).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EACCES") return false;
      throw new DatabaseStartError(
        `The database in ${folder} belongs to another user. Start Guichet as that user, or as root.`,
        { cause: error },
      );
    },
  );
}

/**
 * Where the cluster is or will be: inside `dataDir` when `user` can reach it, else under `shared`, which only root's
 * server needs; `dataDir` then remembers where. Throws `DatabaseStartError` when an existing cluster is out of reach.
 */
export async function choosePlace(
  dataDir: string,
  existing: string | null,
  user: ServerUser,
  log: StartLog,
  shared = sharedRoot,
): Promise<Place> {
  const programs = user.dropped ? join(shared, "programs") : join(dataDir, "programs");
  if (existing !== null) {
    if (await canEnter(user, existing)) return { data: existing, programs };
    throw new DatabaseStartError(
      `The user ${user.name}, who runs the database, cannot reach ${existing} any more. Open the way to it again, ` +
        "or move it where that user can go.",
    );
  }
  if (await canEnter(user, dataDir)) return { data: join(dataDir, "postgres"), programs };
  const folder = join(shared, `${slug(dataDir)}-${digest(dataDir)}`);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const data = join(folder, "postgres");
  if (await isCluster(data)) await setAside(data, dataDir, log);
  await writeFile(join(dataDir, pointerName), `${data}\n`, { mode: 0o600 });
  log.info(`The user ${user.name}, who runs the database, cannot reach ${dataDir}: the database is kept in ${data}.`);
  return { data, programs };
}

/**
 * The folder of the server's socket: the data folder, which is private, unless its path is too long for a socket's
 * address or `inTemporary`; then a private folder among the temporary ones, one per cluster.
 */
export async function chooseSocketFolder(data: string, user: ServerUser, inTemporary: boolean): Promise<string> {
  // 103 bytes fit every system's sun_path.
  if (!inTemporary && Buffer.byteLength(`${data}/.s.PGSQL.5432`) <= 103) return data;
  const { ino } = await stat(data);
  const folder = join(await realpath(tmpdir()), `guichet-${user.uid}-${digest(`${data} ${ino}`)}`);
  const made = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
  if (made && user.dropped) await chown(folder, user.uid, user.gid);
  if (await isPrivateTo(user, folder)) return folder;
  throw new DatabaseStartError(`${folder} must be a folder that belongs to ${user.name} alone. Remove it.`);
}

/** A cluster whose DATA_DIR was deleted: nothing points to it any more, but it may be all that is left of someone's data. */
async function setAside(data: string, dataDir: string, log: StartLog): Promise<void> {
  const running = await findRunning(data);
  if (running !== null) await endServer(running, data);
  const aside = `${data}.${new Date().toISOString().replace(/\D/g, "")}`;
  await rename(data, aside);
  log.warn(`${dataDir} was deleted since its database was made. That database was set aside in ${aside}.`);
}

function slug(path: string): string {
  return path.replace(/[^a-zA-Z0-9]+/g, "-").slice(-40);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
