import type { Issue, PublicFilter, PublicView } from "../engine/index.ts";
import { publishedWords as words } from "../renderer/strings-published.ts";
import { PLACE_PARAMS, type PlaceAsk, placePairs, readPlaceAsk } from "./asked-place.ts";
import { dayOf } from "./read-day.ts";
import type { PublishedFilter } from "./store/published-read.ts";

/** What someone looks for among what is published. */
export interface PublishedAsk {
  readonly q: string;
  readonly page: number;
  /** One for each filter of the view, in its order, as it was sent. */
  readonly sent: readonly { readonly filter: PublicFilter; readonly values: readonly string[] }[];
  /** Those that can be used, as they are stored. */
  readonly filters: readonly PublishedFilter[];
  /** Null where places are not searched. */
  readonly place: PlaceAsk | null;
  readonly issues: readonly Issue[];
  /** Names of parameters that mean nothing here. */
  readonly unknown: readonly string[];
}

const LONGEST = 100;
const MOST_VALUES = 50;
/** A page further is never asked by a link. */
const LAST_PAGE = 10_000;

/** The name under which a value of a field is sent, that of the lists of the API. */
export const filterName = (key: string): string => `filter[${key}]`;

/**
 * Reads an address. What cannot be read narrows nothing, and is said.
 * @param today day of Paris
 */
export function readAsk({ filters, places }: PublicView, params: URLSearchParams, today: string): PublishedAsk {
  const place = places && readPlaceAsk(params, today);
  const sent = filters.map((filter) => ({
    filter,
    values: params
      .getAll(filterName(filter.key))
      .map((value) => value.trim().slice(0, LONGEST))
      .filter((value) => value !== "")
      .slice(0, MOST_VALUES),
  }));
  const read = sent.map(({ filter, values }) => ({ filter, kept: values.map((value) => stored(filter, value)) }));
  const known = new Set(["q", "page", ...(place ? PLACE_PARAMS : []), ...filters.map(({ key }) => filterName(key))]);
  const page = Number(params.get("page") ?? "1");
  return {
    q: (params.get("q") ?? "").trim().slice(0, LONGEST),
    page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
    sent,
    filters: read.map(({ filter: { key, kind }, kept }) => ({
      ...{ key, kind },
      values: kept.filter((value) => value !== null),
    })),
    place,
    issues: [
      ...(place?.issues ?? []),
      ...read.flatMap(({ filter, kept }) => (kept.includes(null) ? [issueOf(filter)] : [])),
    ],
    unknown: [...new Set(params.keys())].filter((name) => !known.has(name)),
  };
}

/** A value as it is stored; null for one that the field cannot have. */
function stored({ kind, field }: PublicFilter, typed: string): string | null {
  switch (kind) {
    case "choice":
    case "all":
      return (field.choices ?? []).some(({ value }) => value === typed) ? typed : null;
    case "least":
      return /^\d{1,6}$/.test(typed) ? typed : null;
    case "before":
      return dayOf(typed);
    case "yes":
      return typed === "oui" ? typed : null;
    case "text":
      return typed;
  }
}

const issueOf = ({ key, title, kind }: PublicFilter): Issue => ({
  code: "malformed",
  pointer: `/${filterName(key)}`,
  message: words.wrong[kind](title),
});

/** Whether some place is looked for, understood or not. */
export const isPlaced = ({ place }: PublishedAsk): boolean => place !== null && placePairs(place).length > 0;

/** What an address says of a search, with some of it said otherwise; null of a filter leaves it out. */
export function publishedAddress(
  { q, sent, place }: PublishedAsk,
  {
    page = 1,
    ...changed
  }: { readonly page?: number; readonly filter?: { readonly key: string; readonly value: string | null } },
): string {
  return new URLSearchParams([
    ...(q === "" ? [] : [["q", q]]),
    ...(place ? placePairs(place) : []).map(([name, value]) => [name, value]),
    ...sent.flatMap(({ filter: { key }, values }) => {
      const { filter } = changed;
      const said = filter?.key === key ? [filter.value].flatMap((value) => value ?? []) : values;
      return said.map((value) => [filterName(key), value]);
    }),
    ...(page > 1 ? [["page", String(page)]] : []),
  ]).toString();
}
