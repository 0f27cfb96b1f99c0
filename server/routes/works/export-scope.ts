import type { ExportColumn } from "../../export/columns.ts";
import { FORMATS, type Format } from "../../export/export-file.ts";
import { columnsFor } from "../../export/exported-by.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { type ExportTemplate, listTemplates } from "../../store/export-templates.ts";
import type { ExportParams } from "../../store/works.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { type Reached, reach, reachedOf } from "../back/reach.ts";
import { one } from "../back/send-event.ts";

/** An agent in front of a list that she may export. */
export interface ExportScope extends AgentScope {
  readonly reached: Reached;
  /** The columns she may have. */
  readonly columns: readonly ExportColumn[];
  readonly templates: readonly ExportTemplate[];
  /** Address of the list, without query. */
  readonly list: string;
}

/** The list the path names, or the answer to give instead: 404 unless she reads it. */
export async function exportScope(c: PageContext): Promise<ExportScope | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, agent } = scope;
  const id = definitionId(c);
  const [reached] = reachedOf(reach(ctx, session, member.id, id));
  const [place] = reached?.places ?? [];
  if (!reached || !place) return refuse(c, notFound());
  return {
    ...scope,
    reached,
    columns: columnsFor(ctx, session, member.id, reached),
    templates: await listTemplates(ctx.db, member.id, agent.id, id),
    list: `/${member.id}/agent/${id}`,
  };
}

const FIRST: Format = "csv";

/** What a form asks to export; columns that are not hers are left out. */
export function choiceOf(
  { columns, reached }: ExportScope,
  read: Pick<ReadForm, "fields">,
): Omit<ExportParams, "list"> {
  const wanted = new Set(read.fields.get("colonne") ?? []);
  const layout = reached.definition.layouts.find(({ id }) => id === one(read, "fichier"));
  return {
    ...(layout && { layout: layout.id }),
    format: FORMATS.find((format) => format === one(read, "format")) ?? FIRST,
    values: one(read, "valeurs") === "codes" ? "codes" : "labels",
    columns: columns.map(({ key }) => key).filter((key) => wanted.has(key)),
  };
}

/** What is ticked when the page opens: a template's choice, or the usual columns. */
export function openingChoice(
  { columns, templates }: ExportScope,
  template: string | undefined,
): Omit<ExportParams, "list"> {
  const found = templates.find(({ id }) => id === template);
  if (found) return found.choice;
  return { format: FIRST, values: "labels", columns: columns.filter(({ usual }) => usual).map(({ key }) => key) };
}
