import { periodLabel, type StatisticParams } from "../../../engine/index.ts";
import { statisticTitle } from "../../../renderer/figures/figure-text.ts";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import { done, type Outcome } from "../../problem.ts";
import type { Place } from "../back/reach.ts";
import type { FigureScope } from "./figure-scope.ts";
import { followedBy } from "./follow-references.ts";
import { labelsOf } from "./labels.ts";
import { readFigures } from "./read-figures.ts";

/** Milliseconds that all the statistics of one page may take. */
const PAGE_BUDGET = 20_000;

/** What is left, at each call, of the time that a page gives its statistics; a millisecond once it is over. */
export function pageBudget(): () => number {
  const end = performance.now() + PAGE_BUDGET;
  return () => Math.max(1, Math.ceil(end - performance.now()));
}

/** A statistic worked out for an agent, in words, in `budget` milliseconds. Refusals as those of `readFigures`. */
export async function figureView(
  { ctx, session, member }: FigureScope,
  places: readonly Place[],
  params: StatisticParams,
  budget?: number,
): Promise<Outcome<FigureView>> {
  const read = await readFigures(ctx, params, places, budget, followedBy(ctx, session, member.id, places));
  if (!read.ok) return read;
  const { statistic, definition, table, without } = read.value;
  const [first, second] = statistic.by;
  const about = { definition, places };
  const rows = await labelsOf(ctx, session, member.id, first, table.rows, about);
  const columns = await labelsOf(ctx, session, member.id, second, table.columns, about);
  return done({
    definition,
    statistic,
    table,
    title: statisticTitle(statistic, definition),
    period: periodLabel(statistic.period),
    rows,
    columns,
    without,
  });
}
