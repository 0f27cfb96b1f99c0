import type { Role } from "../../../engine/index.ts";
import { holdsRole } from "../../identity/subject.ts";
import { problem } from "../../problem.ts";
import { type AgentScope, agentScope, type PageContext, refuse } from "../back/agent-scope.ts";
import { PLACES, type Place } from "./places.ts";

/** Where the pages of administration are: no definition may be of this domain. */
export const ADMINISTRATION = "administration";

/** The agent of the member the path names who holds one of these roles, or the answer to give instead. */
export async function adminScope(c: PageContext, roles: readonly Role[]): Promise<AgentScope | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  if (roles.some((role) => holdsRole(scope.agent, role))) return scope;
  return refuse(c, problem("not-allowed", "Cette page est réservée aux administrateurs de votre collectivité."));
}

/** The pages of administration open to this agent. */
export const placesOf = (scope: Pick<AgentScope, "agent">): readonly Place[] =>
  PLACES.filter(({ roles }) => roles.some((role) => holdsRole(scope.agent, role)));
