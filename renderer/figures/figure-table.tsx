import { ScrollingTable } from "../scrolling-table.tsx";
import { figureWords as words } from "../strings-figures.ts";
import { dimensionTitle, measureTitle, valueText } from "./figure-text.ts";
import type { FigureView } from "./figure-view.ts";

/** The table of a statistic, always there: a row per group of the first dimension, a column per group of the second. */
export function FigureTable({ view }: { readonly view: FigureView }) {
  const { table, statistic, definition } = view;
  const [first, second] = statistic.by;
  const both = table.adds && second !== undefined && table.columns.length > 1;
  const heads = second ? view.columns : [measureTitle(statistic.measure, definition)];
  return (
    <ScrollingTable name={words.result.table(view.title)} kind="statistic-frame">
      <table class="statistic-table">
        <caption class="sr">
          {view.title}, {view.period}
        </caption>
        <thead>
          <tr>
            {first && <th scope="col">{dimensionTitle(first)}</th>}
            {heads.map((head, index) => (
              <th key={`${index} ${head}`} scope="col" class="number">
                {head}
              </th>
            ))}
            {both && (
              <th scope="col" class="number">
                {words.result.total}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {table.cells.map((cells, row) => (
            <tr key={table.rows[row] ?? ""}>
              {first && <th scope="row">{view.rows[row]}</th>}
              {cells.map((cell, column) => (
                <td key={table.columns[column] ?? ""} class="number">
                  {valueText(statistic.measure, cell.value)}
                </td>
              ))}
              {both && <td class="number total">{valueText(statistic.measure, sum(cells))}</td>}
            </tr>
          ))}
        </tbody>
        {table.adds && first && table.rows.length > 1 && <Totals view={view} both={both} />}
      </table>
    </ScrollingTable>
  );
}

function Totals({ view: { table, statistic }, both }: { readonly view: FigureView; readonly both: boolean }) {
  const columns = table.columns.map((_, column) => sum(table.cells.map((cells) => cells[column] ?? NOTHING)));
  return (
    <tfoot>
      <tr>
        <th scope="row">{words.result.total}</th>
        {columns.map((total, column) => (
          <td key={table.columns[column] ?? ""} class="number">
            {valueText(statistic.measure, total)}
          </td>
        ))}
        {both && <td class="number">{valueText(statistic.measure, sum(columns.map((value) => ({ value }))))}</td>}
      </tr>
    </tfoot>
  );
}

const NOTHING = { value: null };

/** What cells that add up amount to. */
export const sum = (cells: readonly { readonly value: number | null }[]): number =>
  cells.reduce((all, { value }) => all + (value ?? 0), 0);
