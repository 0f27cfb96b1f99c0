import { drawable, type FaceName, type Faces, inDrawingOrder, stretches } from "./faces.ts";

/** What a text is made of: like `Run` of the engine. */
export interface TextRun {
  readonly text: string;
  readonly bold?: true;
}

/** A stretch drawn at once; widths in points. */
export interface Fragment {
  readonly text: string;
  readonly face: FaceName;
  readonly width: number;
}

export type Line = readonly Fragment[];

/** Width in points of a text in a font, at the size of the paragraph. */
export type Measure = (text: string, face: FaceName) => number;

/** Signs up to the next space, with the spaces that follow. A word without end is taken in parts: measuring costs its length. */
const WORD = /[^ ]{1,400} *| +/g;

/** Breaks text into lines no wider than `width`, at spaces; a word wider than a line is cut where the line ends. */
export function linesOf(runs: readonly TextRun[], width: number, faces: Faces, measure: Measure): readonly Line[] {
  const filling = newFilling(width, measure);
  for (const { text, bold } of runs) {
    for (const [index, part] of drawable(text).split("\n").entries()) {
      if (index > 0) filling.breakLine();
      for (const word of part.match(WORD) ?? []) {
        filling.addWord(
          stretches(word, bold ? "bold" : "regular", faces).map((stretch) => ({
            ...stretch,
            width: measure(stretch.text, stretch.face),
          })),
        );
      }
    }
  }
  return filling.lines.map(joined);
}

/** Lines being filled. */
interface Filling {
  readonly lines: readonly Line[];
  breakLine(): void;
  addWord(word: readonly Fragment[]): void;
}

function newFilling(width: number, measure: Measure): Filling {
  const lines: Fragment[][] = [[]];
  let used = 0;
  const breakLine = () => {
    lines.push([]);
    used = 0;
  };
  const put = (fragment: Fragment) => {
    lines.at(-1)?.push(fragment);
    used += fragment.width;
  };
  return {
    lines,
    breakLine,
    addWord(word) {
      const wide = widthOf(word, measure);
      if (used > 0 && used + wide > width) breakLine();
      if (wide <= width) return word.forEach(put);
      for (const [index, part] of word.flatMap((fragment) => cut(fragment, width, measure)).entries()) {
        if (index > 0 && used + part.width > width) breakLine();
        put(part);
      }
    },
  };
}

/** The width a word needs on its line: the spaces after it may stand beyond the edge. */
function widthOf(fragments: readonly Fragment[], measure: Measure): number {
  const last = fragments.at(-1);
  const spaces = last ? measure(last.text, last.face) - measure(last.text.trimEnd(), last.face) : 0;
  return fragments.reduce((sum, { width }) => sum + width, 0) - spaces;
}

/** A stretch wider than a line, in parts that each fit one. */
function cut({ text, face }: Fragment, width: number, measure: Measure): readonly Fragment[] {
  const parts: { text: string; face: FaceName; width: number }[] = [];
  for (const sign of text) {
    const wide = measure(sign, face);
    const last = parts.at(-1);
    if (last && last.width + wide <= width) {
      last.text += sign;
      last.width += wide;
    } else parts.push({ text: sign, face, width: wide });
  }
  return parts;
}

/** Fragments that follow each other in one font as one, in the order they are drawn. */
function joined(line: Line): Line {
  const whole: Fragment[] = [];
  for (const fragment of line) {
    const last = whole.at(-1);
    if (last?.face !== fragment.face) whole.push(fragment);
    else whole[whole.length - 1] = { ...last, text: last.text + fragment.text, width: last.width + fragment.width };
  }
  return whole.map((fragment) => ({ ...fragment, text: inDrawingOrder(fragment) }));
}
