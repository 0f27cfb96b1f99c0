import { importWords as words } from "../../../renderer/strings-imports.ts";
import { audit } from "../../audit.ts";
import { streamOf } from "../../byte-stream.ts";
import { BOM, csvLine } from "../../csv.ts";
import { removeFile } from "../../files/vault.ts";
import { uuidv7 } from "../../ids.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { readLines } from "../../store/import-lines.ts";
import { keepMapping } from "../../store/import-mappings.ts";
import { beginPhase, dropImport, setMapping, stopImport } from "../../store/imports.ts";
import { type PageContext, refuse } from "../back/agent-scope.ts";
import { one } from "../back/send-event.ts";
import { showMapping, showReport } from "./import.ts";
import { type ImportScope, importScope } from "./import-scope.ts";
import { postedMapping } from "./mapping-form.ts";

const CHUNK = 1_000;

/** POST of the page of an import: what its columns mean; then a trial, the page again, or nothing more of it. */
export async function mapImportRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, found, definition, base, here, member, agent } = scope;
  const form = await readForm(c);
  const action = one(form, "_action");
  if (action === "abandonner" && !form.resumed) {
    const dropped = await dropImport(ctx.db, found);
    if (dropped?.file) await removeFile(ctx, member.id, dropped.file);
    return c.redirect(dropped ? base : here, 303);
  }
  const { mapping, issues } = postedMapping(form, definition.form, found.mapping);
  const name = (one(form, "nom-modele") ?? "").trim().slice(0, 80);
  if (form.resumed || issues.length > 0)
    return showMapping(c, scope, { mapping, issues: form.resumed ? [] : issues, name });
  if (!(await setMapping(ctx.db, found, mapping))) return c.redirect(here, 303);
  if (name !== "") {
    const now = ctx.clock();
    const id = uuidv7(now, ctx.randomBytes(16));
    await keepMapping(ctx.db, member.id, definition.id, { id, name, mapping, agentName: agent.name }, now);
  }
  if (action !== "essayer") return c.redirect(here, 303);
  return begun(c, scope, "trial");
}

/** POST …/lancer: the import itself, once it was tried; or what is left of one that was stopped. */
export async function launchImportRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  return form.resumed ? c.redirect(scope.here, 303) : begun(c, scope, "import");
}

/** POST …/arreter: nothing more of it is done. */
export async function stopImportRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (!form.resumed) await stopImport(scope.ctx.db, scope.found, scope.ctx.clock());
  return c.redirect(scope.here, 303);
}

/** POST …/annuler: what it did is taken back. */
export async function undoImportRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return c.redirect(scope.here, 303);
  return one(form, "confirmer") === "oui" ? begun(c, scope, "undo") : showReport(c, scope, words.report.confirmMissing);
}

async function begun(c: PageContext, scope: ImportScope, phase: "trial" | "import" | "undo"): Promise<Response> {
  const { ctx, found, here, member, agent, definition } = scope;
  if (await beginPhase(ctx.db, found, phase, ctx.clock())) {
    const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
    const detail = { phase, lines: found.total };
    audit(ctx, { member: member.id, action: "import", actor, definition: definition.id, target: found.id, detail });
    ctx.wake();
  }
  return c.redirect(here, 303);
}

/** GET …/rapport: what became of every line, with what the file had, as CSV. */
export async function importReportRoute(c: PageContext): Promise<Response> {
  const scope = await importScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, found, member, agent, definition } = scope;
  if (found.phase === "mapping" || found.file === null) return refuse(c, notFound());
  const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
  const detail = { lines: found.progress };
  audit(ctx, { member: member.id, action: "export", actor, definition: definition.id, target: found.id, detail });
  c.header("Content-Disposition", 'attachment; filename="rapport-import.csv"');
  return c.body(streamOf(reportLines(scope)), 200, { "Content-Type": "text/csv; charset=utf-8" });
}

async function* reportLines({ ctx, found }: ImportScope): AsyncGenerator<string> {
  const { csv, detail, undone } = words;
  const headings = found.profile.columns.map(({ heading }) => heading);
  yield BOM + csvLine([csv.line, ...headings, csv.outcome, csv.reasons, csv.lacking, csv.aside, csv.reference]);
  for (let after = 0; ; ) {
    const lines = await readLines(ctx.db, found, { limit: CHUNK, after });
    const last = lines.at(-1);
    if (!last) return;
    yield lines
      .map(({ line, outcome, cells, details, undone: back }) => {
        const { reasons = [], conflicts = [], like = [], taken = [], lacking = [], aside = [] } = details ?? {};
        const why = [
          ...reasons,
          ...like.map((each) => detail.like(each.reference, each.reasons)),
          ...(taken.length > 0 ? [detail.taken(taken)] : []),
          ...conflicts.map(({ title, kept, offered }) => detail.conflict(title, kept, offered)),
        ];
        const kept = aside.map(({ title, text, reason }) => detail.aside(title, text, reason));
        // Cells beyond the headings stay in the last one.
        const own = headings.map((_, index) => cells?.[index] ?? "");
        const came = back === null ? csv.labels[outcome] : `${csv.labels[outcome]}, ${undone[back]}`;
        const tail = [came, why.join(" "), lacking.join(", "), kept.join(" ; "), details?.reference ?? ""];
        return csvLine([String(line), ...own, ...tail]);
      })
      .join("");
    after = last.line;
  }
}
