import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { type FilePlace, MissingContent, type ObjectName } from "./file-place.ts";

/**
 * Where a file of a member stands in DATA_DIR. `member` is an id of the catalogue and `object` a UUID: neither can climb
 * folders, and this throws rather than trust it.
 */
export function folderPath(config: Pick<Config, "dataDir">, { member, object }: ObjectName): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(member) || !/^[0-9a-f-]{36}$/.test(object)) {
    throw new Error("A file's path was asked for something else than a member and a UUID");
  }
  return join(config.dataDir, "files", member, object.slice(-2), object);
}

/** `DATA_DIR/files`, where files stood in clear before: read and emptied, never written. */
export function folderPlace(config: Pick<Config, "dataDir">): FilePlace {
  return {
    put: () => Promise.reject(new Error("Nothing is written to the folder any more")),
    async *get(name) {
      try {
        yield* createReadStream(folderPath(config, name));
      } catch (error) {
        if (!isAbsent(error)) throw error;
        throw new MissingContent(`No file ${name.object} in the folder`, { cause: error });
      }
    },
    remove: (name) => rm(folderPath(config, name), { force: true }),
  };
}

const isAbsent = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
