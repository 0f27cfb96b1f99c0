/** One font, whole: PDFs embed only the signs they use. */
export interface Face {
  readonly bytes: Uint8Array;
  /** Whether it has a sign for this Unicode code point. */
  covers(codePoint: number): boolean;
}

/** Fonts of a PDF: that of the text, and one for the alphabets it lacks. */
export interface Faces {
  readonly regular: Face;
  readonly bold: Face;
  readonly other: Face;
}

export type FaceName = keyof Faces;

/** Stands for a sign that no font has. */
const UNKNOWN = "\u25a1";

/** A stretch of text in one font. */
export interface Stretch {
  readonly text: string;
  readonly face: FaceName;
}

/**
 * Text as it can be drawn: composed, without control signs, nor those that turn or hide what follows (a name could
 * otherwise be read as another). Line feeds stay.
 */
export const drawable = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, UNKNOWN)
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, "");

/** Parts text by the fonts that have its signs. A sign stays in the font of the one before when that has it too. */
export function stretches(text: string, wanted: "regular" | "bold", faces: Faces): readonly Stretch[] {
  const found: { text: string; face: FaceName }[] = [];
  for (const sign of text) {
    const { face, drawn } = faceOf(sign, wanted, found.at(-1)?.face ?? wanted, faces);
    const last = found.at(-1);
    if (last?.face === face) last.text += drawn;
    else found.push({ text: drawn, face });
  }
  return found;
}

function faceOf(sign: string, wanted: FaceName, current: FaceName, faces: Faces) {
  const code = sign.codePointAt(0) ?? 0;
  // Spaces alone do not bring the text's own font back: words of another alphabet keep their order.
  const order: readonly FaceName[] = sign === " " ? [current, wanted] : [wanted, "other"];
  const face = order.find((name) => faces[name].covers(code));
  return face ? { face, drawn: sign } : { face: "other" as const, drawn: UNKNOWN };
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Words in the order they are drawn, from the left: those of Hebrew and Arabic begin at the right. */
export function inDrawingOrder({ text, face }: Stretch): string {
  if (face !== "other" || !RIGHT_TO_LEFT.test(text)) return text;
  const words = text.trimEnd();
  return words.split(" ").reverse().join(" ") + text.slice(words.length);
}
