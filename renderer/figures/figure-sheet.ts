import { figureWords as words } from "../strings-figures.ts";
import { dimensionTitle, measureTitle, valueNumber } from "./figure-text.ts";
import type { FigureView } from "./figure-view.ts";

/** A line of a sheet: texts, and numbers a spreadsheet can add up. */
export type SheetLine = readonly (string | number | null)[];

/** The table of a statistic as lines for a spreadsheet, its heading first. */
export function sheetOf(
  view: Pick<FigureView, "statistic" | "definition" | "table" | "rows" | "columns">,
): readonly SheetLine[] {
  const { statistic, definition, table, rows, columns } = view;
  const [first, second] = statistic.by;
  const heads = second ? columns : [`${measureTitle(statistic.measure, definition)}${unitOf(view)}`];
  return [
    [...(first ? [dimensionTitle(first)] : []), ...heads],
    ...table.cells.map((cells, row) => [
      ...(first ? [rows[row] ?? ""] : []),
      ...cells.map(({ value }) => valueNumber(statistic.measure, value)),
    ]),
  ];
}

function unitOf({ statistic: { measure } }: Pick<FigureView, "statistic">): string {
  if (measure.kind === "share" || (measure.kind === "delay" && measure.summary.kind === "within")) return " (%)";
  if (measure.kind === "delay") return ` (${words.units.day}s)`;
  return measure.kind === "number" && measure.of.field.widget === "money" ? " (€)" : "";
}
