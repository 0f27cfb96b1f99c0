import { verify } from "../commands/verify.ts";
import type { Config } from "../config.ts";
import { createCommandLog, openInstallation } from "../start.ts";
import { countJobs, deadJobs, reviveJobs } from "../store/effects.ts";

/** `verify`: 0 when every chain holds, 1 with the list of those that do not. */
export async function runVerify(config: Config): Promise<number> {
  const { ctx, close } = await openInstallation(config, createCommandLog());
  try {
    const { entries, events, broken } = await verify(ctx);
    for (const fault of broken) {
      const where = fault.seq === null ? "" : `, fait ${fault.seq}`;
      process.stdout.write(`${fault.member} ${fault.reference} (${fault.entry})${where} : ${fault.reason}\n`);
    }
    process.stdout.write(`${entries} dossiers, ${events} faits, ${broken.length} altérés\n`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

/** `jobs [--retry]`: effects waiting and dead letters. */
export async function runJobs(config: Config, args: readonly string[]): Promise<number> {
  const { ctx, close } = await openInstallation(config, createCommandLog());
  try {
    const now = ctx.clock();
    if (args.includes("--retry")) process.stdout.write(`${await reviveJobs(ctx.db, now)} effets relancés\n`);
    const { pending, late, dead } = await countJobs(ctx.db, now);
    process.stdout.write(`${pending} à faire (dont ${late} en retard), ${dead} en échec\n`);
    for (const job of await deadJobs(ctx.db)) {
      const when = job.deadAt.toISOString();
      process.stdout.write(
        `${when} ${job.memberId} ${job.entryId} ${job.type} (${job.attempts} essais) ${job.lastError ?? ""}\n`,
      );
    }
    return 0;
  } finally {
    await close();
  }
}
