import { formatInstant, type Issue } from "../../../engine/index.ts";
import { infectedFilesPage } from "../../../renderer/admin/infected-files-page.tsx";
import { infectedWords as words } from "../../../renderer/strings-infected.ts";
import { releaseFile } from "../../commands/release-file.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { infectedFiles } from "../../store/infected-files.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

/** GET /{member}/agent/administration/fichiers: what the antivirus set aside. */
export async function infectedFilesRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  return scope instanceof Response ? scope : show(c, scope, []);
}

/** POST …/fichiers/{file}/rendre: it was a mistake. */
export async function releaseFileRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, []);
  const file = c.req.param("file") ?? "";
  const outcome = await releaseFile(scope.ctx, scope.agent, file, posted(form, file));
  if (outcome.ok) return c.redirect(`${hrefOf(scope)}?fait=rendu`, 303);
  if (outcome.problem.code === "not-found") return refuse(c, outcome.problem);
  return show(c, scope, outcome.problem.issues);
}

const hrefOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/fichiers`;

async function show(c: PageContext, scope: AgentScope, issues: readonly Issue[]): Promise<Response> {
  const { ctx, member } = scope;
  const files = await infectedFiles(ctx.db, member.id);
  const html = infectedFilesPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: hrefOf(scope),
    lines: files.map(({ id, name, threat, sentAt, entry }) => ({
      ...{ id, name, threat, sent: formatInstant(sentAt.toISOString()) },
      about: entry
        ? `${ctx.catalogue.definition(member.id, entry.definition)?.title ?? entry.definition}, ${entry.reference}`
        : words.unfiled,
    })),
    issues,
    notice: saidDone(c, words.done),
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}
