import type { PaperForm, PaperPart, PaperQuestion } from "../../engine/index.ts";
import { documentWords } from "../strings-documents.ts";
import { drawHeading, drawParagraph } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, LINE, SOFT } from "./look.ts";
import { drawBlank, drawSquares } from "./paper-blanks.ts";
import { PAGE, type PdfFile, Sheet, type Style } from "./sheet.ts";

const words = documentWords.paper;
const TITLE: Style = { size: 19, line: 25, colour: INK };
const ASKED: Style = { size: 10.5, line: 14.5, colour: INK };
const HINT: Style = { size: 9, line: 12, colour: SOFT };
const NOTICE: Style = { size: 8, line: 10.5, colour: SOFT };
const NUMBER = 26;
/** Blank items of a list on paper, unless it takes fewer. */
const ITEMS = 3;

/** What a paper form says besides its questions. */
export interface PaperView {
  readonly head: Letterhead;
  readonly form: PaperForm;
  readonly summary: string | null;
  /** Where to send it: lines of a postal address. */
  readonly returnTo: readonly string[];
  /** What the definition says to have at hand. */
  readonly need: readonly string[];
  /** Purpose, legal basis, retention, recipients, rights: paragraphs (RGPD, art. 13). */
  readonly notice: readonly string[];
  /** Version of the definition: what an agent types it back into. */
  readonly version: number;
  readonly at: Date;
}

/** A definition's form to fill in by hand, as a PDF. */
export function paperPdf(view: PaperView): Promise<PdfFile> {
  const { head, form, at } = view;
  const sheet = new Sheet(head.faces, { title: form.title, author: head.member, createdAt: at });
  drawLetterhead(sheet, head);
  const title = sheet.lines([{ text: form.title, bold: true }], TITLE, sheet.width);
  sheet.content("H1", () => sheet.draw(title, { ...TITLE, colour: head.colour }));
  sheet.y += 6;
  if (view.summary !== null) drawParagraph(sheet, [{ text: view.summary }]);
  const numbers = form.join.length > 0 ? ` ${words.joinedNumbers}` : "";
  drawParagraph(sheet, [{ text: `${words.how}${numbers}` }], HINT);
  for (const part of form.parts) drawPart(sheet, part, head.colour);
  drawJoin(sheet, view);
  drawSigned(sheet, head.colour);
  drawReturn(sheet, view);
  drawHeading(sheet, 3, [{ text: words.notice }], head.colour);
  drawParagraph(sheet, [{ text: view.notice.join(" ") }], NOTICE);
  return sheet.finish((rank, count) => {
    drawFooter(sheet, [`${head.member} – ${form.title}`, words.version(view.version)], documentWords.page(rank, count));
  });
}

function drawPart(sheet: Sheet, { title, hint, when, questions }: PaperPart, colour: string): void {
  drawHeading(sheet, 2, [{ text: title }], colour);
  if (when !== undefined) drawWhen(sheet, when, PAGE.left);
  if (hint !== undefined) drawParagraph(sheet, [{ text: hint }], HINT);
  for (const question of questions) drawQuestion(sheet, question, PAGE.left, sheet.width);
  sheet.y += 4;
}

/** On what a question depends, in words. */
function drawWhen(sheet: Sheet, when: string, left: number, width: number = sheet.width): void {
  const lines = sheet.lines([{ text: when === "" ? words.ifConcerned : words.onlyIf(when), bold: true }], HINT, width);
  sheet.need(lines.length * HINT.line + 40);
  sheet.content("P", () => sheet.draw(lines, { ...HINT, colour: INK }, left, width));
  sheet.y += 2;
}

