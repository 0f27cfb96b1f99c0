import { listHref, listQueryString } from "../../../renderer/back/list-state.ts";
import { planWork } from "../../commands/plan-work.ts";
import { prepareWork } from "../../commands/prepare-work.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { listAssignable } from "../../store/assignees.ts";
import { findWork } from "../../store/works.ts";
import { type AgentScope, type PageContext, refuse } from "../back/agent-scope.ts";
import { listedBy, listStateOf } from "../back/list-query.ts";
import type { Reached } from "../back/reach.ts";
import { byArrival, wholeList } from "./whole-list.ts";
import { WORKS } from "./work-scope.ts";
import { standIns } from "./work-share.ts";

/**
 * What is under way in the name of these agents, whatever the list shows, ready to go to those who stand in for them: the next
 * page says who receives how many, and launches it.
 */
export async function reassign(
  c: PageContext,
  scope: AgentScope,
  reached: Reached,
  absent: readonly string[],
): Promise<Response> {
  const { ctx, member, session, agent } = scope;
  const { definition, places } = reached;
  const open = [...definition.workflow.states.values()].filter(({ final }) => !final);
  const asked = [...open.map(({ id }) => ["etat", id]), ...absent.map((id) => ["pour", id])];
  const state = listStateOf(new URLSearchParams(asked).toString(), definition, places);
  const base = `/${member.id}/agent/${definition.id}`;
  // An address that names nobody would be everybody's list.
  if (state.who === "all") return c.redirect(base, 303);
  const listed = await listedBy(ctx, scope, reached, state);
  const actorIn = actorsOf(ctx, session);
  const prepared = await prepareWork(ctx, {
    ...{ agent, actorIn, definition: definition.id, list: listQueryString(definition, state) },
    chosen: wholeList(ctx, listed, byArrival(definition, state)),
  });
  if (!prepared.ok) {
    const none = prepared.problem.issues[0]?.code === "none";
    return none
      ? c.redirect(`${listHref(base, definition, state)}&fait=sans-demande`, 303)
      : refuse(c, prepared.problem);
  }
  const work = await findWork(ctx.db, member.id, agent.id, prepared.value);
  const action = standIns(await listAssignable(ctx, places), absent);
  if (work?.kind === "bulk" && action) await planWork(ctx, work, actorIn, action);
  return c.redirect(`/${member.id}/agent/${WORKS}/${prepared.value}`, 303);
}
