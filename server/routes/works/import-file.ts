import { readFile as readBytes } from "node:fs/promises";
import type { Layout } from "../../../engine/index.ts";
import { layoutWords as words } from "../../../renderer/strings-layouts.ts";
import { type ImportReport, importPage } from "../../../renderer/works/import-page.tsx";
import { audit } from "../../audit.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { type Import, type PlannedLine, planImport } from "../../import/plan-import.ts";
import { MOST_BYTES, MOST_LINES, readFile, textOf } from "../../import/read-file.ts";
import { runImport } from "../../import/run-import.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { reach } from "../back/reach.ts";
import { one } from "../back/send-event.ts";

interface ImportScope extends AgentScope {
  readonly place: Omit<Import, "layout">;
  readonly layouts: readonly Layout[];
}

/** Files of this definition that are read, and an agent who may open its entries here; or the answer to give instead. */
async function importScope(c: PageContext): Promise<ImportScope | Response> {
  const id = definitionId(c);
  const scope = await agentScope(c, id);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const found = reach(ctx, session, member.id, id).find((place) => place.member === member);
  const layouts = found?.definition.layouts.filter(({ key }) => key !== null) ?? [];
  if (!found || layouts.length === 0) return refuse(c, notFound());
  const { definition, actor } = found;
  if (!mayOpen(ctx, member.id, definition, actor)) return refuse(c, problem("not-allowed", words.notAllowed));
  return { ...scope, layouts, place: { member: member.id, definition, actor } };
}

/** GET /{member}/agent/{domain}/{name}/import: which file to read, and what it must say. */
export async function importFormRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  return scope instanceof Response ? scope : show(c, scope, { layout: scope.layouts[0]?.id ?? "" });
}

/** POST of the same: what a file would do; sent again with its text from that page, it is done. */
export async function importFileRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const layout = scope.layouts.find(({ id }) => id === one(form, "modele")) ?? scope.layouts[0];
  if (!layout) return refuse(c, notFound());
  const again = { layout: layout.id };
  if (form.resumed) return show(c, scope, again);
  const confirmed = one(form, "_action") === "ecrire";
  const text = confirmed ? (one(form, "contenu") ?? "") : await textSent(c, form);
  if (text === null || text === "tooLarge") {
    return show(c, scope, { ...again, fault: text === null ? words.missing : words.tooLarge });
  }
  const read = readFile(layout, text);
  if (!read.ok) return show(c, scope, { ...again, fault: FAULTS[read.fault] });
  const lacking = read.lacking.filter((title) => isKey(layout, title));
  if (lacking.length > 0) return show(c, scope, { ...again, fault: words.lacks(lacking) });
  const { ctx } = scope;
  const request = { ...scope.place, layout };
  const plan = await planImport(ctx, request, read.lines);
  const done = confirmed ? await write(scope, request, text, plan) : plan;
  const report: ImportReport = { done: confirmed, lines: done, ignored: read.ignored, text: confirmed ? "" : text };
  return show(c, scope, { ...again, report });
}

async function write(
  { ctx, session, agent }: ImportScope,
  request: Import,
  text: string,
  plan: readonly PlannedLine[],
): Promise<readonly PlannedLine[]> {
  const done = await runImport(ctx, { ...request, actorIn: actorsOf(ctx, session) }, text, plan);
  const count = (outcome: PlannedLine["outcome"]) => done.filter((line) => line.outcome === outcome).length;
  const detail = {
    ...{ layout: request.layout.id, lines: done.length, created: count("create"), changed: count("update") },
    ...{ same: count("same"), refused: count("refused") },
  };
  const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
  audit(ctx, { member: request.member, action: "import", actor, definition: request.definition.id, detail });
  return done;
}

const FAULTS = {
  unreadable: words.unreadable,
  empty: words.empty,
  "too-many": words.tooMany(MOST_LINES),
} as const;

const isKey = ({ columns, key }: Layout, title: string): boolean =>
  columns.some((column) => column.title === title && (key ?? []).includes(column.field?.path ?? ""));

/** The text of the file just sent; null where there is none. */
async function textSent(c: PageContext, form: ReadForm): Promise<string | null> {
  const file = c.var.form?.files.find(({ field }) => field === "fichier");
  if (!file || file.size === 0 || form.resumed) return null;
  if (file.size > MOST_BYTES) return "tooLarge";
  return textOf(await readBytes(file.path));
}

interface ImportShow {
  readonly layout: string;
  readonly fault?: string;
  readonly report?: ImportReport;
}

async function show(c: PageContext, scope: ImportScope, shown: ImportShow): Promise<Response> {
  const { definition } = scope.place;
  const list = `/${scope.home.id}/agent/${definition.id}`;
  const html = importPage({
    frame: await backFrame(c, scope, definition.id),
    title: definition.title,
    action: `/${scope.member.id}/agent/${definition.id}/import`,
    list,
    otherHref: definition.kind === "register" ? `/${scope.member.id}/agent/${definition.id}/imports` : null,
    most: MOST_LINES,
    layouts: scope.layouts,
    chosen: shown.layout,
    fault: shown.fault ?? null,
    report: shown.report ?? null,
  });
  return c.html(html, shown.fault === undefined ? 200 : 422);
}
