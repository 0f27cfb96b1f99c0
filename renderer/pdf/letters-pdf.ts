import type { Block } from "../../engine/index.ts";
import { documentWords as words } from "../strings-documents.ts";
import { drawBlock } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, SOFT } from "./look.ts";
import { othersFirst, type PdfFile, Sheet, type Style } from "./sheet.ts";

/** A letter to one person. */
export interface LetterView {
  /** Name and address. */
  readonly to: readonly string[];
  /** Of her entry. */
  readonly reference: string;
  readonly blocks: readonly Block[];
}

export interface LettersView {
  readonly head: Letterhead;
  /** What they are about. */
  readonly title: string;
  /** "3 mars 2026". */
  readonly day: string;
  readonly at: Date;
  /** Hears how many are drawn, and may throw to end it there. */
  readonly told?: (letters: number) => Promise<void>;
}

/** Where the window of a French envelope shows the address of a letter folded in three, in points. */
const WINDOW = { left: 312, top: 142, width: 236 } as const;
const ADDRESS: Style = { size: 10.5, line: 13.5, colour: INK };
const DAY: Style = { size: 10, line: 14, colour: SOFT };
const TITLE: Style = { size: 13, line: 18, colour: INK };

/** Letters one after the other in one PDF, each on pages of its own that are numbered apart. */
export async function lettersPdf(view: LettersView, letters: AsyncIterable<LetterView>): Promise<PdfFile> {
  const { head, title, at } = view;
  const sheet = new Sheet(head.faces, { title, author: head.member, createdAt: at });
  let drawn = 0;
  for await (const letter of letters) {
    if (drawn > 0) sheet.breakPage();
    drawLetter(sheet, view, letter);
    const left = [`${head.member} – ${title} – ${letter.reference}`];
    sheet.settle((rank, count) => drawFooter(sheet, left, words.page(rank, count)));
    drawn += 1;
    await view.told?.(drawn);
    await othersFirst();
  }
  return sheet.finish(() => undefined);
}

function drawLetter(sheet: Sheet, { head, title, day }: LettersView, { to, blocks }: LetterView): void {
  sheet.within("Sect", () => {
    drawLetterhead(sheet, head);
    sheet.y = Math.max(sheet.y, WINDOW.top);
    const lines = to.flatMap((text) => sheet.lines([{ text }], ADDRESS, WINDOW.width));
    sheet.content("P", () => sheet.draw(lines, ADDRESS, WINDOW.left, WINDOW.width));
    sheet.y = Math.max(sheet.y + 22, WINDOW.top + 100);
    sheet.content("P", () => sheet.draw(sheet.lines([{ text: day }], DAY, sheet.width), DAY));
    sheet.y += 12;
    const said = sheet.lines([{ text: title, bold: true }], TITLE, sheet.width);
    sheet.content("H1", () => sheet.draw(said, { ...TITLE, colour: head.colour }));
    sheet.y += 10;
    for (const [index, block] of blocks.entries()) {
      drawBlock({ sheet, head, verification: null }, block, blocks[index - 1]?.kind);
    }
  });
}
