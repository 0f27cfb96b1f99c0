import type { ActivityView, ChapterView } from "../activity/activity-view.ts";
import { activityWords as words } from "../strings-activity.ts";
import { drawHeading, drawParagraph } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, SOFT } from "./look.ts";
import { type PdfFile, Sheet, type Style } from "./sheet.ts";
import { drawTable } from "./table.ts";

const TITLE: Style = { size: 19, line: 25, colour: INK };
const NOTE: Style = { size: 9, line: 12.5, colour: SOFT };

/** An activity report on paper. */
export function activityPdf(report: ActivityView, head: Letterhead, at: Date): Promise<PdfFile> {
  const { title, who, year, places } = report;
  const sheet = new Sheet(head.faces, { title: `${title}, ${who}`, author: head.member, createdAt: at });
  drawLetterhead(sheet, head);
  const lines = sheet.lines([{ text: title, bold: true }], TITLE, sheet.width);
  sheet.content("H1", () => sheet.draw(lines, { ...TITLE, colour: head.colour }));
  sheet.y += 4;
  drawParagraph(sheet, [{ text: `${words.lead(who)} ${report.standing}` }]);
  if (report.note) drawParagraph(sheet, [{ text: report.note, bold: true }]);
  const columns = [`${year}`, `${year - 1}`, ...places];
  for (const chapter of report.chapters) drawChapter(sheet, chapter, columns, head.colour);
  const foot = `${head.member} – ${title} – ${who}`;
  return sheet.finish((rank, count) => drawFooter(sheet, [foot], words.page(rank, count)));
}

function drawChapter(sheet: Sheet, chapter: ChapterView, columns: readonly string[], colour: string): void {
  drawHeading(sheet, 2, [{ text: chapter.title }], colour);
  if (chapter.text) drawParagraph(sheet, [{ text: chapter.text }], NOTE);
  drawTable(sheet, {
    heads: [words.figure, ...columns],
    rows: chapter.figures.map(({ title, total, before, places }) => [
      title,
      ...[total, before, ...places].map(({ text }) => text),
    ]),
    first: columns.length > 3 ? 0.4 : 0.6,
    total: false,
  });
  for (const { label, text } of chapter.said) {
    drawHeading(sheet, 3, [{ text: label }], colour);
    for (const line of text.split(/\n+/)) drawParagraph(sheet, [{ text: line }]);
  }
  for (const { title, by, rows } of chapter.figures.flatMap(({ groups }) => groups)) {
    if (rows.length === 0) continue;
    drawHeading(sheet, 3, [{ text: title }], colour);
    drawTable(sheet, {
      heads: [by, ...columns.slice(0, 2)],
      rows: rows.map(({ label, text, before }) => [label, text, before.text]),
      first: 0.6,
      total: false,
    });
  }
}
