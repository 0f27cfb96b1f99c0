import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enrol, openTown, type Town } from "../whole-town.ts";
import { footprint, isApi, opener, READING, rightRequest, WRITING } from "./attack.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

/**
 * What any request may change: how long a session lasts, what was read, how often something was
 * tried, when a token was used last. */
const TRACES = ["api_token", "audit", "rate_limit", "session"];

/** What another site can make a browser of today or of yesterday send. */
const FOREIGN: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
  ["another host of the same domain", { "Sec-Fetch-Site": "same-site", Origin: "https://evil.localhost" }],
  ["another site, in an old browser", { Origin: "https://evil.example" }],
  ["a page without origin", { Origin: "null", Referer: "https://evil.example/piege" }],
  ["an address that begins like ours", { Origin: "http://localhost.evil.example" }],
];

const pages = WRITING.filter(([, row]) => !isApi(row));

test("whatever is written shows: a row more, changed, or taken away", async () => {
  const { ctx } = town;
  const seen = [await footprint(town, TRACES)];
  const { account } = await enrol(ctx, "Léa Meyer");
  seen.push(await footprint(town, TRACES));
  await ctx.db`update account set name = 'Léa' where id = ${account?.id ?? ""}`;
  seen.push(await footprint(town, TRACES));
  await ctx.db`delete from api_token where account_id = ${account?.id ?? ""}`;
  await ctx.db`delete from account where id = ${account?.id ?? ""}`;
  seen.push(await footprint(town, TRACES));
  const marks = seen.map((each) => each["account"]);
  for (const [at, mark] of marks.slice(1).entries()) expect(mark).not.toBe(marks[at]);
});

describe("a form sent by another site, with the cookies and even the token of the person", () => {
  test.each(pages)("changes nothing: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    const { "Sec-Fetch-Site": _site, ...others } = init.headers;
    const before = await footprint(town, TRACES);
    for (const [site, headers] of FOREIGN) {
      const answer = await town.app.request(path, { ...init, headers: { ...others, ...headers } });
      expect(answer.status, site).toBe(403);
    }
    expect(await footprint(town, TRACES)).toEqual(before);
  });
});

describe("a form sent with a session but without its token", () => {
  const signedIn = pages.filter(([, row]) => opener(row) !== "nobody");

  test.each(signedIn)("changes nothing: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    const before = await footprint(town, TRACES);
    for (const token of [null, "", (await town.sitting("citizen")).csrf]) {
      const body = new FormData();
      for (const [name, value] of init.body as FormData) if (name !== "_csrf") body.append(name, value);
      if (token !== null) body.append("_csrf", token);
      expect((await town.app.request(path, { ...init, body })).status).toBe(403);
    }
    expect(await footprint(town, TRACES)).toEqual(before);
  });
});

describe("the API", () => {
  test.each(WRITING.filter(([, row]) => row.path.startsWith("/api/v1/")))(
    "takes no cookie for a token: %s",
    async (_, row) => {
      const { path, init } = await rightRequest(town, row);
      const { Authorization: __, ...headers } = init.headers;
      const { headers: cookie } = await town.sitting("agent");
      const answer = await town.app.request(path, { ...init, headers: { ...headers, ...cookie } });
      expect(answer.status).toBe(401);
    },
  );
});

/**
 * Reading these pages makes a link, or a secret to confirm, that opens nothing the reader cannot open already; reading an
 * entry shows colleagues that one is there.
 */
const MAKES: Readonly<Record<string, string>> = {
  "GET /:member/demarches/:draft/plus-tard": "access_link",
  "GET /:member/agent/securite": "one_time_code",
  "GET /:member/agent/:domain/:name/:id": "presence",
};

/** These remember, for the browser that asks, a trip to a provider: without its cookie it is worth nothing. */
const TRIPS = /^GET (\/connexion\/franceconnect|\/agent\/connexion\/proconnect)/;

/** These note when they were read last. */
const READS = /^GET \/api\/calendriers/;

/** The first reader of what a register publishes has the copies made that all others read. */
const COPIES = /^GET .*\/(published|annuaire)/;

/** Who looks first for what refers to an entry has the words written that those just filed owe. */
const SEARCHES = /^GET .*\/liens\//;
const WORDS = ["words_due", "words_gone", "near_word", "entry_word"];

const mayChange = (name: string): readonly string[] => [
  ...TRACES,
  MAKES[name] ?? "",
  ...(READS.test(name) ? ["agenda_feed"] : []),
  ...(COPIES.test(name) ? ["publication", "publication_due", "published_entry"] : []),
  ...(SEARCHES.test(name) ? WORDS : []),
  ...(TRIPS.test(name) ? ["one_time_code", "outside_identity"] : []),
];

describe("an address that another site makes a browser open", () => {
  test.each(READING)("changes nothing: %s", async (name, row) => {
    const allowed = mayChange(name);
    const { path, init } = await rightRequest(town, row);
    const before = await footprint(town, allowed);
    const headers = { ...init.headers, "Sec-Fetch-Site": "cross-site" };
    await (await town.app.request(path, { ...init, headers })).arrayBuffer();
    expect(await footprint(town, allowed)).toEqual(before);
  });
});
