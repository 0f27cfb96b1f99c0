import type { Field } from "../../engine/index.ts";
import { documentWords } from "../strings-documents.ts";
import { INK, SOFT } from "./look.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";

const words = documentWords.paper;
const TEXT: Style = { size: 10, line: 14, colour: INK };
const HINT: Style = { size: 9, line: 12, colour: SOFT };
const BOX = 20;
const SQUARE = 9;
const CELL = 15;
/** More choices than this are written out by whoever fills the form in. */
const MOST_CHOICES = 24;

/** Room for the answer to a question, from here down. */
export function drawBlank(sheet: Sheet, field: Field, left: number, width: number): void {
  const { widget, choices, type } = field;
  if (type === "boolean") drawSquares(sheet, yesOrNo(field), left, width, true);
  else if (choices && choices.length <= MOST_CHOICES) {
    if (type === "array") drawHint(sheet, words.several, left, width);
    const texts = choices.map(({ label, hint }) => (hint ? `${label} – ${hint}` : label));
    drawSquares(sheet, texts, left, width);
  } else if (widget === "date") drawDate(sheet, left);
  else if (widget === "textarea") drawBox(sheet, left, width, BOX * 4);
  else drawBox(sheet, left, widthOf(field, width), BOX, widget === "money" ? "€" : field.suffix);
}

const yesOrNo = ({ schema }: Field): readonly string[] =>
  schema["const"] === true ? [words.ticked] : [words.yes, words.no];

/** The length of a blank says the length of the answer. */
function widthOf({ width: signs, type, widget }: Field, most: number): number {
  if (signs !== undefined) return Math.min(most, Math.max(60, signs * 11 + 14));
  return type !== "string" || widget === "phone" ? Math.min(most, 150) : most;
}

function drawHint(sheet: Sheet, text: string, left: number, width: number): void {
  const lines = sheet.lines([{ text }], HINT, width);
  sheet.content("P", () => sheet.draw(lines, HINT, left, width));
  sheet.y += 2;
}

function drawBox(sheet: Sheet, left: number, width: number, height: number, suffix?: string): void {
  sheet.need(height + 4);
  const top = sheet.y;
  sheet.decoration(() => {
    sheet.pdf.roundedRect(left, top, width, height, 2).lineWidth(0.7).strokeColor(SOFT).stroke();
  });
  const [line] = suffix === undefined ? [] : sheet.lines([{ text: suffix }], TEXT, 120);
  if (line) sheet.content("P", () => sheet.drawLine(line, TEXT, left + width + 6, 120, top + 3));
  sheet.y = top + height + 3;
}

/** Two cells for the day, two for the month, four for the year. */
function drawDate(sheet: Sheet, left: number): void {
  sheet.need(BOX + 14);
  const top = sheet.y;
  const groups = [
    { count: 2, text: words.day },
    { count: 2, text: words.month },
    { count: 4, text: words.year },
  ];
  let x = left;
  for (const { count, text } of groups) {
    const from = x;
    sheet.decoration(() => {
      for (let cell = 0; cell < count; cell += 1) {
        sheet.pdf
          .rect(from + cell * CELL, top, CELL, BOX)
          .lineWidth(0.7)
          .strokeColor(SOFT)
          .stroke();
      }
    });
    const [line] = sheet.lines([{ text }], HINT, 80);
    sheet.content("P", () => line && sheet.drawLine(line, { ...HINT, size: 7.5, line: 10 }, from, 80, top + BOX + 1));
    x += count * CELL + 12;
  }
  sheet.y = top + BOX + 13;
}

/** Squares to tick, one under the other, or beside each other when they are short. */
export function drawSquares(sheet: Sheet, texts: readonly string[], left: number, width: number, beside = false): void {
  let x = left;
  sheet.within("L", () => {
    for (const text of texts) {
      const lines = sheet.lines([{ text }], TEXT, width - SQUARE - 8);
      sheet.need(lines.length * TEXT.line + 2);
      const top = sheet.y;
      sheet.decoration(() => {
        sheet.pdf
          .rect(x, top + 2.5, SQUARE, SQUARE)
          .lineWidth(0.8)
          .strokeColor(INK)
          .stroke();
      });
      const from = x;
      sheet.within("LI", () => {
        sheet.content("LBody", () => sheet.draw(lines, TEXT, from + SQUARE + 7, width - SQUARE - 8));
      });
      if (beside) {
        sheet.y = top;
        x += SQUARE + 30 + (lines[0] ?? []).reduce((sum, part) => sum + part.width, 0);
      } else sheet.y += 2;
    }
  });
  if (beside) sheet.y += TEXT.line + 2;
  if (sheet.y > PAGE.height - PAGE.bottom) sheet.breakPage();
}
