import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { engineToken } from "../../../server/national.ts";
import { drain } from "../../../server/worker/worker.ts";
import { agent } from "../../helpers/actors.ts";
import { offerTitles, openTownHall } from "../../server/titles-office.ts";
import { MEMBER } from "../../server/town-places.ts";
import { openTown, type Town } from "../../server/whole-town.ts";
import { MUTATIONS, type Mutation } from "./exposed.mutations.ts";
import { EXPOSED, EXPOSED_RULES, type Place } from "./exposed.rules.ts";

/** The town's day is Tuesday 3 March 2026: Monday 9, and Monday 30 once the clocks have changed. */
const DAY = "2026-03-09";
const SUMMER = "2026-03-30";
const NUMBER = "A1B2C3D4E5";

let town: Town;
let servers: readonly Server[] = [];
let place: Place;
let mutated: Place;
/** What the proxy does to our answers. */
let mutation: Mutation = {};

beforeAll(async () => {
  town = await openTown();
  const service = await offerTitles(town.ctx, [MEMBER]);
  const points = [
    await openTownHall(town.ctx, MEMBER),
    await openTownHall(town.ctx, MEMBER, { nom: "Annexe", motifs: ["cni", "retrait"] }),
  ] as const;
  const opened = await openEntry(town.ctx, {
    member: MEMBER,
    definition: service,
    actor: agent({ units: ["titres"] }),
    answers: {
      ...{ motif: "cni", personnes: 1, creneau: { place: points[0], debut: `${DAY}T08:00:00.000Z` } },
      ...{ predemandes: [{ numero: NUMBER }], nom: "Weber", courriel: "weber@exemple.fr" },
    },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  await drain(town.ctx);
  const own = await listen(createServer(getRequestListener(town.app.fetch)));
  const proxy = await listen(createServer(getRequestListener((request) => pass(request, own.url))));
  servers = [own.server, proxy.server];
  const known = {
    token: engineToken(town.ctx) ?? "",
    points,
    day: DAY,
    summer: SUMMER,
    number: NUMBER,
    today: "2026-03-03",
  };
  place = { ...known, url: `${own.url}/api/ants` };
  mutated = { ...known, url: `${proxy.url}/api/ants` };
});
afterAll(async () => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  await town.stop();
});
afterEach(() => {
  mutation = {};
});

async function listen(server: Server): Promise<{ readonly server: Server; readonly url: string }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Asks our server, and breaks one rule of what goes or comes. */
async function pass(request: Request, own: string): Promise<Response> {
  const url = new URL(request.url);
  const query = mutation.query?.(url.searchParams) ?? url.searchParams;
  const given = request.headers.get("x-hub-rdv-auth-token");
  const token = mutation.token ? place.token : given;
  const headers = token === null ? {} : { "x-hub-rdv-auth-token": token };
  const response = await fetch(`${own}${url.pathname}?${query}`, { method: request.method, headers });
  const text = await response.text();
  if (mutation.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, mutation.delay));
  if (!url.pathname.startsWith("/api/ants/")) return new Response(text, { status: response.status });
  const { status } = response;
  const passing = { path: url.pathname, query, method: request.method, authorised: token === place.token, status };
  const answer = {
    status,
    body: JSON.parse(text) as unknown,
    ...mutation.answer?.({ ...passing, body: JSON.parse(text) }),
  };
  return Response.json(answer.body, { status: answer.status });
}

describe.each(EXPOSED_RULES)("the rule %s of the national engine", (rule) => {
  test("is kept by our server", async () => {
    await EXPOSED[rule](place);
    await EXPOSED[rule](mutated);
  });

  test("is seen to be broken", async () => {
    mutation = MUTATIONS[rule];
    await expect(EXPOSED[rule](mutated)).rejects.toThrow();
  });
});
