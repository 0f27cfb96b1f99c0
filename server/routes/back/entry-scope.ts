import { type Actor, type CompiledDefinition, canWorkQueue, type Entry } from "../../../engine/index.ts";
import { findVisible } from "../../commands/send-event.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { notFound } from "../../problem.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "./agent-scope.ts";

/** An agent in front of one entry. */
export interface EntryScope extends AgentScope {
  /** The version the entry is pinned to. */
  readonly definition: CompiledDefinition;
  /** The version the member offers now. */
  readonly offered: CompiledDefinition;
  readonly entry: Entry;
  readonly actor: Actor;
  /** Address of the entry, without query. */
  readonly base: string;
}

/** The entry the path names, or the answer to give instead: 404 when the agent may not know of it. */
export async function entryScope(c: PageContext): Promise<EntryScope | Response> {
  const scope = await agentScope(c, definitionId(c));
  return scope instanceof Response ? scope : ((await entryIn(c, scope)) ?? refuse(c, notFound()));
}

/** The same for an agent already known; null when there is no such entry for her. Reads it anew each time. */
export async function entryIn(c: PageContext, scope: AgentScope): Promise<EntryScope | null> {
  const { ctx, member, session } = scope;
  const wanted = definitionId(c);
  const id = c.req.param("id") ?? "";
  const latest = ctx.catalogue.definition(member.id, wanted);
  const actor = latest && actorFor(ctx, session, member.id, latest);
  const found = actor && (await findVisible(ctx, { member: member.id, definitionId: wanted, id, actor }));
  if (!found || !canWorkQueue(found.definition, actor)) return null;
  const { head: _, ...entry } = found.entry;
  return {
    ...scope,
    definition: found.definition,
    offered: latest,
    entry,
    actor: actorFor(ctx, session, member.id, found.definition),
    base: `/${member.id}/agent/${wanted}/${entry.id}`,
  };
}
