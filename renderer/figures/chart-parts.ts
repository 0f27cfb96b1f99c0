import { figureWords as words } from "../strings-figures.ts";
import { valueText } from "./figure-text.ts";
import type { FigureView } from "./figure-view.ts";

/** Lines or bars of a group that colours tell apart for everybody. */
export const SERIES = 6;
/** Pixels of the two drawings of a chart. */
export const WIDE = 720;
export const NARROW = 320;

/** Pixels that a text of the charts takes, about: they are drawn where nothing measures it. */
export const textWidth = (text: string, size = 13): number => text.length * size * 0.56;

/** A text cut to a width, with an ellipsis. */
export function fitted(text: string, width: number, size = 13): string {
  const most = Math.floor(width / (size * 0.56));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

/** One line or one colour of bars. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** The values of each column, the fullest first kept when there are too many, in the order of the table. */
export function seriesOf({ table, columns }: FigureView, most: number): readonly Series[] {
  const all = columns.map((name, column) => ({
    name,
    values: table.cells.map((cells) => cells[column]?.value ?? null),
    weight: table.cells.reduce((sum, cells) => sum + (cells[column]?.n ?? 0), 0),
  }));
  const kept = [...all].sort((a, b) => b.weight - a.weight).slice(0, most);
  return all.filter((one) => kept.includes(one));
}

/** What the picture says, for who does not see it; the table below says all of it. */
export function alternative(view: FigureView): string {
  const { statistic, table, rows } = view;
  const flat = table.cells.flatMap((cells, row) =>
    cells.map(({ value }, column) => ({ value, at: [rows[row], view.columns[column]].filter(Boolean).join(", ") })),
  );
  const known = flat.flatMap(({ value, at }) => (value === null ? [] : [{ value, at }]));
  const sorted = [...known].sort((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return view.title;
  const say = ({ value, at }: typeof least) => `${valueText(statistic.measure, value)} (${at})`;
  return words.chart.alternative(view.title, view.period, say(most), say(least));
}
