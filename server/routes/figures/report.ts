import { buffer } from "node:stream/consumers";
import { type CompiledDefinition, formatNumber, type Period, periodLabel } from "../../../engine/index.ts";
import { factTexts } from "../../../renderer/figures/fact-text.ts";
import { reportPage } from "../../../renderer/figures/report-page.tsx";
import type { ReportMember, ReportView } from "../../../renderer/figures/report-view.ts";
import { reportPdf } from "../../../renderer/pdf/report-pdf.ts";
import { steeringWords } from "../../../renderer/strings-steering.ts";
import { audit } from "../../audit.ts";
import { typeOf } from "../../export/export-file.ts";
import { lineSheet, xlsxFile } from "../../export/xlsx-file.ts";
import { holdsRole } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { memberLetterhead } from "../../pdf/letterhead.ts";
import { problem } from "../../problem.ts";
import { TooLong } from "../../store/in-turn.ts";
import type { Member } from "../../store/members.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { type Facts, factsOf, together } from "./facts.ts";
import { factsView } from "./facts-view.ts";
import { FIGURES, type FigureScope, figureScope } from "./figure-scope.ts";
import { askedPeriod, periodPairs } from "./period.ts";

const { report: words } = steeringWords;
const TOP = 5;

/** GET /{member}/agent/chiffres/pilotage: the report of a member, or of the whole group for who administers it. */
export async function reportRoute(c: PageContext): Promise<Response> {
  const scope = await reportScope(c);
  if (scope instanceof Response) return scope;
  const { period, choice } = askedPeriod(c, scope.now);
  const report = await readReport(scope, period);
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
    const lines = report.total ? [...report.members, report.total] : report.members;
    const heads = lines[0]?.facts.map(({ key, label }) => `${label}${UNITS[key] ?? ""}`) ?? [];
    const figures = lines.map(({ name, facts }) => [name, ...facts.map(({ number }) => number)]);
    const top = lines.flatMap(({ name, top: services }) => services.map(([title, , count]) => [name, title, count]));
    const title = [[report.title], [words.lead(report.who, report.period)]];
    const best = [words.member, words.rank, steeringWords.facts.received];
    const sheets = [
      lineSheet(words.title, [...title, [words.member, ...heads], ...figures], 3),
      lineSheet(words.top, [...title, best, ...top], 3),
    ];
    return buffer(xlsxFile(sheets, ctx.clock()));
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
  const scope = await reportScope(c);
  if (scope instanceof Response) return scope;
  const { period } = askedPeriod(c, scope.now);
  const report = await readReport(scope, period);
  if (!report) return noticeResponse(c, problem("unavailable", words.tooLong));
  const bytes = await write(scope, report);
  const { ctx, agent, member } = scope;
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  audit(ctx, { member: member.id, action: "export", actor, detail: { of: "report", rows: report.members.length } });
  c.header("Content-Disposition", `attachment; filename="rapport.${extension}"`);
  return c.body(Uint8Array.from(bytes), 200, { "Content-Type": type });
}

/** Whoever administers the member, or reads all of its entries: the report tells of every unit at once. */
async function reportScope(c: PageContext): Promise<FigureScope | Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response || readsReport(scope)) return scope;
  return refuse(c, problem("not-allowed", words.notAllowed));
}

/** Whether the report of her member is hers to read. */
export const readsReport = ({ agent }: Pick<AgentScope, "agent">): boolean =>
  ADMINISTRATORS.some((role) => holdsRole(agent, role)) ||
  agent.assignments.some(({ unit, definition }) => unit === null && definition === null);

const ADMINISTRATORS = ["admin-membre", "admin-fonctionnel", "admin-groupe"] as const;

/** The report of a period; null when it takes too long. */
async function readReport(scope: FigureScope, period: Period): Promise<ReportView | null> {
  const { ctx, member, agent } = scope;
  const group = member.coordinator && holdsRole(agent, "admin-groupe");
  const members = group ? ctx.catalogue.members().filter(({ groupName }) => groupName === member.groupName) : [member];
  const places = members.map((each) => ({ member: each.id, definitions: servicesOf(scope, each) }));
  try {
    const found = await factsOf(ctx, places, period);
    const lines = members.map((each, index) =>
      lineOf(each.name, places[index]?.definitions ?? [], found[index] ?? NONE),
    );
    const facts = found.flatMap((each) => [...each.values()]);
    return {
      title: words.title,
      who: group ? words.group : member.name,
      period: periodLabel(period),
      members: lines,
      total:
        members.length > 1
          ? { name: words.total, facts: factTexts(factsView(together(facts))), top: topOf(places, found) }
          : null,
    };
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}

const NONE: ReadonlyMap<string, Facts> = new Map();

const servicesOf = ({ ctx }: FigureScope, { id }: Member): readonly CompiledDefinition[] =>
  ctx.catalogue.definitions(id).filter(({ kind }) => kind === "service");

function lineOf(
  name: string,
  definitions: readonly CompiledDefinition[],
  facts: ReadonlyMap<string, Facts>,
): ReportMember {
  const view = factsView(together([...facts.values()]));
  return { name, facts: factTexts(view), top: topOf([{ definitions }], [facts]) };
}

/** The téléservices most asked for. */
function topOf(
  places: readonly { readonly definitions: readonly CompiledDefinition[] }[],
  found: readonly ReadonlyMap<string, Facts>[],
): ReportMember["top"] {
  const counts = new Map<string, { title: string; count: number }>();
  for (const [index, { definitions }] of places.entries()) {
    for (const { id, title } of definitions) {
      const count = (counts.get(id)?.count ?? 0) + (found[index]?.get(id)?.received ?? 0);
      counts.set(id, { title: counts.get(id)?.title ?? title, count });
    }
  }
  return [...counts.values()]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.title.localeCompare(b.title, "fr"))
    .slice(0, TOP)
    .map(({ title, count }) => [title, formatNumber(count), count] as const);
}
