import { normalise } from "../../../engine/index.ts";
import { type FakeServer, newPace, type Play, startFake } from "../fake-server.ts";
import { PLACES } from "./places.ts";

/** What the real service does and this one stops doing, when a test asks for it. */
export const GEOCODING_RULES = [
  "feature-collection",
  "city-code",
  "query-bounds",
  "limit",
  "postcode",
  "commune",
  "best-first",
  "whole-words",
  "pace",
] as const;
export type GeocodingRule = (typeof GEOCODING_RULES)[number];

/** Requests it takes in a second. */
const PACE = 50;
const LIMIT = 5;
/** A street that makes the service fail, to see what its silence looks like. */
const AWAY = "injoignable";

/** The national geocoding service as the demonstration and the tests play it, on a private port. A street named
 * "injoignable" makes it fail. */
export const startFakeGeocoding = (): Promise<FakeServer<GeocodingRule>> => {
  const pace = newPace(PACE);
  return startFake("/geocodage", ({ url, play }) => {
    if (pace.exceeded(play) && !play.broken.has("pace")) {
      return { status: 429, headers: { "retry-after": "5" }, body: { code: 429, message: "Too Many Requests" } };
    }
    if (url.pathname !== "/geocodage/search") return { status: 404, body: { code: 404, message: "Not Found" } };
    return search(url.searchParams, play);
  });
};

function search(asked: URLSearchParams, { broken }: Play<GeocodingRule>) {
  const q = asked.get("q") ?? "";
  if (!broken.has("query-bounds") && (q.length < 3 || q.length > 200 || !/^[\p{L}\p{N}]/u.test(q))) {
    const detail = ["q: must contain between 3 and 200 chars and start with a number or a letter"];
    return { status: 400, body: { code: 400, detail, message: "Failed parsing query" } };
  }
  if (q.includes(AWAY)) return { status: 503, body: "<html><body>Service Unavailable</body></html>" };
  const [, number, rest = ""] = /^(\d{1,4}(?:\s?(?:bis|ter))?)?\s*,?\s*(.*)$/i.exec(q) ?? [];
  const postcode = asked.get("postcode");
  const commune = asked.get("citycode");
  const unfinished = asked.get("autocomplete") !== "0" || broken.has("whole-words");
  const features = PLACES.filter(([, code]) => postcode === null || broken.has("postcode") || code === postcode)
    .filter(([, , , code]) => commune === null || broken.has("commune") || code === commune)
    .map((place) => ({ place, score: scoreOf(rest, place, unfinished) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => (broken.has("best-first") ? a.score - b.score : b.score - a.score))
    .slice(0, broken.has("limit") ? PLACES.length : Number(asked.get("limit") ?? LIMIT))
    .map(({ place, score }) => featureOf(place, number, score, broken.has("city-code")));
  const body = { type: "FeatureCollection", features, query: q };
  return { status: 200, body: broken.has("feature-collection") ? features : body };
}

/** The share of the typed words that the place has; 0 when one of them is not of it. */
function scoreOf(typed: string, [name, postcode, city]: (typeof PLACES)[number], unfinished: boolean): number {
  const own = normalise(`${name} ${postcode} ${city}`).split(" ");
  const words = normalise(typed).split(" ").filter(Boolean);
  const known = (word: string) => own.some((mine) => (unfinished ? mine.startsWith(word) : mine === word));
  return words.length > 0 && words.every(known) ? Math.min(words.length / own.length + 0.3, 1) : 0;
}

function featureOf(
  [street, postcode, city, citycode]: (typeof PLACES)[number],
  number: string | undefined,
  score: number,
  withoutCode: boolean,
) {
  const name = number === undefined ? street : `${number} ${street}`;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [7.337, 47.747] },
    properties: {
      ...{ label: `${name} ${postcode} ${city}`, score, name, street, postcode, city },
      ...(number !== undefined && { housenumber: number }),
      ...(withoutCode ? {} : { citycode }),
      id: `${citycode}_${normalise(street).replaceAll(" ", "-")}`,
      type: number === undefined ? "street" : "housenumber",
      context: `${citycode.slice(0, 2)}, France`,
      importance: 0.6,
      ...{ x: 1_025_000, y: 6_750_000 },
    },
  };
}
