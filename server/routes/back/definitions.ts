import { definitionsPage } from "../../../renderer/back/definitions-page.tsx";
import { holdsRole } from "../../identity/subject.ts";
import { notFound } from "../../problem.ts";
import { agentScope, backFrame, type PageContext, refuse } from "./agent-scope.ts";

/** GET /{member}/agent/definitions: what is published, for those who write definitions. */
export async function definitionsRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, agent } = scope;
  if (!holdsRole(agent, "admin-fonctionnel")) return refuse(c, notFound());
  const html = definitionsPage({
    frame: await backFrame(c, scope, "definitions"),
    definitions: ctx.catalogue.definitions(member.id),
    units: new Map(member.units.map((unit) => [unit.id, unit.name])),
  });
  return c.html(html);
}
