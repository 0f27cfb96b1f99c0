/** The part of the public surface about activity reports, and what definitions bring composed. */
export type {
  Activity,
  ActivityFigure,
  Chapter,
  CountedFigure,
  FigureMeasure,
  RatioFigure,
  TypedFigure,
} from "./activity.ts";
export {
  BY_MONTH,
  BY_STATE,
  figureList,
  figureParams,
  figuresOf,
  isCounted,
  RECEIVED,
  tellsAll,
  yearOf,
} from "./activity.ts";
export type { ActivityTold, Told, ToldFigure, ToldGroup, ToldGroups } from "./activity-told.ts";
export { NOTHING_TOLD } from "./activity-told.ts";
export { figureProblems } from "./compile-activity.ts";
export type { ReadyMade } from "./ready-made.ts";
