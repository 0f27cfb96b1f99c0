import type { ShownAgent } from "../../../renderer/admin/agent-page.tsx";
import { agentsPage } from "../../../renderer/admin/agents-page.tsx";
import { adminAgents as words } from "../../../renderer/strings-admin-agents.ts";
import { type AgentRecord, listAgents } from "../../store/agent-list.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { namesOf } from "./names.ts";

const PAGE = 50;

/** GET /{member}/agent/administration/agents: `q` searches names and addresses, `apres` is the last one already shown. */
export async function agentsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const q = (c.req.query("q") ?? "").replaceAll("\u0000", "").trim().slice(0, 100);
  const after = c.req.query("apres") ?? null;
  const found = await listAgents(ctx.db, { member: member.id, q, limit: PAGE + 1, after });
  const agents = found.slice(0, PAGE).map(shownAgent);
  const html = agentsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: agentsHref(member.id),
    names: namesOf(scope),
    agents,
    q,
    next: found.length > PAGE ? (agents.at(-1)?.id ?? null) : null,
    later: after !== null,
    notice: saidDone(c, words.done),
  });
  return c.html(html);
}

export const agentsHref = (member: string): string => `/${member}/agent/${ADMINISTRATION}/agents`;

/** An agent as the pages show her. */
export function shownAgent(record: AgentRecord): ShownAgent {
  const { id, name, email, hasTotp, assignments, lastSignIn } = record;
  const state = record.disabledAt ? "closed" : record.hasPassword ? "open" : "invited";
  return { id, name, email, hasTotp, assignments, state, lastSignIn: lastSignIn?.toISOString() ?? null };
}
