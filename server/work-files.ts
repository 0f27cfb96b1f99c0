import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "./context.ts";

/** Where the file of an export stands until the export expires. */
const pathOf = ({ config }: Pick<Context, "config">, member: string, id: string): string => {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(member) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new Error("The path of an export was asked for something else than a member and a UUID");
  }
  return join(config.dataDir, "exports", member, id);
};

/** Removes the file of an export, if there is one. */
export const removeExport = (ctx: Pick<Context, "config">, member: string, id: string): Promise<void> =>
  rm(pathOf(ctx, member, id), { force: true });
