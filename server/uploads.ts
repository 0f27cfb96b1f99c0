import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "./config.ts";
import { flush } from "./middleware/multipart.ts";

/**
 * Where a file of a member stands. `member` is an id of the catalogue and `id` a UUID: neither can climb folders, and
 * this throws rather than trust it.
 */
export function attachmentPath(config: Pick<Config, "dataDir">, member: string, id: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(member) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new Error("An attachment's path was asked for something else than a member and a UUID");
  }
  return join(config.dataDir, "files", member, id.slice(-2), id);
}

/** Moves a received file to its place. Survives a power cut once it resolves, if the file itself was flushed. */
export async function place(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  await flush(folder);
  if (created === undefined) return;
  // Folders just made are entries of their parents: these must survive too.
  for (let parent = dirname(folder); parent.length >= dirname(created).length; parent = dirname(parent)) {
    await flush(parent);
  }
}

/** Removes files older than `before` from a folder: left by a process killed while receiving. Returns how many. */
export async function sweep(folder: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
