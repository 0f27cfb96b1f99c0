import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { asksPayments, canWorkQueue, ROLES } from "../../../engine/index.ts";
import type { BackFrame } from "../../../renderer/back/back-page.tsx";
import type { AppEnv } from "../../app-env.ts";
import { viewReader } from "../../commands/list-view.ts";
import type { Context } from "../../context.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { requireAgent } from "../../identity/require.ts";
import { type AgentIdentity, holdsRole, type Session } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { notFound, type Problem } from "../../problem.ts";
import { type ListView, listViews } from "../../store/list-views.ts";
import type { Member } from "../../store/members.ts";
import { navViews } from "./nav-views.ts";
import { quickPlaces } from "./quick-places.ts";
import { reachAll } from "./reach.ts";
import { workloads } from "./workloads.ts";

export type PageContext = HonoContext<AppEnv>;

/** The agent at work, in front of what a member has. */
export interface AgentScope {
  readonly ctx: Context;
  /** Whose entries the page is about: the member the path names. */
  readonly member: Member;
  /** Her own, whose places and identity surround the page. */
  readonly home: Member;
  readonly session: Session;
  readonly agent: AgentIdentity;
  /** ISO 8601. */
  readonly now: string;
}

/**
 * The agent in front of what the path names, or the answer to give instead: sign-in, or 404 for another member's agent.
 * @param shared id of the definition the path is about, for a page that is also open to the agents it is shared with
 */
export async function agentScope(c: PageContext, shared?: string): Promise<AgentScope | Response> {
  const { ctx, session } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  if (!member) return refuse(c, notFound());
  const home = session?.agent ? ctx.catalogue.member(session.agent.member) : null;
  const now = ctx.clock().toISOString();
  if (session?.agent && home && home !== member && shared !== undefined && sees(ctx, session, member, shared)) {
    return { ctx, member, home, session, agent: session.agent, now };
  }
  const required = await requireAgent(c, member.id);
  if (!required.ok) return required.response;
  return { ctx, member, home: member, ...required.value, now };
}

/** Whether another member shares a definition with this agent. */
function sees(ctx: Context, session: Session, member: Member, id: string): boolean {
  const definition = ctx.catalogue.definition(member.id, id);
  if (!definition) return false;
  const actor = actorFor(ctx, session, member.id, definition);
  return actor.member === member.id && canWorkQueue(definition, actor);
}

/** The definition a path names. */
export const definitionId = (c: PageContext): string => `${c.req.param("domain")}/${c.req.param("name")}`;

/** A refusal as a page of its own. */
export async function refuse(c: PageContext, refusal: Problem): Promise<Response> {
  return noticeResponse(c, refusal);
}

/** Keeps, in a browser, that single keys do nothing there (WCAG 2.1.4). It says nothing of anyone. */
export const KEYS_COOKIE = "guichet_raccourcis";

/** Roles that open pages of administration. */
export const ADMINISTRATORS = ROLES.filter((role) => role.startsWith("admin-"));

/** What surrounds a page. `current` is a definition id, "agent" or "definitions"; `views` are hers when already read. */
export async function backFrame(
  c: PageContext,
  scope: AgentScope,
  current: string,
  views?: readonly ListView[],
): Promise<BackFrame> {
  const { ctx, home, session, agent, now } = scope;
  const reached = reachAll(ctx, session, home.id);
  const [loads, shown] = await Promise.all([
    workloads(ctx, reached),
    (views ? Promise.resolve(views) : listViews(ctx.db, viewReader(agent))).then((found) =>
      navViews(scope, reached, found, current),
    ),
  ]);
  return {
    site: c.var.site(home.id),
    member: home.id,
    workloads: loads,
    quick: quickPlaces(ctx, reached, home.id),
    views: shown,
    keys: getCookie(c, KEYS_COOKIE) !== "non",
    current,
    payments: reached.some(
      ({ definition, places }) => asksPayments(definition) && places.some((place) => place.member === home),
    ),
    definitions: holdsRole(agent, "admin-fonctionnel"),
    administration: ADMINISTRATORS.some((role) => holdsRole(agent, role)),
    now,
  };
}
