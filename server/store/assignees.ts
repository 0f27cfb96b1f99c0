import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

/** Agents of a member who work queues, in one unit (or in any when null), by name. */
export async function listAssignable(ctx: Context, member: string, unit: string | null): Promise<readonly Assignee[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Assignee[]>`
      select id, name from agent
      where member_id = ${member} and 'agent' = any(roles) ${unit === null ? tx`` : tx`and ${unit} = any(units)`}
      order by name`,
  );
}

/** One of them, or null. */
export async function findAssignable(
  ctx: Context,
  member: string,
  unit: string | null,
  id: string,
): Promise<Assignee | null> {
  if (!isUuid(id)) return null;
  const found = await listAssignable(ctx, member, unit);
  return found.find((agent) => agent.id === id) ?? null;
}
