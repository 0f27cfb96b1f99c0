import type { Config } from "../config.ts";
import { moveFiles } from "../files/move.ts";
import { createCommandLog, openInstallation } from "../start.ts";
import { countFiles } from "../store/stored-files.ts";

/** `files`: where files stand, and what the antivirus said of them. */
export async function runFiles(config: Config): Promise<number> {
  const { ctx, close } = await openInstallation(config, createCommandLog());
  try {
    for (const { place, clear, scan, files, bytes } of await countFiles(ctx.db)) {
      const how = clear ? "en clair" : "chiffrés";
      process.stdout.write(`${place} ${how}, ${scan} : ${files} fichiers, ${Math.ceil(bytes / 1_000_000)} Mo\n`);
    }
    process.stdout.write(`Les nouveaux fichiers vont en : ${config.files}\n`);
    return 0;
  } finally {
    await close();
  }
}

/** `files-move <base|s3> [--all]`: 1 when a file could not be moved; run it again. */
export async function runFilesMove(config: Config, args: readonly string[]): Promise<number> {
  const [place] = args.filter((arg) => !arg.startsWith("--"));
  if ((place !== "base" && place !== "s3") || (place === "s3" && config.store === null)) {
    process.stderr.write("Indiquez base, ou s3 avec les variables S3_ENDPOINT et suivantes.\n");
    return 2;
  }
  const { ctx, close } = await openInstallation(config, createCommandLog());
  try {
    const { moved, bytes, failed } = await moveFiles(ctx, place, args.includes("--all"));
    for (const { member, id, reason } of failed) process.stdout.write(`${member} ${id} : ${reason}\n`);
    process.stdout.write(
      `${moved} fichiers déplacés (${Math.ceil(bytes / 1_000_000)} Mo), ${failed.length} en échec\n`,
    );
    return failed.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}
