import { type Entry, parisDay } from "../../../engine/index.ts";
import { constraints } from "../../../renderer/back/empty-list.tsx";
import { exportWords } from "../../../renderer/strings-exports.ts";
import { exportPage } from "../../../renderer/works/export-page.tsx";
import { streamOf } from "../../byte-stream.ts";
import { launchExport } from "../../commands/launch-export.ts";
import { auditExport } from "../../export/audit-export.ts";
import { exportBytes, nameOf, typeOf } from "../../export/export-file.ts";
import { type ExportedList, exportedBy } from "../../export/exported-by.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import type { ExportParams } from "../../store/works.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { readBack } from "../back/entry.ts";
import { listedBy, listStateOf } from "../back/list-query.ts";
import { memberNames } from "../back/reach.ts";
import { one } from "../back/send-event.ts";
import { disposition } from "../files.ts";
import { choiceOf, type ExportScope, exportScope, openingChoice } from "./export-scope.ts";
import { wholeList } from "./whole-list.ts";
import { WORKS } from "./work-scope.ts";

/** Rows that an answer gives at once; more are the worker's business. */
const SMALL = 1_000;

/** GET /{member}/agent/{domain}/{name}/export: what to export of a list, and how. */
export async function exportFormRoute(c: PageContext): Promise<Response> {
  const scope = await exportScope(c);
  if (scope instanceof Response) return scope;
  const query = readBack(c.req.query("liste"));
  return showExport(c, scope, {
    params: { ...openingChoice(scope, c.req.query("modele")), list: query },
    notice: { enregistre: exportWords.template.saved, efface: exportWords.template.removed }[c.req.query("fait") ?? ""],
  });
}

export interface ShownExport {
  readonly params: ExportParams;
  readonly status?: 422;
  readonly notice?: string | undefined;
  /** What is wrong, and with which field of the page. */
  readonly issues?: readonly { readonly pointer: string; readonly message: string }[];
  /** Typed for a template. */
  readonly template?: { readonly name: string; readonly shared: boolean };
}

export async function showExport(c: PageContext, scope: ExportScope, shown: ShownExport): Promise<Response> {
  const { reached, columns, templates, list, agent } = scope;
  const { params } = shown;
  const state = listStateOf(params.list, reached.definition, reached.places);
  const narrowing = constraints(reached.definition, state, memberNames(reached.places));
  const html = exportPage({
    frame: await backFrame(c, scope, reached.definition.id),
    title: reached.definition.title,
    kind: reached.definition.kind,
    narrowed: narrowing.map(({ label }) => label),
    columns,
    layouts: reached.definition.layouts,
    choice: params,
    query: params.list,
    templates: templates.map(({ id, name, shared, agent: of }) => ({ id, name, shared, own: of === agent.id })),
    template: shown.template ?? { name: "", shared: false },
    issues: shown.issues ?? [],
    notice: shown.notice ?? null,
    base: `${list}/export`,
    list: params.list === "" ? list : `${list}?${params.list}`,
  });
  return c.html(html, shown.status ?? 200);
}

/** POST of the same: a small list is sent at once, any other becomes a work. */
export async function exportListRoute(c: PageContext): Promise<Response> {
  const scope = await exportScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const params = { ...choiceOf(scope, form), list: readBack(one(form, "liste")) };
  const { ctx, session, agent, member, reached } = scope;
  if (form.resumed) return showExport(c, scope, { params });
  if (params.columns.length === 0 && params.layout === undefined) {
    const issues = [{ pointer: "/colonne", message: exportWords.missing }];
    return showExport(c, scope, { params, issues, status: 422 });
  }
  const exported = exportedBy(ctx, session, agent, reached.definition.id, params);
  if (!exported) return refuse(c, notFound());
  const entries =
    params.format === "zip" && params.layout === undefined ? null : await atMost(scope, exported, params.list, SMALL);
  if (entries) return sendExport(c, scope, exported, params, entries);
  const launched = await launchExport(ctx, agent, reached.definition.id, params);
  return launched.ok ? c.redirect(`/${member.id}/agent/${WORKS}/${launched.value}`, 303) : refuse(c, launched.problem);
}

/** The entries of a list, or null when there are more than `most`. */
async function atMost(
  { ctx, agent }: ExportScope,
  exported: ExportedList,
  list: string,
  most: number,
): Promise<readonly Entry[] | null> {
  const state = listStateOf(list, exported.definition, exported.places);
  const listed = await listedBy(ctx, { agent }, exported, state);
  const entries: Entry[] = [];
  for await (const some of wholeList(ctx, listed, state)) {
    entries.push(...some);
    if (entries.length > most) return null;
  }
  return entries;
}

function sendExport(
  c: PageContext,
  { ctx }: ExportScope,
  exported: ExportedList,
  { format, list }: ExportParams,
  entries: readonly Entry[],
): Response {
  async function* known() {
    yield entries;
  }
  async function* bytes() {
    let rows = 0;
    try {
      yield* exportBytes(ctx, exported, format, known, (count) => {
        rows = count;
      });
    } finally {
      // Whatever was given is said, also when the reader stops it.
      await auditExport(ctx, { ...exported, format, rows, list });
    }
  }
  const day = parisDay(ctx.clock().toISOString());
  return c.body(streamOf(bytes()), 200, {
    "Content-Type": typeOf(format, exported.layout),
    "Content-Disposition": disposition(nameOf(exported, format, day)),
    "Cache-Control": "private, no-store",
  });
}
