import { worksPage } from "../../../renderer/works/works-page.tsx";
import { listWorks } from "../../store/works.ts";
import { agentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { WORKS } from "./work-scope.ts";
import { titledWorks } from "./work-titles.ts";

/** GET /{member}/agent/travaux: what this agent launched, under way or ended. */
export async function worksRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, agent } = scope;
  const works = await listWorks(ctx.db, member.id, agent.id, 50);
  const html = worksPage({ frame: await backFrame(c, scope, WORKS), works: titledWorks(scope, works) });
  return c.html(html);
}
