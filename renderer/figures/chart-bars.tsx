import { scaleLinear } from "d3-scale";
import { alternative, fitted, SERIES, seriesOf, textWidth } from "./chart-parts.ts";
import { valueText } from "./figure-text.ts";
import type { FigureView } from "./figure-view.ts";

const BAR = 20;
const GAP = 6;
const GROUP_GAP = 14;
const SIZE = 13;

/**
 * Bars lying down, each with its name before and its value after: nothing is to be looked up elsewhere. With a second
 * dimension the bars of a group stand together under its name.
 */
export function Bars({ view, width }: { readonly view: FigureView; readonly width: number }) {
  const { statistic, rows } = view;
  const grouped = statistic.by.length > 1;
  const series = seriesOf(view, SERIES);
  const values = series.flatMap((one) => one.values);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const texts = values.map((value) => valueText(statistic.measure, value));
  const names = grouped ? series.map(({ name }) => name) : rows;
  const left = Math.min(width * 0.42, Math.max(...names.map((name) => textWidth(name, SIZE))) + 10);
  const right = Math.max(...texts.map((text) => textWidth(text, SIZE))) + 12;
  const scale = scaleLinear([0, most || 1], [0, Math.max(40, width - left - right)]);
  const head = grouped ? SIZE + 8 : 0;
  const step = head + series.length * (BAR + GAP) + (grouped ? GROUP_GAP : 0);
  const height = rows.length * step + GAP;
  return (
    <svg
      class="chart-svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={alternative(view)}
    >
      {rows.map((row, index) => (
        <g key={`${index} ${row}`} transform={`translate(0 ${index * step})`}>
          {grouped && (
            <text class="chart-group" x={0} y={SIZE + 1}>
              {fitted(row, width, SIZE)}
            </text>
          )}
          {series.map(({ name, values: own }, rank) => (
            <Bar
              key={name}
              name={fitted(grouped ? name : row, left - 8, SIZE)}
              text={valueText(statistic.measure, own[index] ?? null)}
              rank={grouped ? rank + 1 : 1}
              left={left}
              top={head + rank * (BAR + GAP) + GAP / 2}
              length={scale(Math.max(0, own[index] ?? 0))}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

function Bar({
  name,
  text,
  rank,
  left,
  top,
  length,
}: {
  readonly name: string;
  readonly text: string;
  readonly rank: number;
  readonly left: number;
  readonly top: number;
  readonly length: number;
}) {
  return (
    <g transform={`translate(0 ${top})`}>
      <text class="chart-name" x={left - 8} y={BAR / 2} dy="0.35em" text-anchor="end">
        {name}
      </text>
      <rect class={`chart-fill serie-${rank}`} x={left} width={length} height={BAR} />
      <text class="chart-value" x={left + length + 6} y={BAR / 2} dy="0.35em">
        {text}
      </text>
    </g>
  );
}
