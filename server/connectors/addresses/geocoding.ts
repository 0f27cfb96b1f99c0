import type { Context } from "../../context.ts";
import { AnswerCache } from "../answer-cache.ts";
import { found, nothing, type Sourced } from "../data-source.ts";
import { Guard, type RawAnswer } from "../guard.ts";
import type { AddressQuery, AddressSource, FoundAddress } from "./address-source.ts";

/** The service takes 50 requests a second from one network address: several processes may share it. */
const PER_SECOND = 40;
const PATIENCE = 2_500;
/** What it takes as a query, in characters. */
const SHORTEST = 3;
const LONGEST = 200;
const RESULTS = 5;
/** Of them, those of the commune at hand. */
const LOCAL = 3;
/** Streets do not change within the hour. */
const KEPT = 2_000;
const KEPT_FOR = 3_600_000;

/**
 * The national geocoding service (`/search` of data.geopf.fr/geocodage, which took the place of api-adresse.data.gouv.fr):
 * GeoJSON of the Base Adresse Nationale.
 * @param url without a trailing slash
 */
export function geocoding(
  url: string,
  { log, clock }: Pick<Context, "log" | "clock">,
  request: typeof fetch = fetch,
): AddressSource {
  const name = "adresses";
  const guard = new Guard({ name, patience: PATIENCE, perSecond: PER_SECOND, log, clock });
  const cache = new AnswerCache<readonly FoundAddress[]>(KEPT, KEPT_FOR, clock);
  const ask = async (search: string): Promise<Sourced<readonly FoundAddress[]>> => {
    const known = cache.get(search);
    if (known) return found(known);
    const headers = { Accept: "application/json" };
    const outcome = await guard.call(
      (signal) => request(`${url}/search?${search}`, { headers, redirect: "error", signal }),
      addressesIn,
    );
    if (outcome.ok) cache.set(search, outcome.value);
    return outcome;
  };
  return {
    name,
    state: () => guard.state(),
    async search(query) {
      const everywhere = parametersOf(query);
      if (everywhere === null) return found([]);
      const here =
        query.near === undefined || query.postcode !== undefined ? null : `${everywhere}&citycode=${query.near}`;
      if (here === null) return ask(everywhere);
      const [local, all] = await Promise.all([ask(here), ask(everywhere)]);
      return local.ok && all.ok ? found(localFirst(local.value, all.value)) : all;
    },
  };
}

/** Addresses of the commune at hand, then the others, each once. */
function localFirst(local: readonly FoundAddress[], all: readonly FoundAddress[]): readonly FoundAddress[] {
  const first = local.slice(0, LOCAL);
  const others = all.filter(({ label }) => !first.some((one) => one.label === label));
  return [...first, ...others].slice(0, RESULTS);
}

/** The query string; null when there is too little to ask about. */
function parametersOf({ text, postcode, unfinished }: AddressQuery): string | null {
  const q = text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  // A query that begins with neither a letter nor a digit is answered 400.
  if (q.length < SHORTEST || !/^[\p{L}\p{N}]/u.test(q)) return null;
  const near = postcode !== undefined && /^\d{5}$/.test(postcode) ? { postcode } : {};
  return new URLSearchParams({ q, limit: String(RESULTS), autocomplete: unfinished ? "1" : "0", ...near }).toString();
}

function addressesIn({ status, body }: RawAnswer): Sourced<readonly FoundAddress[]> {
  if (status === 401 || status === 403) return nothing("refused");
  if (status >= 400) return nothing("invalid");
  const features = memberOf(body, "features");
  if (!Array.isArray(features)) return nothing("unavailable");
  return found(features.flatMap((feature: unknown) => addressOf(memberOf(feature, "properties")) ?? []));
}

/** Null for what is no address: a commune alone, or a feature that lacks something. */
function addressOf(properties: unknown): FoundAddress | null {
  const text = (name: string, longest: number) => {
    const value = memberOf(properties, name);
    return typeof value === "string" ? value.trim().slice(0, longest) : "";
  };
  const street = text("name", 120);
  const [postcode, city, cityCode] = [text("postcode", 5), text("city", 80), text("citycode", 5)];
  const isPlace = text("type", 20) !== "municipality";
  const complete = street !== "" && city !== "" && /^\d{5}$/.test(postcode) && /^(\d{5}|2[AB]\d{3})$/.test(cityCode);
  return isPlace && complete ? { label: `${street}, ${postcode} ${city}`, street, postcode, city, cityCode } : null;
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
