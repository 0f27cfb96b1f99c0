import { formatNumber } from "../../engine/index.ts";
import { figureWords as words } from "../strings-figures.ts";
import { Chart } from "./chart.tsx";
import { FigureTable } from "./figure-table.tsx";
import type { FigureView } from "./figure-view.ts";

/** A statistic as chart and table, with what it stands on and its exports. */
export function FigureResult({ view, exports }: { readonly view: FigureView; readonly exports: Exports }) {
  const { table, statistic, definition } = view;
  const multiple = statistic.by.some((one) => one.kind === "field" && one.of.field.type === "array");
  return (
    <>
      <p class="statistic-facts" role="status">
        {words.result.on(formatNumber(table.n), definition.kind, table.n > 1)}, {view.period}.
      </p>
      {view.without.length > 0 && <p class="notice">{words.result.without(view.without.join(", "))}</p>}
      {table.n === 0 ? (
        <div class="empty">
          <p>{words.result.empty}</p>
          <p>{words.result.emptyHint}</p>
        </div>
      ) : (
        <>
          <Chart view={view} />
          {multiple && <p class="quiet">{words.result.multiple}</p>}
          <FigureTable view={view} />
          <p class="button-row statistic-exports">
            <a class="button button-secondary" href={exports.csv} download>
              {words.result.csv}
            </a>
            <a class="button button-secondary" href={exports.xlsx} download>
              {words.result.xlsx}
            </a>
          </p>
        </>
      )}
    </>
  );
}

/** Addresses of the files. */
export interface Exports {
  readonly csv: string;
  readonly xlsx: string;
}
