import { INK, LINE, SOFT } from "./look.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";

const HEAD: Style = { size: 7.5, line: 9.5, colour: SOFT };
const CELL: Style = { size: 8.5, line: 11.5, colour: INK };
const PADDING = 4;

/** A table of figures: the first column names each row, the others are numbers at the right of their columns. */
export interface TableDrawing {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Part of the width that the first column takes. */
  readonly first: number;
  /** The last row is the sum of the others. */
  readonly total: boolean;
  /** Ranks of columns that hold texts rather than numbers. */
  readonly texts?: readonly number[];
}

interface Column {
  readonly x: number;
  readonly width: number;
}

/** Draws a table from here down. A row stays on one page. */
export function drawTable(sheet: Sheet, { heads, rows, first, total, texts = [] }: TableDrawing): void {
  const left = sheet.width * first;
  const width = (sheet.width - left) / Math.max(1, heads.length - 1);
  const columns = heads.map(
    (_, index): Column =>
      index === 0 ? { x: PAGE.left, width: left } : { x: PAGE.left + left + width * (index - 1), width },
  );
  sheet.within("Table", () => {
    drawRow(sheet, columns, heads, { style: HEAD, bold: true, head: true, texts });
    for (const [index, row] of rows.entries()) {
      drawRow(sheet, columns, row, { style: CELL, bold: total && index === rows.length - 1, head: false, texts });
    }
  });
  sheet.y += 10;
}

interface Look {
  readonly style: Style;
  readonly bold: boolean;
  readonly head: boolean;
  readonly texts: readonly number[];
}

function drawRow(
  sheet: Sheet,
  columns: readonly Column[],
  cells: readonly string[],
  { style, bold, head, texts }: Look,
): void {
  const drawn = columns.map((column, index) => {
    const width = column.width - PADDING * 2;
    const lines = sheet.lines([{ text: cells[index] ?? "", ...(bold && { bold: true as const }) }], style, width);
    return {
      x: column.x + PADDING,
      width,
      lines,
      names: head || index === 0,
      right: index > 0 && !texts.includes(index),
    };
  });
  const height = Math.max(...drawn.map(({ lines }) => lines.length)) * style.line + PADDING * 2;
  sheet.need(height);
  const top = sheet.y;
  sheet.within("TR", () => {
    for (const { x, width, lines, names, right } of drawn) {
      sheet.y = top + PADDING;
      const look = right ? { ...style, align: "right" as const } : style;
      const options = names ? { scope: head ? "Column" : "Row" } : {};
      sheet.content(names ? "TH" : "TD", () => sheet.draw(lines, look, x, width), options);
    }
  });
  sheet.y = top + height;
  sheet.rule(LINE);
}
