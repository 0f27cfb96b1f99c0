import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { shortTimeLabel, type TimeUnit } from "../../engine/index.ts";
import { alternative, fitted, NARROW, SERIES, type Series, seriesOf, textWidth } from "./chart-parts.ts";
import { valueText } from "./figure-text.ts";
import type { FigureView } from "./figure-view.ts";

const SIZE = 13;
const HEIGHT = 260;
const FOOT = 26;
const HEAD = 16;

interface Frame {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

/** A line along time for each group, its name at its end; one group alone has the value of its last point there. */
export function Lines({ view, width }: { readonly view: FigureView; readonly width: number }) {
  const { statistic, table } = view;
  const [first] = statistic.by;
  const unit = first?.kind === "time" ? first.unit : "month";
  const dated = table.rows.flatMap((row, index) => (row ? [{ row, index }] : []));
  const series = seriesOf(view, SERIES).map((one) => ({
    ...one,
    values: dated.map(({ index }) => one.values[index] ?? null),
  }));
  const values = series.flatMap((one) => one.values.flatMap((value) => value ?? []));
  // Delays are in hours, and read in days.
  const unitOf = statistic.measure.kind === "delay" && statistic.measure.summary.kind !== "within" ? 24 : 1;
  const bounds = [Math.min(0, ...values) / unitOf, Math.max(1e-9, ...values) / unitOf];
  const scale = scaleLinear(bounds, [HEIGHT - FOOT, HEAD]).nice(4);
  const ticks = scale
    .ticks(4)
    .map((value) => value * unitOf)
    .map((value) => ({ value, text: valueText(statistic.measure, value) }));
  const ends = endLabels(series, statistic.by.length > 1, view);
  const left = Math.max(...ticks.map(({ text }) => textWidth(text, SIZE))) + 10;
  const room = Math.min(width * 0.32, Math.max(...ends.map((text) => textWidth(text, SIZE))) + 14);
  const points = scalePoint(
    dated.map(({ row }) => row),
    [left + 6, width - room],
  );
  const frame: Frame = {
    x: (index) => points(dated[index]?.row ?? "") ?? left,
    y: (value) => scale(value / unitOf),
    left,
    right: width - room,
    width,
  };
  return (
    <svg
      class="chart-svg"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={alternative(view)}
    >
      <Rules ticks={ticks} frame={frame} />
      <Times rows={dated.map(({ row }) => row)} unit={unit} frame={frame} />
      {series.map((one, rank) => (
        <Curve key={one.name} series={one} rank={rank + 1} frame={frame} />
      ))}
      <Ends series={series} texts={ends} frame={frame} />
    </svg>
  );
}

/** Where the values of the scale are. */
function Rules({
  ticks,
  frame,
}: {
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly frame: Frame;
}) {
  return (
    <>
      {ticks.map(({ value, text }) => (
        <g key={value} transform={`translate(0 ${frame.y(value)})`}>
          <line class="chart-rule" x1={frame.left} x2={frame.right} />
          <text class="chart-tick" x={frame.left - 6} dy="0.35em" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
    </>
  );
}

function endLabels(series: readonly Series[], named: boolean, { statistic }: FigureView): readonly string[] {
  return series.map(({ name, values }) =>
    named ? name : valueText(statistic.measure, values.findLast((value) => value !== null) ?? null),
  );
}

function Curve({ series, rank, frame }: { readonly series: Series; readonly rank: number; readonly frame: Frame }) {
  const points = series.values.map((value, index) => [index, value] as const);
  const path = line<readonly [number, number | null]>()
    .defined(([, value]) => value !== null)
    .x(([index]) => frame.x(index))
    .y(([, value]) => frame.y(value ?? 0))(points);
  const dots = points.length <= 40 ? points : [];
  return (
    <g class={`serie-${rank}`}>
      <path class="chart-line" d={path ?? ""} />
      {dots.map(
        ([index, value]) =>
          value !== null && <circle key={index} class="chart-dot" cx={frame.x(index)} cy={frame.y(value)} r={3} />,
      )}
    </g>
  );
}

/** Names of the lines at their ends, pushed apart where they would cover each other. */
function Ends({
  series,
  texts,
  frame,
}: {
  readonly series: readonly Series[];
  readonly texts: readonly string[];
  readonly frame: Frame;
}) {
  const placed = series
    .map(({ name, values }, rank) => ({
      name,
      rank,
      text: texts[rank] ?? "",
      y: frame.y(values.findLast((value) => value !== null) ?? 0),
    }))
    .sort((a, b) => a.y - b.y);
  let below = HEAD - SIZE;
  const apart = placed.map((one) => {
    below = Math.max(one.y, below + SIZE + 3);
    return { ...one, y: below };
  });
  const over = Math.max(0, below - (HEIGHT - 6));
  return (
    <>
      {apart.map(({ name, rank, text, y }) => (
        <text key={name} class={`chart-end serie-${rank + 1}`} x={frame.right + 8} y={y - over} dy="0.35em">
          {fitted(text, frame.width - frame.right - 8, SIZE)}
        </text>
      ))}
    </>
  );
}

/** As many names of units of time as there is room for. */
function Times({
  rows,
  unit,
  frame,
}: {
  readonly rows: readonly string[];
  readonly unit: TimeUnit;
  readonly frame: Frame;
}) {
  const room = frame.width <= NARROW ? 64 : 72;
  const every = Math.max(1, Math.ceil((rows.length * room) / Math.max(1, frame.right - frame.left)));
  return (
    <>
      {rows.map(
        (row, index) =>
          index % every === 0 && (
            <text key={row} class="chart-tick" x={frame.x(index)} y={HEIGHT - 6} text-anchor="middle">
              {shortTimeLabel(unit, row, index === 0 || row.slice(5, 7) === "01")}
            </text>
          ),
      )}
    </>
  );
}
