import type { Names } from "../../../renderer/admin/agent-words.ts";
import type { AgentScope } from "../back/agent-scope.ts";

/** Names of the member's units, and titles of what it offers, by id. */
export function namesOf({ ctx, member }: Pick<AgentScope, "ctx" | "member">): Names {
  return {
    units: new Map((ctx.catalogue.member(member.id)?.units ?? []).map(({ id, name }) => [id, name])),
    definitions: new Map(ctx.catalogue.definitions(member.id).map(({ id, title }) => [id, title])),
  };
}
