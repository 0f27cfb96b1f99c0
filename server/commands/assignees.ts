import type { Context } from "../context.ts";
import { type Assignee, listAssignable } from "../store/assignees.ts";

/** By member, then by id, the agents to whom its entries of a definition may be given. */
export type Assignees = ReadonlyMap<string, ReadonlyMap<string, Assignee>>;

/** The same for each member whose entries of this definition a work of `member`'s agents may be about. */
export async function assigneesOf(ctx: Context, member: string, id: string): Promise<Assignees> {
  const found = new Map<string, ReadonlyMap<string, Assignee>>();
  for (const each of [member, ...ctx.catalogue.sharing(id, member)]) {
    const definition = ctx.catalogue.definition(each, id);
    const agents = definition ? await listAssignable(ctx, [{ member: { id: each }, definition }]) : [];
    found.set(each, new Map(agents.map((agent) => [agent.id, agent])));
  }
  return found;
}
