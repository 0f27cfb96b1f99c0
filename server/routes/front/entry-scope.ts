import {
  type Actor,
  type CompiledDefinition,
  canRead,
  type Entry,
  type HolderView,
  type Context as ScopeContext,
} from "../../../engine/index.ts";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { auditRead } from "../../audit.ts";
import type { Context } from "../../context.ts";
import { actorBefore } from "../../identity/by-mandate.ts";
import { findEntry } from "../../store/entries.ts";
import type { Member } from "../../store/members.ts";
import { contextOf, gone, memberOf, type PageContext } from "./front-scope.ts";

/** Someone in front of a demande she may read. */
export interface CitizenScope {
  readonly ctx: Context;
  readonly member: Member;
  readonly definition: CompiledDefinition;
  readonly entry: Entry;
  readonly actor: Actor;
  readonly context: ScopeContext;
  /** "/mulhouse/demandes/0192…", or "/mulhouse/fiches/0192…". */
  readonly href: string;
}

/** Someone in front of a fiche that belongs to her. */
export interface FicheScope extends CitizenScope {
  readonly holderView: HolderView;
}

/** The demande the path names; null when there is none or this session may not know of it. */
export async function citizenScope(c: PageContext): Promise<CitizenScope | null> {
  const scope = await readScope(c, "demandes");
  // What a fiche opens to its person has pages of its own, which show nothing else.
  return scope?.definition.holderView ? null : scope;
}

/** The fiche the path names, before the person it belongs to, or who acts for her; null before anyone else. */
export async function ficheScope(c: PageContext): Promise<FicheScope | null> {
  const scope = await readScope(c, "fiches");
  if (!scope) return null;
  const { definition, entry, actor } = scope;
  const holds = actor.kind === "citizen" && entry.holder !== null && actor.holders.includes(entry.holder);
  const { holderView } = definition;
  return holds && holderView ? { ...scope, holderView } : null;
}

async function readScope(c: PageContext, place: "demandes" | "fiches"): Promise<CitizenScope | null> {
  const { ctx, session } = c.var;
  const member = memberOf(c);
  const found = member && (await findEntry(ctx, member.id, c.req.param("entry") ?? ""));
  if (!member || !found) return null;
  const { head: _, ...entry } = found;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorBefore(ctx, session, member.id, definition, entry);
  if (!canRead(definition, entry, actor)) return null;
  auditRead(ctx, actor, { member: member.id, action: "entry-read", definition: definition.id, target: entry.id });
  const { reference, state, createdAt } = entry;
  const context = { ...contextOf(ctx, member, definition, actor), entry: { reference, state, createdAt } };
  return { ctx, member, definition, entry, actor, context, href: `/${member.id}/${place}/${entry.id}` };
}

/** The same page whether the demande exists or not: signing in, or the link received by mail, may open it. */
export function entryGone(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const { entry, entryText } = strings.gone;
  const link = c.var.session?.account
    ? { href: `/${member.id}`, label: strings.tracking.back }
    : { href: `/connexion?retour=${encodeURIComponent(c.req.path)}`, label: strings.signIn };
  return c.html(renderMessage(c.var.site(member.id), { title: entry, text: entryText, link }), 404);
}
