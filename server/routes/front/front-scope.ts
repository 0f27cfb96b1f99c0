import type { Context as HonoContext } from "hono";
import {
  type Actor,
  type CompiledDefinition,
  parisDay,
  permits,
  type Context as ScopeContext,
} from "../../../engine/index.ts";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import type { AppEnv } from "../../app-env.ts";
import type { Context } from "../../context.ts";
import { vouchedFor, withFreshSources } from "../../draft-sources.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { actorBefore, FOR_MANDATOR } from "../../identity/by-mandate.ts";
import { localHolidays } from "../../local-holidays.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { notFound } from "../../problem.ts";
import { withSectors } from "../../sectors.ts";
import { type Draft, findDraft } from "../../store/drafts.ts";
import type { Member } from "../../store/members.ts";

export type PageContext = HonoContext<AppEnv>;

/** Someone in front of a member's service. */
export interface ServiceScope {
  readonly ctx: Context;
  readonly member: Member;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  /** "/{member}/{domain}/{name}". */
  readonly href: string;
}

/** Someone in front of a draft she may open. */
export interface DraftScope extends Omit<ServiceScope, "href"> {
  readonly draft: Draft;
  /** "/mulhouse/demarches/0192…". */
  readonly base: string;
  readonly context: ScopeContext;
}

export const gone = (c: PageContext): Response | Promise<Response> => noticeResponse(c, notFound());

/** The member the path names; null when there is none. */
export const memberOf = (c: PageContext): Member | null => c.var.ctx.catalogue.member(c.req.param("member") ?? "");

/** The service the path names, as this member offers it now; null when it offers none such. */
export function serviceScope(c: PageContext): ServiceScope | null {
  const { ctx, session } = c.var;
  const member = memberOf(c);
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  const definition = member && ctx.catalogue.definition(member.id, id);
  if (!member || definition?.kind !== "service") return null;
  return { ctx, member, definition, actor: actorFor(ctx, session, member.id, definition), href: `/${member.id}/${id}` };
}

/** The draft the path names, when this session may open it; null when it is gone or someone else's. */
export async function draftScope(c: PageContext): Promise<DraftScope | null> {
  const member = memberOf(c);
  return member && draftIn(c, member, c.req.param("draft") ?? "");
}

/** The same by id. */
export async function draftIn(c: PageContext, member: Member, id: string): Promise<DraftScope | null> {
  const { ctx, session } = c.var;
  const draft = await findDraft(ctx, member.id, id, ctx.clock());
  if (!draft) return null;
  const definition = await ctx.catalogue.version(member.id, draft.definition, draft.version);
  // What the giver of a mandate began by herself is not shown before she sends it.
  const byMandate = draft.onBehalf?.kind === FOR_MANDATOR.kind;
  const actor = byMandate
    ? actorBefore(ctx, session, member.id, definition, { id: draft.id, holder: draft.owner })
    : actorFor(ctx, session, member.id, definition, draft.id);
  if (!actor.holders.includes(draft.owner) || !permits(actor, "open")) return null;
  const vouched = await vouchedFor(ctx, definition, session, draft.onBehalf);
  const context = pricingContext({ ...contextOf(ctx, member, definition, actor), ...vouched });
  return sectored({
    ctx,
    member,
    definition,
    actor,
    draft: await withFreshSources(ctx, member.id, definition, draft, context),
    base: `/${member.id}/demarches/${draft.id}`,
    context,
  });
}

/** The scope in which the sectors of the addresses of its draft are known. */
export async function sectored(scope: DraftScope): Promise<DraftScope> {
  const { ctx, member, definition, draft, context } = scope;
  return { ...scope, context: await withSectors(ctx, member.id, definition.form, draft.answers, context) };
}

/** What the expressions of a form read besides its answers. */
export function contextOf(ctx: Context, member: Member, definition: CompiledDefinition, actor: Actor): ScopeContext {
  return {
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: {
      member: member.name,
      title: definition.title,
      holidays: localHolidays(ctx, member.id),
      tariffs: ctx.catalogue.tariffs(member.id, definition.id),
    },
  };
}

/** The same before anything is filed: prices are made by the tariffs of the day. */
export const pricingContext = (context: ScopeContext): ScopeContext => ({
  ...context,
  pricedOn: parisDay(context.now),
});

/** The page of a draft that is not there any more, or of someone else's: the same words for both. */
export function draftGone(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const { draft, draftText } = strings.gone;
  const path = encodeURIComponent(c.req.path);
  const link = c.var.session?.account
    ? { href: `/${member.id}`, label: strings.tracking.back }
    : { href: `/connexion?retour=${path}`, label: strings.signIn };
  return c.html(renderMessage(c.var.site(member.id), { title: draft, text: draftText, link }), 404);
}
