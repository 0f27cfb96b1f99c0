import { buffer } from "node:stream/consumers";
import { reportPage } from "../../../renderer/figures/report-page.tsx";
import { type ReportView, reportLines } from "../../../renderer/figures/report-view.ts";
import { reportPdf } from "../../../renderer/pdf/report-pdf.ts";
import { steeringWords } from "../../../renderer/strings-steering.ts";
import { audit } from "../../audit.ts";
import { typeOf } from "../../export/export-file.ts";
import { lineSheet, xlsxFile } from "../../export/xlsx-file.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { memberLetterhead } from "../../pdf/letterhead.ts";
import { problem } from "../../problem.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { FIGURES, type FigureScope, figureScope } from "./figure-scope.ts";
import { askedPeriod, periodPairs } from "./period.ts";
import { type Reported, readReport, reportedTo } from "./read-report.ts";

const { report: words } = steeringWords;

/** GET /{member}/agent/chiffres/pilotage: the figures of what an agent reads, of a member, or of the whole group. */
export async function reportRoute(c: PageContext): Promise<Response> {
  const asked = await reportScope(c);
  if (asked instanceof Response) return asked;
  const { scope, reported } = asked;
  const { period, choice } = askedPeriod(c, scope.now);
  const report = await readReport(scope, reported, period);
  const html = reportPage({
    frame: await backFrame(c, scope, FIGURES),
    home: scope.base,
    action: `${scope.base}/pilotage`,
    choice,
    query: new URLSearchParams(periodPairs(choice)).toString(),
    report,
    refused: report ? undefined : words.tooLong,
  });
  return c.html(html, report ? 200 : 503);
}

/** GET …/pilotage.xlsx: the same for a spreadsheet. */
export const reportXlsxRoute = (c: PageContext): Promise<Response> =>
  file(c, "xlsx", typeOf("xlsx"), async ({ ctx }, report) => {
    const lines = reportLines(report);
    const heads = lines[0]?.facts.map(({ key, label }) => `${label}${UNITS[key] ?? ""}`) ?? [];
    const figures = lines.map(({ name, facts }) => [name, ...facts.map(({ number }) => number)]);
    const best = report.tops.flatMap(({ name, services }) => services.map(([title, , count]) => [name, title, count]));
    const title = [[report.title], [words.lead(report.who, report.period)]];
    const sheets = [
      { name: words.title, lines: [[report.head, ...heads], ...figures] },
      { name: words.top, lines: [[words.member, words.service, steeringWords.facts.received], ...best] },
    ].slice(0, best.length > 0 ? 2 : 1);
    return buffer(
      xlsxFile(
        sheets.map((sheet) => lineSheet(sheet.name, [...title, ...sheet.lines], 3)),
        ctx.clock(),
      ),
    );
  });

/** GET …/pilotage.pdf: the same on paper, in the member's name. */
export const reportPdfRoute = (c: PageContext): Promise<Response> =>
  file(c, "pdf", "application/pdf", async ({ ctx, member }, report) => {
    const head = await memberLetterhead(ctx.db, member);
    return (await reportPdf(report, head, ctx.clock())).bytes;
  });

const UNITS: Readonly<Record<string, string>> = {
  evolution: " (%)",
  median: " (jours)",
  nine: " (jours)",
  inTime: " (%)",
  abandoned: " (%)",
  satisfaction: " (sur 5)",
};

async function file(
  c: PageContext,
  extension: "xlsx" | "pdf",
  type: string,
  write: (scope: FigureScope, report: ReportView) => Promise<Uint8Array>,
): Promise<Response> {
  const asked = await reportScope(c);
  if (asked instanceof Response) return asked;
  const { scope, reported } = asked;
  const { period } = askedPeriod(c, scope.now);
  const report = await readReport(scope, reported, period);
  if (!report) return noticeResponse(c, problem("unavailable", words.tooLong));
  const bytes = await write(scope, report);
  const { ctx, agent } = scope;
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const detail = { of: "report", rows: report.lines.length };
  for (const { member } of reported.places) audit(ctx, { member, action: "export", actor, detail });
  c.header("Content-Disposition", `attachment; filename="rapport.${extension}"`);
  return c.body(Uint8Array.from(bytes), 200, { "Content-Type": type });
}

/** What the report tells an agent, or the answer to give instead: there must be something she may read. */
async function reportScope(c: PageContext): Promise<{ scope: FigureScope; reported: Reported } | Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const reported = reportedTo(scope);
  return reported ? { scope, reported } : refuse(c, problem("not-allowed", words.notAllowed));
}