function drawQuestion(sheet: Sheet, question: PaperQuestion, left: number, width: number): void {
  const { number, field, when, questions } = question;
  const indent = number === "" ? 0 : NUMBER;
  const optional = field.required || field.type === "boolean" ? [] : [{ text: ` ${words.optional}` }];
  const asked = [{ text: field.title, bold: true as const }, ...optional];
  const lines = sheet.lines(asked, ASKED, width - indent);
  const hint = field.hint === undefined ? [] : sheet.lines([{ text: field.hint }], HINT, width - indent);
  sheet.need(lines.length * ASKED.line + hint.length * HINT.line + (when === undefined ? 0 : 14) + 44);
  if (when !== undefined) drawWhen(sheet, when, left + indent, width - indent);
  const [shown] = sheet.lines([{ text: `${number}.`, bold: true }], ASKED, NUMBER);
  sheet.content("P", () => {
    if (shown && indent > 0) sheet.drawLine(shown, { ...ASKED, colour: SOFT }, left, NUMBER, sheet.y);
    sheet.draw(lines, ASKED, left + indent, width - indent);
  });
  if (hint.length > 0) sheet.content("P", () => sheet.draw(hint, HINT, left + indent, width - indent));
  sheet.y += 3;
  if (field.widget === "repeat") drawItems(sheet, question, left + indent, width - indent);
  else if (questions.length > 0)
    for (const child of questions) drawQuestion(sheet, child, left + indent, width - indent);
  else drawBlank(sheet, field, left + indent, width - indent);
  sheet.y += 7;
}

/** Blanks for several items; an item of one thing takes a line. */
function drawItems(sheet: Sheet, { field, questions }: PaperQuestion, left: number, width: number): void {
  const most = Number(field.schema["maxItems"] ?? ITEMS);
  for (let rank = 1; rank <= Math.min(most, ITEMS); rank += 1) {
    const lines = sheet.lines([{ text: words.item(rank), bold: true }], HINT, width);
    sheet.need(70);
    sheet.content("P", () => sheet.draw(lines, HINT, left, width));
    sheet.y += 2;
    sheet.rule(LINE, 0.6, left, width);
    sheet.y += 5;
    for (const child of questions) drawQuestion(sheet, child, left, width);
  }
  if (most > ITEMS) drawIndented(sheet, words.moreItems, left, width);
}

function drawIndented(sheet: Sheet, text: string, left: number, width: number): void {
  const lines = sheet.lines([{ text }], HINT, width);
  sheet.need(lines.length * HINT.line);
  sheet.content("P", () => sheet.draw(lines, HINT, left, width));
}

/** What to join: the files the form asks for, and what its page says to have at hand. */
function drawJoin(sheet: Sheet, { form, need, head }: PaperView): void {
  if (form.join.length === 0 && need.length === 0) return;
  drawHeading(sheet, 2, [{ text: words.join }], head.colour);
  const files = form.join.map(({ number, field, when }) => {
    const only = when === undefined ? "" : ` – ${when === "" ? words.joinIfConcerned : words.joinOnlyIf(when)}`;
    return `${number}. ${field.title}${field.hint === undefined ? "" : ` (${field.hint})`}${only}`;
  });
  drawSquares(sheet, [...files, ...need], PAGE.left, sheet.width);
  sheet.y += 6;
}

function drawSigned(sheet: Sheet, colour: string): void {
  sheet.need(120);
  drawHeading(sheet, 2, [{ text: words.signed }], colour);
  drawParagraph(sheet, [{ text: words.signedText }], HINT);
  const top = sheet.y;
  sheet.decoration(() => {
    for (const [left, width] of [
      [PAGE.left, sheet.width * 0.35],
      [PAGE.left + sheet.width * 0.4, sheet.width * 0.6],
    ] as const) {
      sheet.pdf.roundedRect(left, top, width, 54, 3).lineWidth(0.7).strokeColor(SOFT).stroke();
    }
  });
  for (const [text, left] of [
    [words.date, PAGE.left],
    [words.signature, PAGE.left + sheet.width * 0.4],
  ] as const) {
    const [line] = sheet.lines([{ text }], HINT, 150);
    sheet.content("P", () => line && sheet.drawLine(line, HINT, left + 6, 150, top + 3));
  }
  sheet.y = top + 64;
}

function drawReturn(sheet: Sheet, { returnTo, head }: PaperView): void {
  drawHeading(sheet, 2, [{ text: words.returnTitle }], head.colour);
  drawParagraph(sheet, [{ text: words.returnText }, { text: `\n${returnTo.join("\n")}`, bold: true }]);
}
