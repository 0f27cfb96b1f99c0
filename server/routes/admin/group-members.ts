import { formatNumber } from "../../../engine/index.ts";
import { groupMembersPage } from "../../../renderer/admin/group-members-page.tsx";
import { problem } from "../../problem.ts";
import { deadJobsOf } from "../../store/effects.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";

/** GET /{member}/agent/administration/collectivites: the members of the group, and the register where one is invited. */
export async function groupMembersRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-groupe"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  if (!member.coordinator) {
    return refuse(c, problem("not-allowed", "Cette page est réservée à la collectivité qui coordonne le groupe."));
  }
  const register = ctx.catalogue.definitions(member.id).find(({ governs }) => governs);
  const href = register ? `/${member.id}/agent/${register.id}` : null;
  const members = ctx.catalogue
    .everyMember()
    .filter(({ groupName }) => groupName === member.groupName)
    .map(({ id, name, status, population }) => ({ id, name, status, population: formatNumber(population) }));
  const html = groupMembersPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    register: href,
    members,
    failed: (await deadJobsOf(ctx.db, member.id, "member")).map(({ entryId, lastError }) => ({
      href: href && `${href}/${entryId}`,
      reason: lastError ?? "",
    })),
  });
  return c.html(html);
}
