import type { Context as HonoContext, MiddlewareHandler } from "hono";
import type { Actor, CompiledDefinition } from "../../../engine/index.ts";
import type { AppEnv } from "../../app-env.ts";
import type { ActorIn } from "../../commands/write-entry.ts";
import type { Context } from "../../context.ts";
import { seeingUnits } from "../../db/seen-units.ts";
import { actorsOf, officesOf } from "../../identity/actor-for.ts";
import { seesMember } from "../../identity/sees-member.ts";
import type { Subject } from "../../identity/subject.ts";
import { authenticateToken } from "../../identity/tokens.ts";
import { done, notFound, type Outcome, problem, problemResponse, refused } from "../../problem.ts";
import type { Member } from "../../store/members.ts";

export interface ApiEnv extends AppEnv {
  Variables: AppEnv["Variables"] & {
    /** Null when the call carries no token. */
    subject: Subject | null;
  };
}

export type ApiContext = HonoContext<ApiEnv>;

/** Reads the bearer token, when there is one. An unknown token is refused at once. */
export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const header = c.req.header("authorization");
  const subject = header === undefined ? null : await authenticateToken(c.var.ctx, header);
  if (header !== undefined && !subject) return problemResponse(c, unauthenticated());
  c.set("subject", subject);
  return seeingUnits(subject?.agent ? officesOf(c.var.ctx, subject.agent) : [], next);
};

/** What is answered to someone is kept by no shared cache, and by hers only to be asked for again. */
export const privately: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  if (!c.var.subject) return;
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "private, no-cache");
  c.res.headers.append("Vary", "Authorization");
};

/** A member that is not active exists for its own agents only. */
export const hideInactive: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const member = c.var.ctx.catalogue.member(c.req.param("member") ?? "");
  return member && !seesMember(c.var.subject, member) ? problemResponse(c, notFound()) : next();
};

export const unauthenticated = () =>
  problem("unauthenticated", "Vous devez présenter un jeton valable (Authorization: Bearer …).");

/** The member and definition named by the path, and the actor the caller is for them. */
export interface Target {
  readonly ctx: Context;
  readonly member: Member;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  /** Who the caller is for another. */
  readonly actorIn: ActorIn;
}

/** The same for a call that needs no token: without one, the actor is anyone. `not-found` as for `target`. */
export function anyoneAt(c: ApiContext): Outcome<Target> {
  const ctx = c.var.ctx;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  const definition = member && ctx.catalogue.definition(member.id, id);
  if (!member || !definition) return refused(notFound());
  const actorIn = actorsOf(ctx, c.var.subject);
  return done({ ctx, member, definition, actor: actorIn(member.id, definition), actorIn });
}

/** `not-found` for an unknown member or a definition it does not offer; `unauthenticated` without a token. */
export function target(c: ApiContext): Outcome<Target> {
  const found = anyoneAt(c);
  return found.ok && !c.var.subject ? refused(unauthenticated()) : found;
}
