import type { Context } from "../context.ts";
import { uuidv7 } from "../ids.ts";
import { takeTurn } from "../store/work-turns.ts";
import { runBulk } from "./run-bulk.ts";

/** Gives its turn to the work that has waited longest, if there is one. True when it found something to do. */
export async function workTurn(ctx: Context): Promise<boolean> {
  const now = ctx.clock();
  const turn = await takeTurn(ctx.db, now, uuidv7(now, ctx.randomBytes(16)));
  return turn?.kind === "bulk" && runBulk(ctx, turn);
}

/** Does every work to its end, in one explicit step, for tests. */
export async function drainWorks(ctx: Context): Promise<void> {
  while (await workTurn(ctx));
}
