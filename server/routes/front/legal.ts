import { formatDuration, keptTitles, kindOf, parisDay } from "../../../engine/index.ts";
import { type DeclarationView, renderAccessibility } from "../../../renderer/front/accessibility-page.tsx";
import { renderLegalNotice, renderPrivacy } from "../../../renderer/front/legal-page.tsx";
import { legal } from "../../../renderer/strings-legal.ts";
import type { Context } from "../../context.ts";
import { contactView } from "../../site.ts";
import type { Member } from "../../store/members.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";

/** GET /{member}/mentions-legales. */
export function legalNoticeRoute(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const { name, siren, contact, texts } = member;
  const view = {
    name,
    siren,
    controller: contact.controller ?? null,
    hours: contact.hours ?? null,
    text: texts.legal ?? null,
  };
  return c.html(renderLegalNotice(c.var.site(member.id), view));
}

/** GET /{member}/accessibilite. */
export function accessibilityRoute(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  return member ? c.html(renderAccessibility(c.var.site(member.id), accessibilityView(c.var.ctx, member))) : gone(c);
}

/** What a member declares, as its page and those of its group show it today. */
export const accessibilityView = (ctx: Context, { name, texts, contact }: Member): DeclarationView => ({
  name,
  declaration: texts.declaration ?? null,
  today: parisDay(ctx.clock().toISOString()),
  whom: texts.accessibility ?? null,
  contact: contactView(contact),
});

/** GET /{member}/donnees-personnelles: from what each definition declares. */
export function privacyRoute(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const processings = c.var.ctx.catalogue.definitions(member.id).map(({ title, privacy, form, sources }) => ({
    title,
    purpose: privacy.purpose,
    legalBasis: privacy.legalBasis,
    recipients: privacy.recipients ?? [],
    fetched: [...sources.values()].map((source) => ({
      data: keptTitles(form, source).join(", "),
      holder: kindOf(source.kind).holder,
    })),
    retention: legal.privacy.retentionText(formatDuration(privacy.retention)),
  }));
  const { name, contact, texts } = member;
  const view = {
    name,
    controller: contact.controller ?? null,
    dpo: contact.dpo ?? null,
    text: texts.privacy ?? null,
    processings,
  };
  return c.html(renderPrivacy(c.var.site(member.id), view));
}
