import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

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
