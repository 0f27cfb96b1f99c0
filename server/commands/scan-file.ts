import type { Context } from "../context.ts";
import { AntivirusAway, scanContent, type Verdict } from "../files/clamd.ts";
import { FilesAway } from "../files/file-place.ts";
import { AlteredFile } from "../files/sealed.ts";
import { openFile } from "../files/vault.ts";
import { claimScan, type FileToScan, putOffScan, settleScan } from "../store/scans.ts";

/** How long a process may take over one file before another does, in milliseconds. */
const LEASE = 10 * 60_000;
const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 10 * 60_000;

/**
 * Has the antivirus look at the next file that waits for it; files received before there was one come after the others.
 * True when it found something to do. One that cannot be looked at now is tried again later, for as long as it takes.
 */
export async function scanNext(ctx: Context, stop?: AbortSignal): Promise<boolean> {
  const { clamd } = ctx.config;
  if (clamd === null) return false;
  const now = ctx.clock();
  const file = await claimScan(ctx.db, now, new Date(now.getTime() + LEASE));
  if (!file) return false;
  const verdict = await verdictOn(ctx, file, stop);
  if (verdict === null) {
    const delay = Math.min(FIRST_DELAY * 3 ** Math.min(file.attempts - 1, 10), LONGEST_DELAY);
    await putOffScan(ctx.db, file, new Date(ctx.clock().getTime() + delay));
    return true;
  }
  await settleScan(ctx.db, file, verdict);
  if (verdict.scan === "infected") ctx.log.warn({ member: file.member, file: file.id }, "virus found: file set aside");
  return true;
}

/** Null when it could not be looked at now. */
async function verdictOn(ctx: Context, { member, id }: FileToScan, stop?: AbortSignal): Promise<Verdict | null> {
  const { clamd } = ctx.config;
  const file = await openFile(ctx, member, id);
  if (clamd === null || !file.ok) return null;
  try {
    return await scanContent(clamd, file.value.content, stop);
  } catch (err) {
    if (!(err instanceof AntivirusAway || err instanceof FilesAway || err instanceof AlteredFile)) throw err;
    ctx.log.warn({ err, file: id }, "file not scanned yet");
    return null;
  }
}
