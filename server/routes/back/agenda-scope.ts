import { type Offer, offerOf } from "../../agenda.ts";
import { notFound } from "../../problem.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { reach } from "./reach.ts";

/** The agent and the agenda of the register a path names, or the answer to give instead. */
export async function agendaScope(
  c: PageContext,
): Promise<{ readonly scope: AgentScope; readonly offer: Offer } | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const id = definitionId(c);
  const place = reach(ctx, session, member.id, id).find((each) => each.member === member);
  const offer = place?.definition.agenda ? await offerOf(ctx, member.id, id) : null;
  return offer ? { scope, offer } : refuse(c, notFound());
}
