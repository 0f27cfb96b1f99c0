import type { Faces } from "./faces.ts";
import { INK } from "./look.ts";
import { othersFirst, PAGE, type PdfFile, Sheet, type Style } from "./sheet.ts";

/** Sheets of adhesive labels on A4, as shops sell them: columns and rows, margins of the sheet in points. */
export const LABEL_FORMATS = {
  "2x7": { columns: 2, rows: 7, top: 43, side: 13 },
  "3x7": { columns: 3, rows: 7, top: 43, side: 20 },
  "3x8": { columns: 3, rows: 8, top: 13, side: 20 },
} as const;

export type LabelFormat = keyof typeof LABEL_FORMATS;

export interface LabelsView {
  readonly title: string;
  readonly author: string;
  readonly faces: Faces;
  readonly format: LabelFormat;
  /** Labels already used of the first sheet. */
  readonly skipped: number;
  /** Lines of each label. */
  readonly labels: readonly (readonly string[])[];
  readonly at: Date;
}

const PADDING = 10;
const LINE: Style = { size: 10, line: 13, colour: INK };

/** Labels, one for each entry, from the first that is left on the sheet. What does not fit on one is cut there. */
export async function labelsPdf(view: LabelsView): Promise<PdfFile> {
  const { title, author, faces, format, skipped, labels, at } = view;
  const { columns, rows, top, side } = LABEL_FORMATS[format];
  const sheet = new Sheet(faces, { title, author, createdAt: at });
  const width = (PAGE.width - 2 * side) / columns;
  const height = (PAGE.height - 2 * top) / rows;
  const most = Math.floor((height - 2 * PADDING) / LINE.line);
  for (const [index, lines] of labels.entries()) {
    const place = (index + skipped) % (columns * rows);
    if (place === 0 && index > 0) {
      sheet.breakPage();
      await othersFirst();
    }
    const left = side + (place % columns) * width + PADDING;
    const shown = lines.flatMap((text, rank) =>
      sheet.lines([rank === 0 ? { text, bold: true } : { text }], LINE, width - 2 * PADDING),
    );
    sheet.content("P", () => {
      for (const [rank, line] of shown.slice(0, most).entries()) {
        const y = top + Math.floor(place / columns) * height + PADDING + rank * LINE.line;
        sheet.drawLine(line, LINE, left, width - 2 * PADDING, y);
      }
    });
  }
  return sheet.finish(() => undefined);
}

/** How many labels a sheet has. */
export const labelsOf = (format: LabelFormat): number => LABEL_FORMATS[format].columns * LABEL_FORMATS[format].rows;
