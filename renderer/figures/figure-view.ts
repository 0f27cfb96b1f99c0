import type { CompiledDefinition, Statistic, StatisticTable } from "../../engine/index.ts";

/** A statistic worked out, with the words of its rows and columns. */
export interface FigureView {
  readonly definition: CompiledDefinition;
  readonly statistic: Statistic;
  readonly table: StatisticTable;
  readonly title: string;
  /** "du 1er janvier 2026 au 31 mars 2026". */
  readonly period: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Names of members left out. */
  readonly without: readonly string[];
}
