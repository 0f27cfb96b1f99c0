import type { PlacesPartView } from "../../../renderer/front/place-results.tsx";
import type { PublishedWeekView } from "../../../renderer/front/published-entry-page.tsx";
import { communesAround } from "../../around.ts";
import { placePairs } from "../../asked-place.ts";
import type { Context } from "../../context.ts";
import type { PublishedRegister } from "../../published.ts";
import { placeQuery, placesWeek } from "../../published-places.ts";
import { filterName, isPlaced, type PublishedAsk, publishedAddress } from "../../published-query.ts";
import { countPublished, type PublishedQuery, type PublishedRow } from "../../store/published-read.ts";
import type { PageContext } from "./front-scope.ts";
import type { PublishedScope } from "./published.ts";
import { seekingService } from "./seeking.ts";

/** Communes told at most. */
const MOST_COMMUNES = 40;

/** A search as the store reads it, with the communes around the one chosen when they count too. */
export function publishedQuery(ctx: Context, register: PublishedRegister, ask: PublishedAsk): PublishedQuery {
  const { publicView, occupied } = register.definition;
  const query = { ...register, q: ask.q, filters: ask.filters };
  if (!publicView.places || !occupied) return query;
  const key = publicView.places.commune;
  const commune = communeOf(ask, key);
  const filters = ask.filters.map((filter) =>
    filter.key === key && commune !== null && ask.place?.around
      ? { ...filter, values: [...filter.values, ...communesAround(ctx, commune)] }
      : filter,
  );
  const first = key !== null && commune !== null ? { key, value: commune } : null;
  return { ...query, filters, places: { wanted: placeQuery(occupied, ask.place), first } };
}

/** The commune chosen; null for all of them, or several. */
export function communeOf({ filters }: PublishedAsk, key: string | null): string | null {
  const values = filters.find((filter) => filter.key === key)?.values ?? [];
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** What the page of a list has when places are searched; null where they are not. */
export async function placesPart(
  c: PageContext,
  scope: PublishedScope,
  ask: PublishedAsk,
  query: PublishedQuery,
  total: number,
): Promise<PlacesPartView | null> {
  const { register, href } = scope;
  const { places } = register.definition.publicView;
  if (!places || !ask.place || !query.places) return null;
  const { commune: key } = places;
  const communes = key === null ? [] : await communesOf(c, scope, ask, query, key);
  const commune = communeOf(ask, key);
  const nothing = total === 0 && isPlaced(ask);
  const count = communes.reduce((sum, each) => sum + each.count, 0);
  const all = key !== null && commune !== null && count > 0;
  const service = seekingService(c.var.ctx, scope.member.id, register.definition.id, commune);
  return {
    search: { title: places.title, ...ask.place.typed },
    around: key === null ? null : { after: filterName(key), checked: ask.place.around },
    communes: communes.slice(0, MOST_COMMUNES),
    widen: nothing
      ? {
          commune,
          elsewhere: commune === null ? [] : communes.slice(0, MOST_COMMUNES),
          all: all
            ? { count, href: `${href}?${publishedAddress(ask, { filter: { key, value: null } })}#resultats` }
            : null,
        }
      : null,
    help: service && {
      action: `${href}/demande`,
      pairs: [
        ...placePairs(ask.place),
        ...(key !== null && commune !== null ? [[filterName(key), commune] as const] : []),
      ],
    },
  };
}

/** How many are found in each commune, whichever was chosen. */
async function communesOf(
  c: PageContext,
  { href }: PublishedScope,
  ask: PublishedAsk,
  query: PublishedQuery,
  key: string,
): Promise<PlacesPartView["communes"]> {
  const everywhere = { ...query, filters: query.filters.filter((filter) => filter.key !== key) };
  const counts = await countPublished(c.var.ctx.db, everywhere, key);
  return counts.map(({ value, count }) => ({
    ...{ name: value, count },
    href: `${href}?${publishedAddress(ask, { filter: { key, value } })}#resultats`,
  }));
}

/** The week of a published entry; null where its places are not searched. */
export function weekView(
  c: PageContext,
  { definition: { occupied, publicView }, today }: PublishedRegister,
  { places }: PublishedRow,
  href: string,
): PublishedWeekView | null {
  if (!places || !occupied || !publicView.places) return null;
  const typed = c.req.query("jour") ?? "";
  return {
    title: publicView.places.title,
    href,
    knownAt: places.knownAt,
    ...placesWeek(occupied, places, typed, today),
  };
}
