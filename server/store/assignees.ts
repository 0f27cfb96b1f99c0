import type { CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

type Worked = Pick<CompiledDefinition, "id" | "unit">;

/** Agents of a member who may work the entries of a definition, by name. */
export async function listAssignable(ctx: Context, member: string, definition: Worked): Promise<readonly Assignee[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Assignee[]>`
      select id, name from agent
      where member_id = ${member} and disabled_at is null and exists (
        select from agent_role r where r.member_id = agent.member_id and r.agent_id = agent.id and r.role = 'agent'
          and r.definition in ('', ${definition.id}) ${definition.unit === null ? tx`` : tx`and r.unit in ('', ${definition.unit})`})
      order by name`,
  );
}

/** One of them, or null. */
export async function findAssignable(
  ctx: Context,
  member: string,
  definition: Worked,
  id: string,
): Promise<Assignee | null> {
  if (!isUuid(id)) return null;
  const found = await listAssignable(ctx, member, definition);
  return found.find((agent) => agent.id === id) ?? null;
}
