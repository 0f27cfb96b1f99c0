/** Points in a millimetre. */
const MM = 72 / 25.4;

/** A sheet of adhesive labels on A4, in points: its first label, the size of each, how far the next one is. */
export interface LabelSheet {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From the left edge of a label to that of the next. */
  readonly across: number;
}

const sheet = (
  [columns, rows]: readonly [number, number],
  [width, height]: readonly [number, number],
  [left, top]: readonly [number, number],
  gap: number,
): LabelSheet => ({
  ...{ columns, rows, left: left * MM, top: top * MM },
  ...{ width: width * MM, height: height * MM, across: (width + gap) * MM },
});

/** The sheets that shops sell most: columns and rows; size of a label, margins left and top, gap between two, in millimetres. */
export const LABEL_FORMATS = {
  "2x7": sheet([2, 7], [99.1, 38.1], [4.65, 15.15], 2.5),
  "2x8": sheet([2, 8], [105, 37], [0, 0.5], 0),
  "3x7": sheet([3, 7], [63.5, 38.1], [7.25, 15.15], 2.5),
  "3x8": sheet([3, 8], [70, 37], [0, 0.5], 0),
} as const;

export type LabelFormat = keyof typeof LABEL_FORMATS;

/** How many labels a sheet has. */
export const labelsOf = (format: LabelFormat): number => LABEL_FORMATS[format].columns * LABEL_FORMATS[format].rows;

export const isLabelFormat = (text: string): text is LabelFormat => Object.hasOwn(LABEL_FORMATS, text);
