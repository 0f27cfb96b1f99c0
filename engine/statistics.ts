/** The part of the public surface about figures. */
export type {
  Dimension,
  Measure,
  Moment,
  Period,
  Statistic,
  StatisticField,
  StatisticParams,
  Through,
  TimeUnit,
  ValueFilter,
} from "./statistic.ts";
export { ONLINE } from "./statistic.ts";
export type { Around } from "./statistic-fields.ts";
export { firstOnes, isDate, isFilterable, isGroupable, isMeasurable, isTyped } from "./statistic-fields.ts";
export type { Condition, Operand } from "./statistic-filter.ts";
export { countableFields, knownFields } from "./statistic-known.ts";
export type { MeasureName } from "./statistic-names.ts";
export { DIMENSIONS, FIELD, filterName, MEASURES, OUTCOME, RECEPTION, TIMES } from "./statistic-names.ts";
export {
  periodBefore,
  periodLabel,
  periodOf,
  plusDays,
  SPANS,
  shortTimeLabel,
  startsOf,
  timeLabel,
} from "./statistic-period.ts";
export type { StatisticScope } from "./statistic-read.ts";
export { readStatistic } from "./statistic-read.ts";
export type { Cell, FigureRow, StatisticTable } from "./statistic-table.ts";
export { quantile, statisticTable } from "./statistic-table.ts";
