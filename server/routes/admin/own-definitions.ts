import { readFile } from "node:fs/promises";
import {
  ownDefinitionsPage,
  publishDefinitionPage,
  type TypedDefinition,
} from "../../../renderer/admin/definition-pages.tsx";
import { definitionWords as words } from "../../../renderer/strings-definitions.ts";
import { publishOwn } from "../../commands/publish-own.ts";
import { type PlacedIssue, shippedWorkflows } from "../../definition-files.ts";
import { compileTexts, type DefinitionTexts, placedInTexts } from "../../definition-texts.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { ownedBy } from "../../store/definitions.ts";
import { type AgentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { documentsHref } from "./document-preview.ts";

const BLANK: TypedDefinition = { definition: "", parcours: "", texte: "" };

/** GET /{member}/agent/administration/definitions: what the member wrote. */
export async function ownDefinitionsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const owned = await ownedBy(ctx.db, member.id);
  const html = ownDefinitionsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: hrefOf(scope),
    all: `/${member.id}/agent/definitions`,
    definitions: owned.map(({ id, version, at }) => ({
      id,
      version,
      at: at.toISOString(),
      title: ctx.catalogue.definition(member.id, id)?.title ?? id,
      documents: [...(ctx.catalogue.definition(member.id, id)?.documents.values() ?? [])].map((document) => ({
        href: `${documentsHref(scope, id)}/${document.id}`,
        title: document.title,
      })),
    })),
    notice: saidDone(c, words.done),
  });
  return c.html(html);
}

/** GET …/definitions/publier */
export async function newDefinitionRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  return scope instanceof Response ? scope : show(c, scope, BLANK);
}

/** POST of the same: checks what was written, and publishes it when asked to. */
export async function publishDefinitionRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { fields, resumed } = form;
  const text = async (name: string, file: string) => (await fileText(c, file)) ?? fields.get(name)?.[0] ?? "";
  const typed: TypedDefinition = {
    definition: await text("definition", "fichier"),
    parcours: (fields.get("parcours")?.[0] ?? "").slice(0, 100),
    texte: await text("texte", "fichier-parcours"),
  };
  if (resumed) return show(c, scope, typed);
  const missing = missingIssues(typed);
  if (missing.length > 0) return show(c, scope, typed, { issues: missing });
  const written: DefinitionTexts = {
    definition: typed.definition,
    workflow: typed.parcours === "" ? { text: typed.texte } : { shared: typed.parcours },
  };
  const compiled = await compileTexts(written, scope.ctx.config.maxFile);
  if (!compiled.ok) return show(c, scope, typed, { issues: compiled.issues });
  const { definition } = compiled;
  if (fields.get("faire")?.[0] !== "publier") {
    return show(c, scope, typed, { notice: words.fine(definition.title, definition.version) });
  }
  const { ctx, member, agent } = scope;
  const published = await publishOwn(ctx, { member, definition, agent });
  if (published.ok) return c.redirect(`${hrefOf(scope)}?fait=${published.added ? "publie" : "deja"}`, 303);
  const issues = published.issues.map((issue) => placedInTexts(issue, definition.id, written));
  return show(c, scope, typed, { issues });
}

const hrefOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/definitions`;

/** What a file box holds, shown again as text so that nothing is lost; null when it is empty. */
async function fileText(c: PageContext, name: string): Promise<string | null> {
  const file = c.var.form?.files.find(({ field }) => field === name);
  if (!file) return null;
  return file.size > c.var.ctx.config.maxJson ? "" : readFile(file.path, "utf8");
}

function missingIssues({ definition, parcours, texte }: TypedDefinition): readonly PlacedIssue[] {
  const issue = (file: string, message: string) => ({ code: "missing", file, pointer: "", message });
  return [
    ...(definition.trim() === "" ? [issue("définition", words.empty)] : []),
    ...(parcours === "" && texte.trim() === "" ? [issue("parcours", words.noWorkflow)] : []),
  ];
}

async function show(
  c: PageContext,
  scope: AgentScope,
  typed: TypedDefinition,
  { issues = [], notice }: { readonly issues?: readonly PlacedIssue[]; readonly notice?: string } = {},
): Promise<Response> {
  const shared = [...(await shippedWorkflows())];
  const workflows = shared.map(([id, content]) => [id, words.shared(titleOf(content, id), id)] as const);
  const html = publishDefinitionPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: hrefOf(scope),
    typed,
    workflows,
    issues,
    notice,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

const titleOf = (workflow: unknown, id: string): string =>
  typeof workflow === "object" && workflow !== null && "title" in workflow ? String(workflow.title) : id;
