import { Bars } from "./chart-bars.tsx";
import { Lines } from "./chart-lines.tsx";
import { NARROW, SERIES, WIDE } from "./chart-parts.ts";
import type { FigureView } from "./figure-view.ts";

/** Bars a picture can show before it says less than the table. */
const MOST_BARS = 24;
/** Points on a line. */
const MOST_POINTS = 400;

/**
 * The picture of a statistic, when one says more than its table: a line along time, bars for anything else. It is drawn
 * twice, for a wide place and a narrow one: the style sheet shows one.
 */
export function Chart({ view }: { readonly view: FigureView }) {
  const { statistic, table } = view;
  const [first, second] = statistic.by;
  if (!first || table.rows.length < 2) return null;
  const alongTime = first.kind === "time" && table.rows.filter((row) => row !== "").length > 2;
  if (alongTime && table.rows.length <= MOST_POINTS) {
    return <Both draw={(width) => <Lines view={view} width={width} />} />;
  }
  const bars = table.rows.length * (second ? Math.min(table.columns.length, SERIES) : 1);
  return bars <= MOST_BARS * (second ? 2 : 1) ? <Both draw={(width) => <Bars view={view} width={width} />} /> : null;
}

function Both({ draw }: { readonly draw: (width: number) => preact.JSX.Element }) {
  return (
    <div class="chart">
      <div class="chart-wide">{draw(WIDE)}</div>
      <div class="chart-narrow">{draw(NARROW)}</div>
    </div>
  );
}
