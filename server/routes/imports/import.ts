import { mappingPage } from "../../../renderer/imports/mapping-page.tsx";
import { type LineGroup, reportPage } from "../../../renderer/imports/report-page.tsx";
import { importWords as words } from "../../../renderer/strings-imports.ts";
import { auditRead } from "../../audit.ts";
import { type ImportLine, readLines } from "../../store/import-lines.ts";
import type { FileImport, LineOutcome } from "../../store/imports.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { type ImportScope, importScope } from "./import-scope.ts";
import { lineTexts } from "./line-texts.ts";
import { mappingView } from "./mapping-view.ts";

/** Lines of each kind shown on a page; the file of the report has them all. */
const SHOWN = 50;

/** GET /{member}/agent/{domain}/{name}/imports/{import}: what it is to mean, how far it is, or what became of its lines. */
export async function importRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const { phase, state } = scope.found;
  const mapping = phase === "mapping" || (phase === "trial" && (state === "stopped" || state === "failed"));
  return mapping || (c.req.query("etape") === "correspondance" && phase === "trial" && state === "done")
    ? showMapping(c, scope, {})
    : showReport(c, scope, null);
}

export interface MappingShow {
  readonly mapping?: FileImport["mapping"];
  readonly issues?: readonly { readonly pointer: string; readonly message: string }[];
  readonly name?: string;
}

export async function showMapping(c: PageContext, scope: ImportScope, shown: MappingShow): Promise<Response> {
  const { definition, found, actor, member } = scope;
  const issues = shown.issues ?? [];
  auditRead(scope.ctx, actor, { member: member.id, action: "list-read", definition: definition.id, target: found.id });
  const html = mappingPage({
    frame: await backFrame(c, scope, definition.id),
    title: definition.title,
    ...{ base: scope.base, here: scope.here, fileName: found.fileName, total: found.total },
    ...mappingView(definition.form, found, shown.mapping ?? found.mapping, issues),
    name: shown.name ?? "",
    issues,
    failure: found.failure,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

const ORDER: readonly LineOutcome[] = ["refused", "probable", "completed", "created", "same", "blank"];

export async function showReport(c: PageContext, scope: ImportScope, fault: string | null): Promise<Response> {
  const { ctx, definition, found, here, actor, member } = scope;
  auditRead(ctx, actor, { member: member.id, action: "list-read", definition: definition.id, target: found.id });
  const ended = found.endedAt !== null;
  const wanted = ended ? ORDER.filter((outcome) => (found.counts.outcomes[outcome] ?? 0) > 0) : [];
  const [frame, kept, ...lines] = await Promise.all([
    backFrame(c, scope, definition.id),
    ended && found.phase === "undo" ? readLines(ctx.db, found, { limit: SHOWN, undone: "kept" }) : Promise.resolve([]),
    ...wanted.map((outcome) => readLines(ctx.db, found, { limit: SHOWN, outcome })),
  ]);
  const groups = wanted.map((outcome, index): LineGroup => groupOf(scope, outcome, lines[index] ?? []));
  const html = reportPage({
    frame,
    title: definition.title,
    ...{ base: scope.base, here, list: scope.list, fileName: found.fileName, agentName: found.agentName },
    ...{ phase: found.phase, state: found.state, total: found.total, progress: found.progress },
    outcomes: found.counts.outcomes,
    aside: Object.entries(found.counts.aside),
    ...{ incomplete: found.counts.incomplete, failure: found.failure, fault },
    sentAt: found.createdAt.toISOString(),
    endedAt: found.endedAt?.toISOString() ?? null,
    expiresAt: found.expiresAt.toISOString(),
    gone: found.file === null,
    groups: kept.length > 0 ? [groupOf(scope, "kept", kept), ...groups] : groups,
  });
  return c.html(html, fault === null ? 200 : 422);
}

const groupOf = (
  { found, list }: ImportScope,
  outcome: LineOutcome | "kept",
  lines: readonly ImportLine[],
): LineGroup => ({
  title: words.sections[outcome],
  id: outcome,
  total: found.counts.outcomes[outcome] ?? lines.length,
  lines: lines.map((line) => ({
    line: line.line,
    who: line.details?.who ?? "",
    href: line.entryId !== null && line.undone !== "removed" ? `${list}/${line.entryId}` : null,
    details: line.details === null ? [] : lineTexts(line.details),
  })),
});
