import { formatInstant, slotFieldsOf } from "../../../engine/index.ts";
import { agendaFeedsPage } from "../../../renderer/back/agenda-feeds-page.tsx";
import { feedWords as words } from "../../../renderer/strings-agenda-feeds.ts";
import type { Offer } from "../../agenda.ts";
import { endAgendaFeed, makeAgendaFeed } from "../../commands/agenda-feed.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, type Problem } from "../../problem.ts";
import { feedsOf } from "../../store/agenda-feeds.ts";
import { posted } from "../admin/posted.ts";
import { FEEDS } from "../calendar-feed.ts";
import { saidDone } from "../said-done.ts";
import { agendaScope } from "./agenda-scope.ts";
import { type AgentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";

/** GET /{member}/agent/{domain}/{name}/agenda/calendriers: an agent's secret addresses of an agenda. */
export async function agendaFeedsRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  return found instanceof Response ? found : show(c, found.scope, found.offer, {});
}

/** POST …/calendriers: makes one, shown on the answer and never again. */
export async function makeFeedRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  if (found instanceof Response) return found;
  const { scope, offer } = found;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, offer, {});
  const { ctx, agent, member } = scope;
  const place = posted(form, "lieu");
  const made = await makeAgendaFeed(ctx, { member: member.id, agent }, offer, offer.places.has(place) ? place : null);
  if (!made.ok) return show(c, scope, offer, { problem: made.problem });
  c.header("Cache-Control", "no-store");
  return show(c, scope, offer, { made: `${ctx.config.publicUrl}${FEEDS}/${member.id}/${made.value}.ics` });
}

/** POST …/calendriers/{id}/supprimer: ends one of hers. */
export async function endFeedRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  if (found instanceof Response) return found;
  const { scope, offer } = found;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, offer, {});
  const { ctx, agent, member } = scope;
  const ended = await endAgendaFeed(ctx, { member: member.id, agent }, offer, c.req.param("id") ?? "");
  return ended ? c.redirect(`${hrefOf(c, scope)}/calendriers?fait=supprimee`, 303) : refuse(c, notFound());
}

const hrefOf = (c: PageContext, { member }: AgentScope): string => `/${member.id}/agent/${definitionId(c)}/agenda`;

async function show(
  c: PageContext,
  scope: AgentScope,
  offer: Offer,
  { made = null, problem }: { readonly made?: string | null; readonly problem?: Problem },
): Promise<Response> {
  const { ctx, agent, member } = scope;
  const feeds = await feedsOf(ctx, { member: member.id, agent: agent.id }, offer.definition.id);
  const html = agendaFeedsPage({
    frame: await backFrame(c, scope, offer.definition.id),
    register: offer.definition.title,
    href: hrefOf(c, scope),
    places: [...offer.places],
    shown: shownOf(scope, offer),
    feeds: feeds.map(({ id, label, createdAt, readAt }) => ({
      id,
      label,
      createdAt: formatInstant(createdAt.toISOString()),
      readAt: readAt && formatInstant(readAt.toISOString()),
    })),
    made,
    issues: problem?.issues ?? [],
    notice: saidDone(c, words.done),
  });
  return c.html(html, problem?.status ?? 200);
}

/** Titles of what the services of this agenda let a calendar show. */
function shownOf({ ctx, member }: AgentScope, { definition: register }: Offer): readonly string[] {
  const titles = ctx.catalogue.definitions(member.id).flatMap(({ form }) =>
    slotFieldsOf(form)
      .filter(({ slot }) => slot?.register === register.id)
      .flatMap(({ slot }) => slot?.feed ?? [])
      .flatMap((key) => form.order.find((field) => field.key === key)?.title ?? []),
  );
  return [...new Set(titles)];
}
