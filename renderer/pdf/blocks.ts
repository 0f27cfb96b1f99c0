import type { AnswerLine, Block, Signatory } from "../../engine/index.ts";
import { documentWords as words } from "../strings-documents.ts";
import { drawCard } from "./card.ts";
import { INK, type Letterhead, LINE, SOFT } from "./look.ts";
import { drawCode, type Verification } from "./qr-code.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";
import type { TextRun } from "./text-lines.ts";

export const BODY: Style = { size: 10.5, line: 15, colour: INK };
const SMALL: Style = { size: 9, line: 12.5, colour: SOFT };
const HEADINGS: Readonly<Record<2 | 3, Style>> = {
  2: { size: 13.5, line: 19, colour: INK },
  3: { size: 11.5, line: 16, colour: INK },
};
const INDENT = 16;
/** Share of the width that questions take beside their answers. */
const LABELS = 0.4;
const GUTTER = 14;
/** Left for the first row of a table: its title and its rule are not alone at the foot of a page. */
const FIRST_ROW = 36;

/** What blocks need beside their own words. */
export interface Drawing {
  readonly sheet: Sheet;
  readonly head: Letterhead;
  readonly verification: Verification | null;
}

/** Draws a block from here down, below one of the kind `above`. */
export function drawBlock(drawing: Drawing, block: Block, above: Block["kind"] | undefined): void {
  const { sheet, verification } = drawing;
  switch (block.kind) {
    case "heading":
      drawHeading(sheet, block.level, block.runs, drawing.head.colour);
      break;
    case "paragraph":
      drawParagraph(sheet, block.runs);
      break;
    case "list":
      drawList(sheet, block.ordered, block.items);
      break;
    case "answers":
      drawAnswers(sheet, block.title, block.rows, above === "answers");
      break;
    case "signature":
      drawSignature(sheet, block.signatory);
      break;
    case "code":
      if (verification) drawCode(sheet, verification);
      break;
    case "card":
      drawCard(sheet, drawing.head, block.card, verification);
      break;
    case "page":
      sheet.breakPage();
      break;
  }
}

/** A heading, never alone at the foot of a page. */
export function drawHeading(sheet: Sheet, level: 2 | 3, runs: readonly TextRun[], colour: string): void {
  const style = HEADINGS[level];
  const bold = runs.map(({ text }) => ({ text, bold: true as const }));
  const lines = sheet.lines(bold, style, sheet.width);
  sheet.need(lines.length * style.line + 2 * BODY.line + 10);
  sheet.y += level === 2 ? 8 : 4;
  sheet.content(`H${level}`, () => sheet.draw(lines, level === 2 ? { ...style, colour } : style));
  sheet.y += 4;
}

/** A paragraph; its last two lines stay together. */
export function drawParagraph(sheet: Sheet, runs: readonly TextRun[], style: Style = BODY): void {
  const lines = sheet.lines(runs, style, sheet.width);
  sheet.need(Math.min(lines.length, 2) * style.line);
  sheet.content("P", () => sheet.draw(lines, style));
  sheet.y += style.line * 0.55;
}

function drawList(sheet: Sheet, ordered: boolean, items: readonly (readonly TextRun[])[]): void {
  sheet.within("L", () => {
    for (const [index, runs] of items.entries()) {
      const lines = sheet.lines(runs, BODY, sheet.width - INDENT);
      const mark = sheet.lines([{ text: ordered ? `${index + 1}.` : "•" }], BODY, INDENT);
      sheet.need(BODY.line);
      sheet.within("LI", () => {
        sheet.content("Lbl", () => {
          for (const line of mark) sheet.drawLine(line, BODY, PAGE.left, INDENT, sheet.y);
        });
        sheet.content("LBody", () => sheet.draw(lines, BODY, PAGE.left + INDENT, sheet.width - INDENT));
      });
      sheet.y += 3;
    }
  });
  sheet.y += BODY.line * 0.45;
}

/**
 * A table of two columns: each question heads its row.
 * @param follows another table: only a space tells them apart when this one has no title
 */
function drawAnswers(sheet: Sheet, title: string | undefined, rows: readonly AnswerLine[], follows: boolean): void {
  if (title !== undefined) {
    const style = { ...SMALL, size: 10, colour: INK };
    const lines = sheet.lines([{ text: title, bold: true }], style, sheet.width);
    sheet.need(lines.length * style.line + FIRST_ROW + 6);
    sheet.y += 4;
    sheet.content("P", () => sheet.draw(lines, style));
    sheet.y += 2;
  }
  const left = sheet.width * LABELS - GUTTER;
  sheet.within("Table", () => {
    sheet.need(FIRST_ROW);
    if (title !== undefined || !follows) sheet.rule(LINE);
    for (const { label, text } of rows) drawAnswer(sheet, label, text, left);
  });
  sheet.y += BODY.line * 0.7;
}

function drawAnswer(sheet: Sheet, label: string, text: string, width: number): void {
  const asked = { ...BODY, size: 10, line: 14, colour: SOFT };
  const said = { ...BODY, size: 10, line: 14 };
  const question = sheet.lines([{ text: label }], asked, width);
  const answer = sheet.lines([{ text }], said, sheet.width - width - GUTTER);
  const height = Math.max(question.length * asked.line, answer.length * said.line) + 8;
  // A row as tall as a page cannot be kept whole: it begins where it is.
  sheet.need(height < sheet.bottom - PAGE.top ? height : Math.max(question.length, 3) * asked.line + 8);
  sheet.y += 4;
  const top = sheet.y;
  sheet.within("TR", () => {
    sheet.content("TH", () => sheet.draw(question, asked, PAGE.left, width), { scope: "Row" });
    const below = sheet.y;
    sheet.y = top;
    const page = sheet.pdf.bufferedPageRange().count;
    sheet.content("TD", () => sheet.draw(answer, said, PAGE.left + width + GUTTER, sheet.width - width - GUTTER));
    const turned = sheet.pdf.bufferedPageRange().count > page;
    sheet.y = (turned ? sheet.y : Math.max(below, sheet.y)) + 4;
  });
  sheet.rule(LINE);
}

/** Who decided, when, in what capacity: at the right, in one piece. */
function drawSignature(sheet: Sheet, { name, capacity, service, day }: Signatory): void {
  const width = sheet.width * 0.52;
  const left = PAGE.left + sheet.width - width;
  const said = [
    [{ text: words.doneOn(day) }],
    ...(name === undefined ? [] : [[{ text: name, bold: true as const }]]),
    ...(capacity === undefined ? [] : [[{ text: capacity }]]),
    [{ text: service }],
  ];
  const lines = said.flatMap((runs) => sheet.lines(runs, BODY, width));
  sheet.need(lines.length * BODY.line + 14);
  sheet.y += 10;
  sheet.content("P", () => sheet.draw(lines, BODY, left, width));
  sheet.y += 8;
}
