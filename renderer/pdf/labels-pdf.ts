import type { Faces } from "./faces.ts";
import { LABEL_FORMATS, type LabelFormat } from "./label-sheets.ts";
import { INK } from "./look.ts";
import { othersFirst, type PdfFile, Sheet, type Style } from "./sheet.ts";
import type { Line } from "./text-lines.ts";

export interface LabelsView {
  readonly title: string;
  readonly author: string;
  readonly faces: Faces;
  readonly format: LabelFormat;
  /** Labels already used of the first sheet. */
  readonly skipped: number;
  /** Lines of each label. */
  readonly labels: readonly (readonly string[])[];
  /** Addresses are what a postman reads: no line goes on below, all are as small as the longest asks. */
  readonly postal?: true;
  readonly at: Date;
  /** Hears how many are drawn, and may throw to end it there. */
  readonly told?: (labels: number) => Promise<void>;
}

const PADDING = 10;
const LINE: Style = { size: 10, line: 13, colour: INK };
/** Smaller, nobody reads it. */
const SMALLEST = 6;

/** Labels, one for each entry, from the first that is left on the sheet. What does not fit on one is cut there. */
export async function labelsPdf(view: LabelsView): Promise<PdfFile> {
  const { title, author, faces, format, skipped, labels, at } = view;
  const { columns, rows, left, top, width, height, across } = LABEL_FORMATS[format];
  const sheet = new Sheet(faces, { title, author, createdAt: at });
  const room = width - 2 * PADDING;
  for (const [index, lines] of labels.entries()) {
    const place = (index + skipped) % (columns * rows);
    if (place === 0 && index > 0) {
      await view.told?.(index);
      sheet.settle(() => undefined);
      sheet.breakPage();
      await othersFirst();
    }
    const drawn = view.postal ? postalLines(sheet, lines, room) : plainLines(sheet, lines, room);
    const { style } = drawn;
    const shown = drawn.lines.slice(0, Math.floor((height - 8) / style.line));
    const above = view.postal ? (height - shown.length * style.line) / 2 : PADDING;
    sheet.content("P", () => {
      for (const [rank, line] of shown.entries()) {
        const y = top + Math.floor(place / columns) * height + above + rank * style.line;
        sheet.drawLine(line, style, left + (place % columns) * across + PADDING, room, y);
      }
    });
  }
  return sheet.finish(() => undefined);
}

interface Drawn {
  readonly lines: readonly Line[];
  readonly style: Style;
}

const plainLines = (sheet: Sheet, lines: readonly string[], room: number): Drawn => ({
  lines: lines.flatMap((text, rank) => sheet.lines([rank === 0 ? { text, bold: true } : { text }], LINE, room)),
  style: LINE,
});

function postalLines(sheet: Sheet, lines: readonly string[], room: number): Drawn {
  const wide = (line: Line) => line.reduce((sum, { width }) => sum + width, 0);
  const whole = lines.flatMap((text) => sheet.lines([{ text }], LINE, Number.POSITIVE_INFINITY));
  const widest = Math.max(...whole.map(wide), 1);
  if (widest <= room) return { lines: whole, style: LINE };
  const size = Math.max(SMALLEST, Math.floor((LINE.size * room * 10) / widest) / 10);
  const style: Style = { ...LINE, size, line: Math.max(9, LINE.line - (LINE.size - size)) };
  return { lines: lines.flatMap((text) => sheet.lines([{ text }], style, Number.POSITIVE_INFINITY)), style };
}
