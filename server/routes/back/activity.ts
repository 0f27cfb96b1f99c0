import { buffer } from "node:stream/consumers";
import { fieldAt, tellsAll } from "../../../engine/index.ts";
import { activityPage } from "../../../renderer/activity/activity-page.tsx";
import { type ActivityView, activityLines, chaptersOf } from "../../../renderer/activity/activity-view.ts";
import { longDay, longInstant } from "../../../renderer/back/when.ts";
import { activityPdf } from "../../../renderer/pdf/activity-pdf.ts";
import { activityWords as words } from "../../../renderer/strings-activity.ts";
import { type Report, reportOf } from "../../activity/read.ts";
import { audit } from "../../audit.ts";
import { type Standing, standingOf } from "../../commands/keep-activity.ts";
import { BOM, csvLine } from "../../csv.ts";
import { typeOf } from "../../export/export-file.ts";
import { odsFile } from "../../export/ods-file.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { memberLetterhead } from "../../pdf/letterhead.ts";
import { notFound, problem } from "../../problem.ts";
import { TooLong } from "../../store/in-turn.ts";
import { disposition } from "../files.ts";
import { sendPdf } from "../send-pdf.ts";
import { activityLinks } from "./activity-links.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { type EntryScope, entryScope } from "./entry-scope.ts";

/** GET /{member}/agent/{domain}/{name}/{id}/rapport: the figures of the year that an entry tells. */
export async function activityRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { definition, entry, base } = scope;
  if (!definition.activity) return refuse(c, notFound());
  const report = reportOf(definition, entry);
  const view = report && (await viewOf(scope, report));
  const html = activityPage({
    frame: await backFrame(c, scope, definition.id),
    entryHref: base,
    base: `${base}/rapport`,
    heading: report ? words.title(definition.title, report.year) : definition.title,
    report: view,
    refused: view ? null : report ? words.tooLong : words.noYear,
  });
  return c.html(html, view ? 200 : report ? 503 : 200);
}

/** GET …/rapport.pdf: the same on paper, in the member's name. */
export const activityPdfRoute = (c: PageContext): Promise<Response> =>
  file(c, "pdf", async ({ ctx, member }, view, name) => {
    const head = await memberLetterhead(ctx.db, member);
    return sendPdf(c, (await activityPdf(view, head, ctx.clock())).bytes, name);
  });

/** GET …/rapport.csv: a line for each figure and each group, for French spreadsheets. */
export const activityCsvRoute = (c: PageContext): Promise<Response> =>
  file(c, "csv", async (_, view, name) => {
    const { headings, rows } = activityLines(view);
    const written = (cell: string | number | null) =>
      typeof cell === "number" ? String(cell).replace(".", ",") : (cell ?? "");
    const body = BOM + [headings, ...rows].map((cells) => csvLine(cells.map(written))).join("");
    c.header("Content-Disposition", disposition(name));
    return c.body(body, 200, { "Content-Type": typeOf("csv") });
  });

/** GET …/rapport.ods: the same with real numbers. */
export const activityOdsRoute = (c: PageContext): Promise<Response> =>
  file(c, "ods", async ({ ctx }, view, name) => {
    const { headings, rows } = activityLines(view);
    const table = { title: view.title, headings, keys: headings, rows: whole(rows) };
    c.header("Content-Disposition", disposition(name));
    return c.body(Uint8Array.from(await buffer(odsFile(table, ctx.clock()))), 200, { "Content-Type": typeOf("ods") });
  });

async function* whole<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}

async function file(
  c: PageContext,
  extension: "pdf" | "csv" | "ods",
  write: (scope: EntryScope, view: ActivityView, name: string) => Promise<Response>,
): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, agent, member, definition } = scope;
  const report = reportOf(definition, scope.entry);
  if (!report) return refuse(c, notFound());
  const view = await viewOf(scope, report);
  if (!view) return noticeResponse(c, problem("unavailable", words.tooLong));
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const detail = { of: "report", rows: view.chapters.reduce((all, { figures }) => all + figures.length, 0) };
  audit(ctx, { member: member.id, action: "export", actor, definition: definition.id, target: scope.entry.id, detail });
  return write(scope, view, `rapport-${report.year}.${extension}`);
}

/** The report in words; null when working it out takes too long. */
async function viewOf(scope: EntryScope, report: Report): Promise<ActivityView | null> {
  const { activity, definition, entry, year } = report;
  try {
    const standing = await standingOf(scope.ctx, report);
    const { told } = standing;
    const all = tellsAll(activity, entry.answers);
    return {
      title: words.title(definition.title, year),
      year,
      who: all ? words.everyone : scope.member.name,
      note: activity.note,
      standing: standingText(scope, standing),
      places: told.places.length > 1 ? told.places.map(({ name }) => name) : [],
      chapters: chaptersOf(activity.chapters, told, { ...activityLinks(scope, report, told), said: saidIn(scope) }),
    };
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}

/** Minutes between closing and keeping that nobody needs to hear of. */
const SOON = 10 * 60_000;

function standingText({ now }: EntryScope, { closing, keptAt }: Standing): string {
  if (!closing) return words.open(longDay(now));
  const late = keptAt !== null && Date.parse(keptAt) - Date.parse(closing.at) > SOON;
  return `${words.closed(closing.by, longInstant(closing.at))}${late ? ` ${words.late}` : ""}`;
}

/** The answers of the report itself that a chapter shows, as they were typed. */
const saidIn =
  (scope: EntryScope) =>
  ({ said }: { readonly said: readonly string[] }) => {
    const { definition, entry } = scope;
    return said.flatMap((key) => {
      const field = fieldAt(definition.form.order, key);
      const value = entry.answers[key];
      return field && typeof value === "string" && value.trim() !== "" ? [{ label: field.title, text: value }] : [];
    });
  };
