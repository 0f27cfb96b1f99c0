import type { Member } from "../store/members.ts";
import type { AgentIdentity } from "./subject.ts";

/** Whether a member's public pages exist for someone: a member is shown to all once active, to its agents before. */
export const seesMember = (
  who: { readonly agent: Pick<AgentIdentity, "member"> | null } | null,
  member: Pick<Member, "id" | "status">,
): boolean => member.status === "active" || who?.agent?.member === member.id;
