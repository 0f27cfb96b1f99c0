import { formatDate, formatNumber, type Issue } from "../../../engine/index.ts";
import { pickedColour } from "../../../renderer/admin/colour-field.tsx";
import { memberSpacePage, type SectionView, sectionPage } from "../../../renderer/admin/member-space-page.tsx";
import { type MemberColours, type Unreadable, unreadable } from "../../../renderer/member-theme.ts";
import { memberSpace as words } from "../../../renderer/strings-admin-member.ts";
import { changeLogo, changeLook, removeLogo } from "../../commands/member-space.ts";
import { memberOrigin } from "../../member-url.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { memberFiles } from "../../site.ts";
import type { Member } from "../../store/members.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { type ColourName, SECTIONS, type Section, type SectionField, type Typed } from "./member-sections.ts";
import { posted } from "./posted.ts";

const scoped = (c: PageContext) => adminScope(c, ["admin-membre"]);
const baseOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/collectivite`;
/** As it is now: the scope's was read before the change. */
const memberNow = ({ ctx, member }: AgentScope): Member => ctx.catalogue.member(member.id) ?? member;
const frameOf = (c: PageContext, scope: AgentScope) => backFrame(c, scope, ADMINISTRATION);

/** GET /{member}/agent/administration/collectivite: what the member shows of itself. */
export async function memberSpaceRoute(c: PageContext): Promise<Response> {
  const scope = await scoped(c);
  return scope instanceof Response ? scope : showSpace(c, scope, []);
}

async function showSpace(c: PageContext, scope: AgentScope, issues: readonly Issue[]): Promise<Response> {
  const member = memberNow(scope);
  const { logo } = memberFiles(member);
  const html = memberSpacePage({
    frame: await frameOf(c, scope),
    base: baseOf(scope),
    home: `${member.status === "active" ? memberOrigin(scope.ctx, member.id) : ""}/${member.id}`,
    open: member.status === "active",
    logo: logo && `/${member.id}/${logo.name}`,
    sections: SECTIONS.map((section) => ({
      id: section.id,
      rows: section.fields.map((field) => ({ name: field.name, value: told(field, section.read(member)[field.name]) })),
    })),
    issues,
    saved: c.req.query("fait") !== undefined,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

/** A value as it is read: a choice by its label, a day in French. */
function told({ options = [], type }: SectionField, value = ""): string {
  if (type === "date" && value !== "") return formatDate(value);
  return options.find(([option]) => option === value)?.[1] ?? value;
}

/** GET …/collectivite/{section} */
export async function sectionRoute(c: PageContext): Promise<Response> {
  const scope = await scoped(c);
  if (scope instanceof Response) return scope;
  const section = SECTIONS.find(({ id }) => id === c.req.param("section"));
  if (!section) return refuse(c, notFound());
  const typed = Object.entries(section.read(memberNow(scope))).map(([name, value]) => [name, value ?? ""]);
  return showSection(c, scope, section, Object.fromEntries(typed), []);
}

/** POST of the same: saved at once, or shown again with what to mend. */
export async function saveSectionRoute(c: PageContext): Promise<Response> {
  const scope = await scoped(c);
  if (scope instanceof Response) return scope;
  const section = SECTIONS.find(({ id }) => id === c.req.param("section"));
  const form = await readForm(c);
  if (!section) return refuse(c, notFound());
  const taken = form.fields.has("proposer");
  const typed: Typed = Object.fromEntries(
    section.fields.map(({ name, most }) => {
      const proposed = taken ? posted(form, `propose-${name}`, most) : "";
      const typed = posted(form, name, most).replaceAll("\r\n", "\n");
      // Only colours have a palette.
      const chosen = posted(form, `nuance-${name}`, most);
      return [name, proposed || pickedColour(typed, posted(form, `avant-${name}`, most), chosen)];
    }),
  );
  if (form.resumed) return showSection(c, scope, section, typed, []);
  const issues = section.issues(typed, scope.ctx);
  const pale = section.id === "couleurs" && issues.length === 0 ? unreadable(coloursOf(typed)) : [];
  if (issues.length > 0 || pale.length > 0) {
    return showSection(c, scope, section, typed, [...issues, ...pale.map(contrastIssue)], pale);
  }
  const outcome = await changeLook(scope.ctx, scope.agent, section.id, section.look(typed, scope.ctx));
  if (!outcome.ok) return showSection(c, scope, section, typed, outcome.problem.issues);
  return c.redirect(`${baseOf(scope)}?fait=${section.id}#fait`, 303);
}

function coloursOf(typed: Typed): MemberColours {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ""));
  return { primary: "", ...given };
}

function contrastIssue({ colour, ratio, proposed }: Unreadable): Issue {
  const text = formatNumber(Math.floor(ratio * 10) / 10);
  const sentence = proposed === null ? words.errors.hopeless : words.errors.contrast;
  return { code: "contrast", pointer: `/${colour}`, message: sentence(words.fields[colour].label, text) };
}

async function showSection(
  c: PageContext,
  scope: AgentScope,
  section: Section,
  typed: Typed,
  issues: readonly Issue[],
  pale: readonly Unreadable[] = [],
): Promise<Response> {
  const proposals = pale.flatMap(({ colour, proposed }) => (proposed ? [[colour, proposed] as const] : []));
  const view: SectionView = {
    frame: await frameOf(c, scope),
    base: baseOf(scope),
    id: section.id,
    fields: section.fields,
    typed,
    issues,
    declaration: `/${scope.member.id}/accessibilite`,
    runs: memberNow(scope).coordinator,
    proposed: proposals.length === pale.length ? new Map<ColourName, string>(proposals) : new Map(),
  };
  return c.html(sectionPage(view), issues.length > 0 ? 422 : 200);
}

/** POST …/collectivite/logo */
export async function logoRoute(c: PageContext): Promise<Response> {
  const scope = await scoped(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return showSpace(c, scope, []);
  if (posted(form, "action") === "retirer") await removeLogo(scope.ctx, scope.agent);
  else {
    const file = c.var.form?.files.find(({ field }) => field === "logo") ?? null;
    const outcome = await changeLogo(scope.ctx, scope.agent, file);
    if (!outcome.ok) return showSpace(c, scope, outcome.problem.issues);
  }
  return c.redirect(`${baseOf(scope)}?fait=logo#fait`, 303);
}
