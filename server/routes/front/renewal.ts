import { formatDate, journey, parisDay, validUntil } from "../../../engine/index.ts";
import type { RenewalView } from "../../../renderer/front/renewal-block.tsx";
import { renewalWords as words } from "../../../renderer/strings-renewal.ts";
import { beginRenewal } from "../../commands/renew-entry.ts";
import { type RenewalOffer, renewalOffer } from "../../commands/renewals.ts";
import { takeAsVisitor } from "../../identity/address.ts";
import { actorBefore } from "../../identity/by-mandate.ts";
import { ensureSession, grantHolder } from "../../identity/sessions.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { findDraft } from "../../store/drafts.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import { contextOf, type PageContext } from "./front-scope.ts";

/** What the page of a demande says of how long it holds; null for one that grants nothing for a time. */
export async function renewalView(scope: CitizenScope): Promise<RenewalView | null> {
  const { ctx, definition, entry, actor, href, context } = scope;
  const until = validUntil(definition, entry);
  if (until === null) return null;
  const ended = until < parisDay(context.now) || definition.validity?.ended.includes(entry.state) === true;
  const offer = await renewalOffer(ctx, definition, entry, actor);
  const day = formatDate(until);
  return {
    until: ended ? words.ended(day) : words.until(day),
    action: `${href}/renouveler`,
    ...said(scope, offer),
  };
}

function said(
  { member, definition }: CitizenScope,
  offer: RenewalOffer | null,
): Pick<RenewalView, "sentence" | "button" | "link"> {
  const none = { sentence: null, button: null, link: null };
  const again = { href: `/${member.id}/${definition.id}`, label: words.newOne };
  switch (offer?.kind) {
    case "renew":
      return { ...none, sentence: words.renewLead, button: words.renew };
    case "change":
      return { ...none, sentence: words.changeLead, button: offer.definition.validity?.renewal?.change ?? words.renew };
    case "done":
      return {
        ...none,
        sentence: words.done(offer.entry.reference),
        link: { href: `/${member.id}/demandes/${offer.entry.id}`, label: words.follow },
      };
    case "early":
      return { ...none, sentence: words.opens(formatDate(offer.from)) };
    case "late":
    case "exhausted":
      return { ...none, sentence: words[offer.kind], link: again };
    case "retired":
      return { ...none, sentence: words.retired };
    case "sign-in":
      return { ...none, sentence: words.signIn, button: words.renew };
    default:
      return none;
  }
}

/** POST /{member}/demandes/{entry}/renouveler: begins a draft from the last answers, or goes on with the one begun. */
export async function renewRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  if (!scope) return c.var.session === null ? askToSignIn(c, "citizen") : entryGone(c);
  await readForm(c);
  const { ctx, definition, entry, actor } = scope;
  const offer = await renewalOffer(ctx, definition, entry, actor);
  if (offer?.kind === "sign-in" && !c.var.session?.account) return askToSignIn(c, "citizen");
  const wait = await takeAsVisitor(c, "draft");
  if (wait !== null) return noticeResponse(c, tooMany(wait, words.often));
  const begun = await beginRenewal(ctx, { definition, entry, actor });
  if (!begun.ok) return noticeResponse(c, begun.problem);
  return c.redirect(await firstPage(c, scope, begun.value), 303);
}

/** The first page of the draft: every answer is to be read again. Whoever came by a link sees her draft by it. */
async function firstPage(c: PageContext, { ctx, member }: CitizenScope, id: string): Promise<string> {
  const base = `/${member.id}/demarches/${id}`;
  const draft = await findDraft(ctx, member.id, id, ctx.clock());
  if (!draft) return base;
  const definition = await ctx.catalogue.version(member.id, draft.definition, draft.version);
  const holder = draft.owner;
  const session = await ensureSession(c);
  const actor = actorBefore(ctx, session, member.id, definition, { id, holder });
  if (!actor.holders.includes(holder)) {
    await grantHolder(ctx, session, { member: member.id, sector: definition.privacy.sector, holder, target: id });
  }
  const path = journey(definition.form, draft.answers, contextOf(ctx, member, definition, actor));
  return `${base}/${path.steps[0]?.step.id ?? "verifier"}`;
}
