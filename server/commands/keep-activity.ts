import type { ActivityTold, CompiledDefinition } from "../../engine/index.ts";
import { type Report, readActivity, reportOf } from "../activity/read.ts";
import type { Context } from "../context.ts";
import { type Closing, closingOf, keepFigures, keptFigures } from "../store/activity.ts";
import { TooLong } from "../store/in-turn.ts";

/** A report, and what makes its figures those of a day. */
export interface Standing {
  readonly told: ActivityTold;
  /** Who closed it and when; null while its figures follow the entries. */
  readonly closing: Closing | null;
  /** When the figures of a closed report were kept, ISO 8601. */
  readonly keptAt: string | null;
}

/** The figures of a report: as they were when it was closed, or as they stand. Rejects with `TooLong`. */
export async function standingOf(ctx: Context, report: Report): Promise<Standing> {
  const { activity, entry } = report;
  if (!activity.closed.includes(entry.state)) {
    return { told: await readActivity(ctx, report), closing: null, keptAt: null };
  }
  const closing = await closingOf(ctx.db, entry.member, entry.id, activity.closed);
  if (!closing) return { told: await readActivity(ctx, report), closing: null, keptAt: null };
  const known = await keptFigures(ctx.db, entry.member, entry.id, closing.seq);
  if (known) return { told: known.told, closing, keptAt: known.at };
  const told = await readActivity(ctx, report);
  await keepFigures(ctx.db, entry.member, { entry: entry.id, closing: closing.seq, told, at: ctx.clock() });
  // Someone else may have kept them in between: the first ones stand.
  const kept = await keptFigures(ctx.db, entry.member, entry.id, closing.seq);
  return { told: kept?.told ?? told, closing, keptAt: kept?.at ?? null };
}

/** Keeps the figures of a report that was just closed; when that takes too long, whoever reads it first has them kept. */
export async function keepClosed(ctx: Context, definition: CompiledDefinition, entry: Report["entry"]): Promise<void> {
  const report = reportOf(definition, entry);
  if (!report?.activity.closed.includes(entry.state)) return;
  await standingOf(ctx, report).catch((error: unknown) => {
    if (!(error instanceof TooLong)) throw error;
  });
}
