import { type CompiledDefinition, freeIn, normalise, parisDay, valuesAt } from "../../../engine/index.ts";
import { entryTitle } from "../../../renderer/back/entry-name.ts";
import { type FreePlaceView, freePlacesPage } from "../../../renderer/back/free-places-page.tsx";
import { placeWords as words } from "../../../renderer/strings-places.ts";
import { type PlaceAsk, readPlaceAsk } from "../../asked-place.ts";
import { notFound } from "../../problem.ts";
import { placesRegister } from "../../published.ts";
import { placeQuery } from "../../published-places.ts";
import { findEntries } from "../../store/entries.ts";
import { findFree } from "../../store/places-left.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { auditLists } from "./audit-lists.ts";
import { memberNames, type Place, reach } from "./reach.ts";
import { type Seeking, seekingFrom } from "./seeking.ts";

/** Entries shown at most, those of the commune first. */
const MOST = 100;
/** Entries with a place that are looked at: of a territory, all of them. */
const MOST_FOUND = 5_000;

/**
 * GET /{member}/agent/{domain}/{name}/places-libres: the entries of a register with a free place at the days and hours asked; `pour` is the
 * request that asks, where those found can be proposed.
 */
export async function freePlacesRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, home, session, now } = scope;
  const places = reach(ctx, session, home.id, definitionId(c));
  const [first] = places;
  if (!first?.definition.occupied) return refuse(c, notFound());
  const { definition } = first;
  const params = new URL(c.req.url).searchParams;
  const ask = readPlaceAsk(params, parisDay(now));
  const commune = (params.get("commune") ?? "").trim().slice(0, 80);
  const seeking = await seekingFrom(scope, definition.id, params.get("pour") ?? "");
  const found = ask.asked ? await freeOnes(scope, places, ask, commune, seeking) : null;
  const base = `/${home.id}/agent/${definition.id}`;
  const html = freePlacesPage({
    frame: await backFrame(c, scope, definition.id),
    ...{ definition, base, commune, issues: ask.issues, most: MOST },
    search: { title: definition.occupied?.title ?? "", ...ask.typed },
    members: memberNames(places),
    found: found?.shown ?? null,
    total: found?.total ?? 0,
    unfinished: found?.unfinished ?? false,
    seeking: seeking && {
      ...{ text: seeking.text, href: seeking.href, reference: seeking.entry.reference },
      event: seeking.seeks.propose?.event ?? null,
    },
  });
  return c.html(html, ask.issues.length > 0 ? 400 : 200);
}

async function freeOnes(
  { ctx }: AgentScope,
  places: readonly Place[],
  ask: PlaceAsk,
  commune: string,
  seeking: Seeking | null,
): Promise<{ readonly shown: readonly FreePlaceView[]; readonly total: number; readonly unfinished: boolean }> {
  const definitions = new Map(places.map(({ member, definition }) => [member.id, definition]));
  const [first] = places;
  const query = first?.definition.occupied && placeQuery(first.definition.occupied, ask);
  if (!first || !query) return { shown: [], total: 0, unfinished: false };
  const { publications, unfinished } = await placesRegister(ctx, definitions);
  const free = await findFree(ctx.db, publications, { ...query, states: statesOf(first.definition) }, MOST_FOUND);
  const ids = new Map<string, string[]>();
  for (const { member, id } of free) ids.set(member, [...(ids.get(member) ?? []), id]);
  const entries = await findEntries(ctx, ids);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = free
    .flatMap(({ id, left, knownAt }) => {
      const entry = byId.get(id);
      const of = entry && definitions.get(entry.member);
      if (!entry || !of) return [];
      const [where] = of.territory === null ? [] : valuesAt(entry.answers, of.territory);
      const place = typeof where === "string" ? where : "";
      return [{ entry, of, place, free: freeIn(left, query.asked), knownAt, near: same(place, commune) }];
    })
    .sort((a, b) => Number(b.near) - Number(a.near) || b.knownAt.localeCompare(a.knownAt))
    .slice(0, MOST);
  auditLists(
    ctx,
    places,
    shown.map(({ entry }) => entry),
  );
  return {
    ...{ total: entries.length, unfinished },
    shown: shown.map(({ entry, of, place, free: left, knownAt }) => ({
      id: entry.id,
      member: entry.member,
      href: `/${entry.member}/agent/${entry.definition}/${entry.id}`,
      name: entryTitle(of, entry),
      commune: place,
      free: words.free(left),
      known: parisDay(knownAt),
      proposed: seeking?.proposed.has(entry.id) ?? false,
    })),
  };
}

const same = (one: string, other: string): boolean => other !== "" && normalise(one) === normalise(other);

/** Where someone may be proposed: the states that are published, or those that are not over. */
const statesOf = ({ publicView, workflow }: CompiledDefinition): readonly string[] =>
  publicView?.states ?? [...workflow.states.values()].filter(({ final }) => !final).map(({ id }) => id);
