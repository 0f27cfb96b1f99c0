import type { Context as HonoContext } from "hono";
import { ROLES } from "../../../engine/index.ts";
import type { BackFrame } from "../../../renderer/back/back-page.tsx";
import type { AppEnv } from "../../app-env.ts";
import type { Context } from "../../context.ts";
import { requireAgent } from "../../identity/require.ts";
import { type AgentIdentity, holdsRole, type Session } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { notFound, type Problem, problem } from "../../problem.ts";
import type { Member } from "../../store/members.ts";
import { workable, workloads } from "./workloads.ts";

export type PageContext = HonoContext<AppEnv>;

/** The agent at work, in her member. */
export interface AgentScope {
  readonly ctx: Context;
  readonly member: Member;
  readonly session: Session;
  readonly agent: AgentIdentity;
  /** ISO 8601. */
  readonly now: string;
}

/** The agent of the member the path names, or the answer to give instead: sign-in, or 404 for another member's agent. */
export async function agentScope(c: PageContext): Promise<AgentScope | Response> {
  const { ctx, session } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  if (!member) return refuse(c, notFound());
  if (session?.agent && session.agent.member !== member.id) return refuse(c, elsewhere(ctx, session.agent));
  const required = await requireAgent(c, member.id);
  if (!required.ok) return required.response;
  return { ctx, member, ...required.value, now: ctx.clock().toISOString() };
}

/** A refusal as a page of its own. */
export async function refuse(c: PageContext, refusal: Problem): Promise<Response> {
  return noticeResponse(c, refusal);
}

function elsewhere(ctx: Context, agent: AgentIdentity): Problem {
  const name = ctx.catalogue.member(agent.member)?.name ?? agent.member;
  return problem(
    "not-found",
    `Vous êtes connecté comme agent de ${name}. Pour une autre collectivité, déconnectez-vous et utilisez son compte.`,
  );
}

/** Roles that open pages of administration. */
export const ADMINISTRATORS = ROLES.filter((role) => role.startsWith("admin-"));

/** What surrounds a page. `current` is a definition id, "agent" or "definitions". */
export async function backFrame(c: PageContext, scope: AgentScope, current: string): Promise<BackFrame> {
  const { ctx, member, session, agent, now } = scope;
  return {
    site: c.var.site(member.id),
    member: member.id,
    workloads: await workloads(ctx, member.id, workable(ctx, session, member.id)),
    current,
    definitions: holdsRole(agent, "admin-fonctionnel"),
    administration: ADMINISTRATORS.some((role) => holdsRole(agent, role)),
    now,
  };
}
