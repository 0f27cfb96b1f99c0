import { type Composed, formatDate } from "../../engine/index.ts";
import { documentWords as words } from "../strings-documents.ts";
import { drawBlock } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, SOFT } from "./look.ts";
import type { Verification } from "./qr-code.ts";
import { PAGE, type PdfFile, Sheet, type Style } from "./sheet.ts";

const TITLE: Style = { size: 19, line: 25, colour: INK };
const FACTS: Style = { size: 9.5, line: 13, colour: SOFT };

export interface DocumentView {
  readonly head: Letterhead;
  readonly composed: Composed;
  /** Title of the definition. */
  readonly about: string;
  readonly reference: string;
  /** When what it says came about. */
  readonly at: Date;
  /** "2026-03-03", in Paris. */
  readonly day: string;
  /** Null for a specimen, which says so on every page. */
  readonly verification: Verification | null;
}

/** A document about an entry, as a PDF: the same view always gives the same file. */
export function documentPdf({
  head,
  composed,
  about,
  reference,
  at,
  day,
  verification,
}: DocumentView): Promise<PdfFile> {
  const sheet = new Sheet(head.faces, {
    title: `${composed.title} – ${reference}`,
    author: head.member,
    createdAt: at,
  });
  drawLetterhead(sheet, head);
  const title = sheet.lines([{ text: composed.title, bold: true }], TITLE, sheet.width);
  sheet.content("H1", () => sheet.draw(title, { ...TITLE, colour: head.colour }));
  sheet.y += 3;
  const facts = sheet.lines([{ text: `${about}\n${words.facts(reference, formatDate(day))}` }], FACTS, sheet.width);
  sheet.content("P", () => sheet.draw(facts, FACTS));
  sheet.y += 16;
  for (const [index, block] of composed.blocks.entries()) {
    drawBlock({ sheet, head, verification }, block, composed.blocks[index - 1]?.kind);
  }
  const left = `${head.member} – ${composed.title} – ${reference}`;
  const said = verification ? words.footerCode(verification.code, verification.typed) : words.specimen;
  return sheet.finish((rank, count) => {
    drawFooter(sheet, [left, said], words.page(rank, count));
    if (!verification) drawSpecimen(sheet);
  });
}

/** Across the page, so that nobody takes an admin's trial for a decision. */
function drawSpecimen(sheet: Sheet): void {
  const { pdf } = sheet;
  sheet.decoration(() => {
    pdf.save();
    pdf.rotate(-40, { origin: [PAGE.width / 2, PAGE.height / 2] });
    pdf.font("bold").fontSize(96).fillColor("#000000", 0.06);
    const wide = pdf.widthOfString(words.specimenMark);
    pdf.text(words.specimenMark, (PAGE.width - wide) / 2, PAGE.height / 2, { lineBreak: false, baseline: "middle" });
    pdf.fillOpacity(1);
    pdf.restore();
  }, "Pagination");
}
