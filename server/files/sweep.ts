import type { Context } from "../context.ts";
import { forgetStray, strays } from "../store/stored-files.ts";
import { placeOf, sender } from "./vault.ts";

/** How long the writing of one file may last, in milliseconds. */
const WRITING = 6 * 3_600_000;
const BATCH = 200;

/**
 * Takes away the contents that nobody may read any more: of files removed, of those whose writing was interrupted, and what a
 * move left. One whose place is away stays for the next sweep. Returns how many went.
 */
export async function sweepFiles(ctx: Context): Promise<number> {
  let swept = 0;
  for (;;) {
    const found = await strays(ctx.db, new Date(ctx.clock().getTime() - WRITING), BATCH);
    const before = swept;
    for (const stray of found) {
      try {
        await placeOf(ctx, stray.place, sender(ctx, stray.member)).remove(stray);
        await forgetStray(ctx.db, stray);
        swept += 1;
      } catch (err) {
        ctx.log.error({ err, file: stray.id, place: stray.place }, "content not removed");
      }
    }
    if (found.length < BATCH || swept === before) return swept;
  }
}
