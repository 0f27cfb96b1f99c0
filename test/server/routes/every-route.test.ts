import type { Hono } from "hono";
import { inspectRoutes } from "hono/dev";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../server/app.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import { PEOPLE, type Person } from "../town-people.ts";
import { MEMBER, NURSERY, TERRACE } from "../town-places.ts";
import { fileEntry, openTown, type Town } from "../whole-town.ts";
import { RECIPES } from "./every-route.recipes.ts";
import { DEMO_ONLY, ROWS, type Row } from "./every-route.table.ts";
import { answersOf, nameOf, prepare, type Recipe, type Route, wordFor } from "./try-route.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

/** Every address the application answers, those of the middleware and of "page not found" left out. */
function routesOf(app: Hono<AppEnv>): readonly Route[] {
  const routes = inspectRoutes(app).filter(
    ({ isMiddleware, path }) => !isMiddleware && !/^(\/api\/v1)?\/\*$/.test(path),
  );
  return [...new Map(routes.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()];
}

const row = (route: Route, answers: readonly string[]): string =>
  [route.method.padEnd(4), route.path.padEnd(56), ...answers.map((answer) => answer.padEnd(9))].join(" ").trimEnd();

describe("the table of every route and every person", () => {
  test("misses no route", async () => {
    const known = new Set(ROWS.map(nameOf));
    const missing = routesOf(town.app).filter((route) => !known.has(nameOf(route)));
    const lines: string[] = [];
    for (const route of missing) {
      const answers = await answersOf(town, route, RECIPES[nameOf(route)]).catch((error: unknown) => [String(error)]);
      lines.push(row(route, answers));
    }
    const todo = [
      "These routes are not in test/server/routes/every-route.table.ts. Below is what each answers today, to judge",
      "and add (422 or 400: the request lacks something, which goes in every-route.recipes.ts):",
      ...lines,
    ];
    expect(missing.map(nameOf), todo.join("\n")).toEqual([]);
  }, 300_000);

  test("names only routes that exist", () => {
    const existing = new Set(routesOf(town.app).map(nameOf));
    expect(ROWS.map(nameOf).filter((name) => !existing.has(name))).toEqual([]);
    expect(Object.keys(RECIPES).filter((name) => !existing.has(name))).toEqual([]);
  });

  test("opens nothing more in a demonstration than what it lists", () => {
    const plain = createApp({ ...town.ctx, config: { ...town.ctx.config, demo: "none" } }, town.assets);
    const usual = new Set(routesOf(plain).map(nameOf));
    expect(
      routesOf(town.app)
        .map(nameOf)
        .filter((name) => !usual.has(name)),
    ).toEqual(DEMO_ONLY);
    const inDemo = new Set(routesOf(town.app).map(nameOf));
    expect([...usual].filter((name) => !inDemo.has(name))).toEqual([]);
  });

  test("opens each route to someone: otherwise its answers would speak of a wrong request", () => {
    const closed = ROWS.filter(({ answers }) => !answers.some((answer) => answer === "ok" || answer === "away"));
    expect(closed.map(nameOf)).toEqual([]);
  });
});

describe("every person gets the answer of the table from", () => {
  test.each(ROWS.map((each) => [nameOf(each), each] as const))(
    "%s",
    async (name, expected) => {
      const answers = await answersOf(town, expected, RECIPES[name]);
      const told = (words: readonly string[]) => Object.fromEntries(PEOPLE.map((person, at) => [person, words[at]]));
      expect(told(answers), `If this is right, the row is:\n${row(expected, answers)}`).toEqual(told(expected.answers));
    },
    120_000,
  );
});

/** What a person gets from a route, for an entry of another definition or member than the usual. */
async function wordOf(route: Row, person: Person, of: string, definition: typeof TERRACE): Promise<string> {
  const [domain = "", name = ""] = definition.id.split("/");
  const entry = await fileEntry(town, town.people.holder, definition, undefined, of);
  const recipe: Recipe = async (...given) => {
    const usual = (await RECIPES[nameOf(route)]?.(...given)) ?? {};
    return { ...usual, params: { ...usual.params, member: of, domain, name, id: entry, entry } };
  };
  await town.ctx.db`delete from rate_limit`;
  const { path, init } = await prepare(town, route, person, recipe);
  return wordFor(await town.app.request(path, init));
}

describe("whoever another member's entries are shared with sees nothing else of it:", () => {
  const at = (person: Person, { answers }: Row) => answers[PEOPLE.indexOf(person)] ?? "";
  const opened = ROWS.filter(
    (route) => /:(domain|entry)/.test(route.path) && at("partner", route) !== at("elsewhere", route),
  );

  test.each(opened.map((route) => [nameOf(route), route] as const))("%s", async (_, route) => {
    // What is not shared: another definition of the same member, and the same definition of another.
    for (const [of, definition] of [[MEMBER, NURSERY] as const, ["rixheim", TERRACE] as const]) {
      const stranger = of === "rixheim" ? "unit" : "elsewhere";
      const word = await wordOf(route, "partner", of, definition);
      expect(word, `${of} ${definition.id}`).toBe(await wordOf(route, stranger, of, definition));
      expect(["401", "403", "404"]).toContain(word);
    }
  });
});
