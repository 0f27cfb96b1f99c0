import { periodLabel, type StatisticParams } from "../../../engine/index.ts";
import { statisticTitle } from "../../../renderer/figures/figure-text.ts";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import { done, type Outcome } from "../../problem.ts";
import type { Place } from "../back/reach.ts";
import type { FigureScope } from "./figure-scope.ts";
import { labelsOf } from "./labels.ts";
import { readFigures } from "./read-figures.ts";

/** A statistic worked out for an agent, in words. Refusals as those of `readFigures`. */
export async function figureView(
  { ctx, session, member }: FigureScope,
  places: readonly Place[],
  params: StatisticParams,
  title?: string,
): Promise<Outcome<FigureView>> {
  const read = await readFigures(ctx, params, places);
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
    title: title ?? statisticTitle(statistic, definition),
    period: periodLabel(statistic.period),
    rows,
    columns,
    without,
  });
}
