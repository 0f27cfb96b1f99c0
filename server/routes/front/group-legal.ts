import {
  type GroupLegalView,
  type RunnerView,
  renderGroupAccessibility,
  renderGroupNotice,
  renderGroupPrivacy,
} from "../../../renderer/front/group-legal-page.tsx";
import type { SiteView } from "../../../renderer/page.tsx";
import type { Context } from "../../context.ts";
import { memberAtHost } from "../../member-url.ts";
import { contactView } from "../../site.ts";
import type { Member } from "../../store/members.ts";
import type { PageContext } from "./front-scope.ts";
import { accessibilityView } from "./legal.ts";

type Draw = (site: SiteView, groups: readonly GroupLegalView[], auditMonths: number) => string;

/** GET /mentions-legales, /accessibilite, /donnees-personnelles: of the pages no member has; at a member's own host name, its own. */
const route =
  (page: string, draw: Draw) =>
  (c: PageContext): Response => {
    const own = memberAtHost(c.var.ctx, c.req.header("host"));
    if (own) return c.redirect(`/${own.id}/${page}`, 302);
    return c.html(draw(c.var.site(null), legalGroups(c.var.ctx), c.var.ctx.config.auditMonths));
  };

export const groupNoticeRoute = route("mentions-legales", renderGroupNotice);
export const groupAccessibilityRoute = route("accessibilite", renderGroupAccessibility);
export const groupPrivacyRoute = route("donnees-personnelles", renderGroupPrivacy);

/** Each group, by name, with who runs it. */
function legalGroups(ctx: Context): readonly GroupLegalView[] {
  const { catalogue } = ctx;
  const every = catalogue.everyMember();
  return [...new Set(every.map(({ groupName }) => groupName))].sort(byName).map((name) => {
    const runner = every.find(({ groupName, coordinator }) => coordinator && groupName === name);
    const members = catalogue.members().filter(({ groupName }) => groupName === name);
    return {
      name,
      runner: runner === undefined ? null : runnerView(ctx, runner),
      members: members.map((member) => ({ id: member.id, name: member.name })).sort((a, b) => byName(a.name, b.name)),
    };
  });
}

const byName = (a: string, b: string): number => a.localeCompare(b, "fr");

const runnerView = (ctx: Context, member: Member): RunnerView => ({
  name: member.name,
  siren: member.siren,
  contact: contactView(member.contact),
  hours: member.contact.hours ?? null,
  texts: { notice: member.texts.legal ?? null, privacy: member.texts.privacy ?? null },
  accessibility: accessibilityView(ctx, member),
});
