import { type CompiledDefinition, formatInstant } from "../../../engine/index.ts";
import type { CatalogueView, ServiceCardView, ThemeView } from "../../../renderer/front/catalogue.tsx";
import { type GroupView, renderGroupHome } from "../../../renderer/front/group-home.tsx";
import { type DraftLineView, type EntryLineView, renderMemberHome } from "../../../renderer/front/member-home.tsx";
import type { RenewableLineView } from "../../../renderer/renewable-lines.tsx";
import { strings } from "../../../renderer/strings.ts";
import type { Context } from "../../context.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { Session } from "../../identity/subject.ts";
import { memberAtHost } from "../../member-url.ts";
import { findServices } from "../../service-search.ts";
import { memberFiles } from "../../site.ts";
import { listDrafts } from "../../store/drafts.ts";
import { listHeld } from "../../store/held.ts";
import type { Member } from "../../store/members.ts";
import { renewableLines } from "../space/renewable.ts";
import { citizenState } from "./citizen-state.ts";
import { dayOf } from "./day.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";

/** GET /: the members of the installation; at a member's own host name, its home. */
export function groupHomeRoute(c: PageContext): Response | Promise<Response> {
  const { catalogue } = c.var.ctx;
  const own = memberAtHost(c.var.ctx, c.req.header("host"));
  if (own) return memberHome(c, own);
  const groups = new Map<string, GroupView["members"][number][]>();
  for (const member of catalogue.members()) {
    const { logo } = memberFiles(member);
    const { id, name, kind } = member;
    const view = { id, name, kind, logo: logo && `/${id}/${logo.name}`, services: services(c.var.ctx, id).length };
    const group = groups.get(member.groupName);
    if (group) group.push(view);
    else groups.set(member.groupName, [view]);
  }
  const views = [...groups].map(([name, members]) => ({ name, members: members.sort(epciFirst) }));
  return c.html(renderGroupHome(c.var.site(null), views));
}

type MemberCard = GroupView["members"][number];

const epciFirst = (a: MemberCard, b: MemberCard): number =>
  a.kind === b.kind ? a.name.localeCompare(b.name, "fr") : a.kind === "epci" ? -1 : 1;

/** GET /{member}: what this person has under way, and the catalogue. */
export async function memberHomeRoute(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  return member ? memberHome(c, member) : gone(c);
}

async function memberHome(c: PageContext, member: Member): Promise<Response> {
  const { ctx, session } = c.var;
  const html = renderMemberHome(c.var.site(member.id), {
    welcome: member.texts.welcome ?? null,
    catalogue: catalogueOf(member.id, services(ctx, member.id), groupServices(ctx, member), c.req.query("q")),
    ...(await underWay(ctx, session, member)),
  });
  return c.html(html);
}

/** What citizens find at a member: its services, and what its registers publish. */
const services = (ctx: Context, member: string): readonly CompiledDefinition[] =>
  ctx.catalogue
    .definitions(member)
    .filter(({ id, kind, publicView }) => (kind === "service" || publicView) && ctx.catalogue.offers(member, id))
    .map(published);

/** A register as its catalogue tells of it to those who may only read what it publishes. */
function published(definition: CompiledDefinition): CompiledDefinition {
  const { publicView, page } = definition;
  if (publicView === null) return definition;
  const { theme, keywords } = page;
  return {
    ...definition,
    title: publicView.title,
    page: {
      ...(theme !== undefined && { theme }),
      ...(keywords !== undefined && { keywords }),
      ...(publicView.summary !== null && { summary: publicView.summary }),
    },
  };
}

/** What the grouping offers to everyone in it, and this member does not offer itself. */
interface GroupServices {
  readonly member: Member;
  readonly services: readonly CompiledDefinition[];
}

const groupServices = (ctx: Context, member: Member): readonly GroupServices[] =>
  ctx.catalogue
    .members()
    .filter(({ id, groupName, coordinator }) => coordinator && id !== member.id && groupName === member.groupName)
    .map((group) => ({
      member: group,
      services: services(ctx, group.id).filter(({ id }) => !ctx.catalogue.offers(member.id, id)),
    }))
    .filter((group) => group.services.length > 0);

/** What a search is cut at; nobody types as much. */
const LONGEST_SEARCH = 100;

function catalogueOf(
  member: string,
  offered: readonly CompiledDefinition[],
  group: readonly GroupServices[],
  q: string | undefined,
): CatalogueView {
  const places = [{ id: member, offered }, ...group.map((one) => ({ id: one.member.id, offered: one.services }))];
  const typed = (q ?? "").trim().slice(0, LONGEST_SEARCH);
  return {
    href: `/${member}`,
    themes: [
      ...themesOf(member, offered),
      ...group.map((one) => ({
        title: one.member.name,
        services: one.services.map((definition) => cardOf(one.member.id, definition)),
      })),
    ],
    found:
      typed === ""
        ? null
        : {
            typed,
            services: places.flatMap(({ id, offered: there }) =>
              findServices(there, typed).map((found) => cardOf(id, found)),
            ),
          },
  };
}

function themesOf(member: string, definitions: readonly CompiledDefinition[]): readonly ThemeView[] {
  const themes = new Map<string, ServiceCardView[]>();
  for (const definition of definitions) {
    const theme = definition.page.theme ?? strings.home.other;
    const cards = themes.get(theme);
    if (cards) cards.push(cardOf(member, definition));
    else themes.set(theme, [cardOf(member, definition)]);
  }
  return [...themes].map(([title, cards]) => ({ title, services: cards }));
}

const cardOf = (member: string, { id, title, page, publicView }: CompiledDefinition): ServiceCardView => ({
  href: publicView === null ? `/${member}/${id}` : `/${member}/${id}/annuaire`,
  title,
  summary: page.summary ?? null,
  duration: page.duration ?? null,
});

interface UnderWay {
  readonly drafts: readonly DraftLineView[];
  readonly entries: readonly EntryLineView[];
  readonly renewable: readonly RenewableLineView[];
}

async function underWay(ctx: Context, session: Session | null, member: Member): Promise<UnderWay> {
  if (session === null || session.agent?.member === member.id) return { drafts: [], entries: [], renewable: [] };
  const definitions = ctx.catalogue.definitions(member.id);
  const holders = [...new Set(definitions.flatMap((each) => actorFor(ctx, session, member.id, each).holders))];
  const granted = session.grants.flatMap(({ member: of, target }) => (of === member.id && target ? [target] : []));
  const [drafts, entries] = await Promise.all([
    listDrafts(ctx, member.id, holders, ctx.clock()),
    listHeld(ctx, member.id, holders, granted),
  ]);
  return {
    drafts: await Promise.all(
      drafts.map(async (draft) => ({
        href: `/${member.id}/demarches/${draft.id}`,
        title: (await ctx.catalogue.version(member.id, draft.definition, draft.version)).title,
        savedAt: formatInstant(draft.updatedAt.toISOString()),
      })),
    ),
    entries: await Promise.all(entries.map((entry) => entryLine(ctx, member.id, entry))),
    renewable: await renewableLines(ctx, entries),
  };
}

type Held = Awaited<ReturnType<typeof listHeld>>[number];

async function entryLine(ctx: Context, member: string, entry: Held): Promise<EntryLineView> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return {
    href: `/${member}/demandes/${entry.id}`,
    title: definition.title,
    reference: entry.reference,
    sentAt: dayOf(entry.createdAt),
    state: citizenState(definition.workflow.states.get(entry.state), entry.state),
  };
}
