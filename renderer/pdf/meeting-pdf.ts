import { documentWords } from "../strings-documents.ts";
import { meetingWords } from "../strings-meetings.ts";
import { drawHeading, drawParagraph } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead } from "./look.ts";
import { othersFirst, type PdfFile, Sheet, type Style } from "./sheet.ts";
import { drawTable } from "./table.ts";

const { document: words, heads } = meetingWords;
const TITLE: Style = { size: 19, line: 25, colour: INK };
/** Rows drawn before others have their turn. */
const SLICE = 50;

/** The minutes of a meeting: what there was to give, by what criteria, who has what, and where it departed from the list. */
export interface MinutesView {
  readonly head: Letterhead;
  readonly title: string;
  /** How it was counted, and by what equals were drawn. */
  readonly notes: readonly string[];
  /** Title of what splits places. */
  readonly places: readonly string[];
  readonly criteria: readonly { readonly label: string; readonly rule: string; readonly maximum: number }[];
  readonly lines: readonly {
    readonly who: string;
    readonly points: number;
    readonly result: string;
  }[];
  readonly deviations: readonly string[];
  readonly figures: string;
  readonly signed: string;
  readonly at: Date;
}

export async function meetingPdf(view: MinutesView): Promise<PdfFile> {
  const { head, title } = view;
  const sheet = new Sheet(head.faces, { title, author: head.member, createdAt: view.at });
  drawLetterhead(sheet, head);
  const lines = sheet.lines([{ text: title, bold: true }], TITLE, sheet.width);
  sheet.content("H1", () => sheet.draw(lines, { ...TITLE, colour: head.colour }));
  sheet.y += 4;
  for (const note of view.notes) drawParagraph(sheet, [{ text: note }]);
  drawHeading(sheet, 2, [{ text: words.places }], head.colour);
  for (const place of view.places) drawParagraph(sheet, [{ text: place }]);
  drawHeading(sheet, 2, [{ text: words.criteria }], head.colour);
  drawTable(sheet, {
    heads: [words.criteria, meetingWords.heads.points],
    rows: view.criteria.map(({ label, rule, maximum }) => [`${label}. ${rule}`, String(maximum)]),
    first: 0.85,
    total: false,
  });
  drawHeading(sheet, 2, [{ text: words.lines }], head.colour);
  for (let from = 0; from < view.lines.length; from += SLICE) {
    drawTable(sheet, {
      heads: [heads.who, heads.points, heads.result],
      rows: view.lines.slice(from, from + SLICE).map(({ who, points, result }) => [who, String(points), result]),
      first: 0.4,
      total: false,
      texts: [2],
    });
    await othersFirst();
  }
  drawParagraph(sheet, [{ text: view.figures }]);
  drawHeading(sheet, 2, [{ text: words.deviations }], head.colour);
  for (const text of view.deviations.length > 0 ? view.deviations : [words.none]) drawParagraph(sheet, [{ text }]);
  sheet.y += 24;
  drawParagraph(sheet, [{ text: view.signed }]);
  return sheet.finish((rank, count) =>
    drawFooter(sheet, [`${head.member} – ${title}`], documentWords.page(rank, count)),
  );
}
