import { fileSize } from "../../../renderer/file-parts.tsx";
import { importsPage } from "../../../renderer/imports/imports-page.tsx";
import { importWords as words } from "../../../renderer/strings-imports.ts";
import { audit } from "../../audit.ts";
import { receiveImport } from "../../commands/receive-import.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { listMappings } from "../../store/import-mappings.ts";
import { listImports } from "../../store/imports.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { one } from "../back/send-event.ts";
import { type ImportsScope, importsScope } from "./import-scope.ts";

/** GET /{member}/agent/{domain}/{name}/imports: a file to send, and those sent before. */
export async function importsRoute(c: PageContext): Promise<Response> {
  const scope = await importsScope(c);
  return scope instanceof Response ? scope : show(c, scope, null);
}

/** POST of the same: the file is read and kept, nothing is made of it yet. */
export async function sendImportRoute(c: PageContext): Promise<Response> {
  const scope = await importsScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, null);
  const sent = await received(c, scope, form);
  return "fault" in sent
    ? show(c, scope, sent.fault, one(form, "modele"))
    : c.redirect(`${scope.base}/${sent.id}`, 303);
}

async function received(
  c: PageContext,
  { ctx, member, agent, definition }: ImportsScope,
  form: ReadForm,
): Promise<{ readonly id: string } | { readonly fault: string }> {
  const file = c.var.form?.files.find(({ field }) => field === "fichier");
  if (!file || file.size === 0) return { fault: words.missing };
  const model = (await listMappings(ctx.db, member.id, definition.id)).find(({ id }) => id === one(form, "modele"));
  const outcome = await receiveImport(ctx, {
    ...{ member: member.id, definition, agent, path: file.path, name: file.name },
    ...(model && { mapping: model.mapping }),
  });
  if (!outcome.ok) return { fault: outcome.problem.detail };
  const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
  const detail = { phase: "mapping", bytes: file.size };
  audit(ctx, { member: member.id, action: "import", actor, definition: definition.id, target: outcome.value, detail });
  return { id: outcome.value };
}

async function show(c: PageContext, scope: ImportsScope, fault: string | null, model = ""): Promise<Response> {
  const { ctx, member, definition } = scope;
  const [frame, imports, models] = await Promise.all([
    backFrame(c, scope, definition.id),
    listImports(ctx.db, member.id, definition.id),
    listMappings(ctx.db, member.id, definition.id),
  ]);
  const html = importsPage({
    frame,
    title: definition.title,
    base: scope.base,
    list: scope.list,
    size: fileSize(ctx.config.maxImport),
    imports: imports.map(({ id, fileName, createdAt, agentName, total, phase, state }) => ({
      ...{ href: `${scope.base}/${id}`, fileName, agentName, total, phase, state },
      sentAt: createdAt.toISOString(),
    })),
    models,
    model,
    fault,
  });
  return c.html(html, fault === null ? 200 : 422);
}
