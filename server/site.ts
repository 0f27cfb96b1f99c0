import { type Conformity, conformityOn, formatPhone, leastConforming, parisDay } from "../engine/index.ts";
import { themeCss } from "../renderer/member-theme.ts";
import type { AssetLinks, ContactView, MemberView, SiteView } from "../renderer/page.tsx";
import { digest } from "./assets.ts";
import type { Context } from "./context.ts";
import { csrfField } from "./identity/csrf.ts";
import type { Session } from "./identity/subject.ts";
import type { Contact, LogoType, Member } from "./store/members.ts";

/** What a member's pages load in its name: names carry a digest, so that browsers keep them for ever. */
export interface MemberFiles {
  readonly theme: { readonly name: string; readonly css: string };
  /** Null when the member has no drawing: its initials stand in. */
  readonly logo: { readonly name: string } | null;
  /** The drawing itself when it is of the member's own data; else `findLogo` has the file it sent. */
  readonly svg: string | null;
}

const ENDINGS: Readonly<Record<LogoType, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
};

const GROUPS = "Guichet";
const known = new WeakMap<Member, MemberFiles>();

/** Style sheet and logo of a member, under the names its pages ask for. */
export function memberFiles(member: Member): MemberFiles {
  const cached = known.get(member);
  if (cached !== undefined) return cached;
  const css = themeCss(member.theme);
  const svg = member.theme.logo?.trimStart().startsWith("<svg") ? member.theme.logo : null;
  const sent = member.theme.logoFile;
  const drawn = svg === null ? null : `logo-${digest(svg)}.svg`;
  const name = sent ? `logo-${sent.digest}.${ENDINGS[sent.type]}` : drawn;
  const files: MemberFiles = {
    theme: { name: `theme-${digest(css)}.css`, css },
    logo: name === null ? null : { name },
    svg: sent ? null : svg,
  };
  known.set(member, files);
  return files;
}

/** The name of a member's logo that mail readers draw: a photograph or a PNG. Null when it has none such. */
export function logoForMail(member: Member): string | null {
  const { logo } = memberFiles(member);
  return logo !== null && !logo.name.endsWith(".svg") ? logo.name : null;
}

/** What every page of a request shares, in the colours of `memberId` or of the group. `atOwnHost`: the host is that member's. */
export function siteView(
  ctx: Context,
  assets: AssetLinks,
  session: Session | null,
  memberId: string | null,
  atOwnHost = false,
): SiteView {
  const member = memberId === null ? null : ctx.catalogue.member(memberId);
  return {
    assets,
    groupName: member?.groupName ?? groupName(ctx),
    member: member === null ? null : memberView(member),
    person: personOf(session),
    csrf: csrfField(session),
    conformity: conformityOf(ctx, member),
    ...(atOwnHost && { groupHref: `${ctx.config.publicUrl}/` }),
    demo: ctx.config.demo !== "none",
  };
}

/** What a member declares today; on pages of nobody's own, the least of what those who run a group do. */
function conformityOf(ctx: Context, member: Member | null): Conformity {
  const today = parisDay(ctx.clock().toISOString());
  const answering = member === null ? ctx.catalogue.everyMember().filter(({ coordinator }) => coordinator) : [member];
  return leastConforming(answering.map(({ texts }) => conformityOn(texts.declaration, today)));
}

/** The group's name; a neutral one when the installation serves several groups, as the demonstration does. */
function groupName(ctx: Context): string {
  const [first, ...others] = new Set(ctx.catalogue.members().map((member) => member.groupName));
  return first === undefined || others.length > 0 ? GROUPS : first;
}

function memberView(member: Member): MemberView {
  const { theme, logo } = memberFiles(member);
  const { id, name, kind } = member;
  return {
    id,
    name,
    kind,
    ...(member.theme.tagline !== undefined && { tagline: member.theme.tagline }),
    logo: logo === null ? null : `/${id}/${logo.name}`,
    themeHref: `/${id}/${theme.name}`,
    contact: contactView(member.contact),
  };
}

/** How to reach a member, as pages show it. */
export function contactView({ phone, site, ...contact }: Contact): ContactView {
  return {
    ...contact,
    ...(phone !== undefined && { phone: formatPhone(phone) }),
    // Written by other ways than the member's own pages too: only an address of the web makes a link.
    ...(site !== undefined && /^https?:\/\//i.test(site) && { site }),
  };
}

function personOf(session: Session | null): SiteView["person"] {
  if (session?.agent) return { name: session.agent.name, kind: "agent" };
  return session?.account ? { name: session.account.name, kind: "citizen" } : null;
}
