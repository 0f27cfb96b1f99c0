import { documentWords } from "../strings-documents.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, LINE, SOFT } from "./look.ts";
import { othersFirst, PAGE, type PdfFile, Sheet, type Style } from "./sheet.ts";
import type { Line } from "./text-lines.ts";

const TITLE: Style = { size: 17, line: 23, colour: INK };
const HEAD: Style = { size: 9, line: 12, colour: SOFT };
const CELL: Style = { size: 9.5, line: 12.5, colour: INK };
const GAP = 6;
/** Room to sign. */
const ROW = 30;
const RANK = 24;

/** A list to sign: what is known of each entry, then empty boxes. */
export interface SignSheetView {
  readonly head: Letterhead;
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Headings of the empty boxes. */
  readonly boxes: readonly string[];
  readonly at: Date;
}

/** A sheet to sign, its headings again on each page. */
export async function signSheetPdf(view: SignSheetView): Promise<PdfFile> {
  const { head, title, subtitle, columns, boxes, rows, at } = view;
  const sheet = new Sheet(head.faces, { title, author: head.member, createdAt: at });
  drawLetterhead(sheet, head);
  sheet.content("H1", () => sheet.draw(sheet.lines([{ text: title, bold: true }], TITLE, sheet.width), TITLE));
  sheet.content("P", () => sheet.draw(sheet.lines([{ text: subtitle }], HEAD, sheet.width), HEAD));
  sheet.y += 10;
  const width = (sheet.width - RANK) / (columns.length + boxes.length);
  const cells = (texts: readonly string[], style: Style, bold: boolean) =>
    texts.map((text) => sheet.lines([bold ? { text, bold: true } : { text }], style, width - GAP));
  const headings = cells([...columns, ...boxes], HEAD, true);
  await sheet.withinSlowly("Table", async () => {
    drawRow(sheet, "TH", null, headings, HEAD, width, 0);
    for (const [index, row] of rows.entries()) {
      const drawn = cells(row, CELL, false);
      if (sheet.y + heightOf(drawn, CELL, ROW) > sheet.bottom) {
        sheet.breakPage();
        await othersFirst();
        drawRow(sheet, "TH", null, headings, HEAD, width, 0);
      }
      drawRow(sheet, "TD", String(index + 1), drawn, CELL, width, boxes.length);
    }
  });
  return sheet.finish((rank, count) =>
    drawFooter(sheet, [`${head.member} – ${title}`], documentWords.page(rank, count)),
  );
}

const heightOf = (cells: readonly (readonly Line[])[], style: Style, least: number): number =>
  Math.max(least, ...cells.map((lines) => lines.length * style.line + GAP));

function drawRow(
  sheet: Sheet,
  tag: "TH" | "TD",
  rank: string | null,
  cells: readonly (readonly Line[])[],
  style: Style,
  width: number,
  boxes: number,
): void {
  const top = sheet.y;
  const height = heightOf(cells, style, tag === "TH" ? 18 : ROW);
  const [number] = rank === null ? [] : sheet.lines([{ text: rank }], HEAD, RANK);
  sheet.within("TR", () => {
    sheet.content(tag, () => number && sheet.drawLine(number, HEAD, PAGE.left, RANK, top + GAP / 2), scopeOf(tag));
    for (const [index, lines] of cells.entries()) {
      sheet.content(
        tag,
        () => {
          for (const [rank, line] of lines.entries()) {
            sheet.drawLine(line, style, PAGE.left + RANK + index * width, width, top + GAP / 2 + rank * style.line);
          }
        },
        scopeOf(tag),
      );
    }
    for (let box = 0; box < boxes; box += 1) sheet.content("TD", () => undefined);
  });
  sheet.decoration(() => {
    for (let box = 0; box < boxes; box += 1) {
      const left = PAGE.left + RANK + (cells.length + box) * width;
      sheet.pdf
        .rect(left, top + 2, width - 3, height - 4)
        .lineWidth(0.6)
        .strokeColor(LINE)
        .stroke();
    }
  });
  sheet.y = top + height;
  sheet.rule(tag === "TH" ? SOFT : LINE);
}

const scopeOf = (tag: "TH" | "TD"): object => (tag === "TH" ? { scope: "Column" } : {});
