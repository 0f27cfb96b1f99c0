import { logPage } from "../../../renderer/admin/log-page.tsx";
import { mayGrantGroup } from "../../commands/agent-access.ts";
import { agentNames } from "../../store/agent-list.ts";
import { searchAudit } from "../../store/audit.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { logLines } from "./log-lines.ts";
import { queryOf, searchOf } from "./log-search.ts";
import { namesOf } from "./names.ts";

const PAGE = 50;

/** GET /{member}/agent/administration/journal */
export async function logRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const search = searchOf(c);
  const group = await mayGrantGroup(ctx, scope.agent);
  const query = await queryOf(scope, search, group, PAGE + 1);
  const found = query === null ? [] : await searchAudit(ctx.db, query);
  const people = (await agentNames(ctx.db, member.id, "closed too")).map(({ id, name }) => [id, name] as const);
  const html = logPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: `/${member.id}/agent/${ADMINISTRATION}/journal`,
    lines: await logLines(scope, found.slice(0, PAGE), new Map(people)),
    search,
    agents: people,
    definitions: [...namesOf(scope).definitions],
    group,
    next: found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null,
  });
  return c.html(html);
}
