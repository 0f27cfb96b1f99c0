import type { Context } from "../context.ts";
import { uuidv7 } from "../ids.ts";
import { type Turn, takeTurn } from "../store/work-turns.ts";
import { runBulk } from "./run-bulk.ts";
import { runExport } from "./run-export.ts";
import { runPrint } from "./run-print.ts";

/** Gives its turn to the work that has waited longest, if there is one. False when there was nothing to do. */
export async function workTurn(
  ctx: Context,
  kinds: readonly Turn["kind"][] = ["bulk", "export", "print"],
): Promise<boolean> {
  const now = ctx.clock();
  const turn = await takeTurn(ctx.db, kinds, now, uuidv7(now, ctx.randomBytes(16)));
  if (!turn) return false;
  // What it owes to many comes behind what one person waits for.
  if (turn.kind === "bulk") return runBulk({ ...ctx, background: true }, turn);
  return turn.kind === "print" ? runPrint(ctx, turn) : runExport(ctx, turn);
}

/** Does every work to its end, in one explicit step, for tests. */
export async function drainWorks(ctx: Context): Promise<void> {
  while (await workTurn(ctx));
}
