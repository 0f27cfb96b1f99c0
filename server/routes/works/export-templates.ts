import { exportWords } from "../../../renderer/strings-exports.ts";
import { uuidv7 } from "../../ids.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { deleteTemplate, MOST_TEMPLATES, saveTemplate } from "../../store/export-templates.ts";
import type { PageContext } from "../back/agent-scope.ts";
import { readBack } from "../back/entry.ts";
import { one } from "../back/send-event.ts";
import { showExport } from "./export-list.ts";
import { choiceOf, type ExportScope, exportScope } from "./export-scope.ts";

const LONGEST_NAME = 80;

/** POST …/export/modeles: keeps a choice of columns for the next time, hers or everybody's. */
export async function saveTemplateRoute(c: PageContext): Promise<Response> {
  const scope = await exportScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const choice = choiceOf(scope, form);
  const query = readBack(one(form, "liste"));
  const name = (one(form, "nom") ?? "").trim().slice(0, LONGEST_NAME);
  const shared = one(form, "partage") === "oui";
  const again = { params: { ...choice, list: query }, template: { name, shared } };
  if (form.resumed) return showExport(c, scope, again);
  const issues = [
    ...(choice.columns.length === 0 ? [{ pointer: "/colonne", message: exportWords.missing }] : []),
    ...(name === "" ? [{ pointer: "/nom", message: exportWords.template.missing }] : []),
  ];
  if (issues.length > 0) return showExport(c, scope, { ...again, issues, status: 422 });
  const { ctx, member, agent, reached } = scope;
  const now = ctx.clock();
  const template = { id: uuidv7(now, ctx.randomBytes(16)), agent: agent.id, name, shared, choice };
  if (await saveTemplate(ctx.db, member.id, reached.definition.id, template, now)) {
    return c.redirect(exportHref(scope, { liste: query, modele: template.id, fait: "enregistre" }), 303);
  }
  const full = [{ pointer: "/nom", message: exportWords.template.tooMany(MOST_TEMPLATES) }];
  return showExport(c, scope, { ...again, issues: full, status: 422 });
}

/** POST …/export/modeles/{template}/effacer: forgets a template of hers. */
export async function deleteTemplateRoute(c: PageContext): Promise<Response> {
  const scope = await exportScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { ctx, member, agent } = scope;
  if (!form.resumed) await deleteTemplate(ctx.db, member.id, agent.id, c.req.param("template") ?? "");
  return c.redirect(exportHref(scope, { liste: readBack(one(form, "liste")), fait: "efface" }), 303);
}

function exportHref({ list }: ExportScope, pairs: Readonly<Record<string, string>>): string {
  const said = Object.entries(pairs).filter(([, value]) => value !== "");
  return `${list}/export?${new URLSearchParams(said)}#fait`;
}
