import { type ReportView, reportTables } from "../figures/report-view.ts";
import { steeringWords } from "../strings-steering.ts";
import { drawHeading, drawParagraph } from "./blocks.ts";
import { drawFooter } from "./footer.ts";
import { drawLetterhead } from "./letterhead.ts";
import { INK, type Letterhead, SOFT } from "./look.ts";
import { type PdfFile, Sheet, type Style } from "./sheet.ts";
import { drawTable } from "./table.ts";

const { report: words } = steeringWords;
const TITLE: Style = { size: 19, line: 25, colour: INK };
const NOTE: Style = { size: 9, line: 12.5, colour: SOFT };

/** The steering report on paper. */
export function reportPdf(report: ReportView, head: Letterhead, at: Date): Promise<PdfFile> {
  const sheet = new Sheet(head.faces, {
    title: `${report.title}, ${report.period}`,
    author: head.member,
    createdAt: at,
  });
  drawLetterhead(sheet, head);
  const title = sheet.lines([{ text: report.title, bold: true }], TITLE, sheet.width);
  sheet.content("H1", () => sheet.draw(title, { ...TITLE, colour: head.colour }));
  sheet.y += 4;
  drawParagraph(sheet, [{ text: words.lead(report.who, report.period) }]);
  for (const lines of reportTables(report)) {
    drawTable(sheet, {
      heads: [report.head, ...(lines[0]?.facts.map(({ label }) => label) ?? [])],
      rows: lines.map(({ name, facts }) => [name, ...facts.map(({ text }) => text)]),
      first: 0.4,
      total: report.total !== null,
    });
  }
  drawParagraph(sheet, [{ text: `${words.before} ${words.small}` }], NOTE);
  if (report.tops.length > 0) drawHeading(sheet, 2, [{ text: words.top }], head.colour);
  for (const { name, services } of report.tops) {
    drawHeading(sheet, 3, [{ text: name }], head.colour);
    if (services.length === 0) drawParagraph(sheet, [{ text: words.topNone }], NOTE);
    else {
      drawTable(sheet, {
        heads: [words.service, steeringWords.facts.received],
        rows: services.map(([service, received]) => [service, received]),
        first: 0.8,
        total: false,
      });
    }
  }
  const foot = `${head.member} – ${report.title} – ${report.period}`;
  return sheet.finish((rank, count) => drawFooter(sheet, [foot], words.page(rank, count)));
}
