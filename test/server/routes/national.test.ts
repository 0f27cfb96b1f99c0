import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import { engineToken } from "../../../server/national.ts";
import { Browser, hidden } from "../identity/installation.ts";
import { offerTitles, openTownHall, SERVICE } from "../titles-office.ts";
import { MEMBER } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";

/** The day of the town is Tuesday 3 March 2026; the clocks go forward on Sunday 29. */
let town: Town;
let hall: string;
let neighbour: string;

beforeAll(async () => {
  town = await openTown();
  await offerTitles(town.ctx, [MEMBER, "rixheim"]);
  hall = await openTownHall(town.ctx, MEMBER, { guichets: 2 });
  neighbour = await openTownHall(town.ctx, "rixheim", { nom: "Mairie de Rixheim", duree: 30, motifs: ["cni"] });
});
afterAll(() => town.stop());
beforeEach(() =>
  withActor(town.ctx.db, { system: true }, async (tx) => {
    await tx`delete from booking`;
    await tx`delete from rate_limit`;
  }),
);

const ask = (path: string, headers?: Record<string, string>, method = "GET") =>
  town.app.request(`/api/ants/${path}`, {
    method,
    headers: headers ?? { "x-hub-rdv-auth-token": engineToken(town.ctx) ?? "" },
  });

type Slots = Record<string, readonly { readonly datetime: string; readonly callback_url: string }[]>;

async function slots(ids: readonly string[], more: Record<string, string> = {}): Promise<Slots> {
  const query = new URLSearchParams({ start_date: "2026-03-04", end_date: "2026-03-06", ...more });
  for (const id of ids) query.append("meeting_point_ids", id);
  const response = await ask(`availableTimeSlots?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Slots;
}

const hours = (found: Slots, id: string) => found[id]?.map(({ datetime }) => datetime) ?? [];

describe("the national engine", () => {
  test("is told the places of every member", async () => {
    const points = (await (await ask("getManagedMeetingPoints")).json()) as readonly { readonly id: string }[];
    expect(points.map(({ id }) => id).sort()).toEqual([hall, neighbour].sort());
    expect(points.find(({ id }) => id === hall)).toEqual({
      id: hall,
      name: "Mairie de Mulhouse",
      longitude: 7.3297,
      latitude: 47.7435,
      public_entry_address: "2 rue Pierre-et-Marie-Curie",
      zip_code: "68100",
      city_name: "Mulhouse",
      website: "https://www.mulhouse.example",
    });
  });

  test("is told the free slots by the hour of a clock in Paris, before and after it changes", async () => {
    const found = await slots([hall, neighbour], { start_date: "2026-03-27", end_date: "2026-03-30" });
    expect(hours(found, neighbour)).toEqual([
      ...["2026-03-27T09:00Z", "2026-03-27T09:30Z", "2026-03-27T10:00Z", "2026-03-27T10:30Z"],
      ...["2026-03-30T09:00Z", "2026-03-30T09:30Z", "2026-03-30T10:00Z", "2026-03-30T10:30Z"],
    ]);
    expect(new Set(hours(found, hall)).size).toBe(hours(found, hall).length);
  });

  test("is told of longer slots for more people, of the reasons served alone", async () => {
    const found = await slots([hall], { documents_number: "3" });
    expect(hours(found, hall).slice(0, 4)).toEqual([
      "2026-03-04T09:00Z",
      "2026-03-04T09:20Z",
      "2026-03-04T09:40Z",
      "2026-03-04T10:00Z",
    ]);
    expect(hours(await slots([hall], { documents_number: "6" }), hall)).toEqual([]);
    expect(hours(await slots([neighbour], { reason: "PASSPORT" }), neighbour)).toEqual([]);
    expect(hours(await slots([hall], { reason: "CNI-PASSPORT" }), hall)).toEqual([]);
  });

  test("may ask for more days than are open", async () => {
    const found = await slots([hall], { start_date: "0001-01-01", end_date: "9999-12-31" });
    expect(hours(found, hall)[0]).toBe("2026-03-04T09:00Z");
    expect(hours(found, hall).at(-1)).toBe("2026-04-10T10:40Z");
  });

  test.each([
    ["reason=RETRIEVAL&start_date=2026-03-04&end_date=2026-03-05", 400, "Invalid reason param"],
    ["start_date=2026-03-06&end_date=2026-03-05", 400, "start_date is after end_date"],
    ["start_date=2026-02-30&end_date=2026-03-05", 400, "Invalid start_date param"],
    ["start_date=2026-03-04&end_date=2026-03-05&documents_number=0", 400, "Invalid documents_number param"],
    ["start_date=2026-03-04&end_date=2026-03-05&meeting_point_ids=12", 404, "Unknown Meeting Point ID : 12"],
  ])("is refused %s", async (query, status, message) => {
    const response = await ask(`availableTimeSlots?${query}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code: status, message } });
  });

  test.each([{}, { "x-hub-rdv-auth-token": "autre" }])("is refused with %j for a token", async (headers) => {
    const response = await ask("getManagedMeetingPoints", headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "X-HUB-RDV-AUTH-TOKEN header is missing or invalid" });
  });

  test("only reads", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      expect((await ask("availableTimeSlots", undefined, method)).status).toBe(405);
    }
  });

  test("who guesses tokens is soon slowed down", async () => {
    const answers = [];
    for (let rank = 0; rank < 32; rank += 1) answers.push((await ask("getManagedMeetingPoints", {})).status);
    expect(answers.slice(0, 30)).not.toContain(429);
    expect(answers.at(-1)).toBe(429);
    expect((await ask("getManagedMeetingPoints")).status).toBe(200);
  });

  test("finds nothing where no token is set", async () => {
    const plain = { ...town.ctx, config: { ...town.ctx.config, demo: "none" as const } };
    expect(engineToken(plain)).toBeNull();
    expect(engineToken({ ...plain, config: { ...plain.config, antsToken: "0123456789abcdef" } })).toBe(
      "0123456789abcdef",
    );
  });
});

describe("someone who comes from the national engine", () => {
  const come = async (persons = "2") => {
    const [slot] = (await slots([hall], { documents_number: persons }))[hall] ?? [];
    const url = new URL(slot?.callback_url ?? "");
    const browser = new Browser(town.app);
    const page = await (await browser.get(`${url.pathname}${url.search}`)).text();
    const fields = ["_csrf", "lieu", "date", "motif", "personnes"].map((name) => [name, hidden(page, name)]);
    const begin = () => browser.post(`${url.pathname}/commencer`, Object.fromEntries(fields));
    return { browser, page, begin, url };
  };

  test("finds her slot, her reason and how many they are already there, and held once she begins", async () => {
    const { browser, page, begin } = await come();
    expect(page).toContain("mercredi 4 mars 2026 à 9");
    expect(page).toContain("pour 2 personnes");
    expect(hours(await slots([hall]), hall)[0]).toBe("2026-03-04T09:00Z");
    const begun = await begin();
    expect(begun.status).toBe(303);
    const draft = begun.headers.get("location") ?? "";
    expect(draft).toMatch(/\/vous$|\/predemandes$/);
    const base = draft.split("/").slice(0, 4).join("/");
    expect(await (await browser.get(`${base}/creneau`)).text()).toContain("Il est gardé pour vous");
    const first = await (await browser.get(`${base}/motif`)).text();
    expect(first).toMatch(/value="cni"[^>]*checked|checked[^>]*value="cni"/);
    expect(first).toMatch(/value="2"/);
  });

  test("is told that others were quicker, with the place still named", async () => {
    const late = [await come("1"), await come("1"), await come("1")];
    for (const someone of late.slice(0, 2)) expect((await someone.begin()).status).toBe(303);
    const refused = await late[2]?.begin();
    expect(refused?.status).toBe(422);
    expect(await refused?.text()).toContain("vient d’être pris");
    expect(hours(await slots([hall]), hall)[0]).toBe("2026-03-04T09:20Z");
  });

  test("starts an ordinary form from a link that means nothing", async () => {
    const browser = new Browser(town.app);
    for (const query of [
      "?lieu=1&date=2026-03-04T09:00Z&motif=CNI",
      `?lieu=${hall}&date=demain&motif=CNI&personnes=1`,
    ]) {
      const response = await browser.get(`/${MEMBER}/${SERVICE}${query}`);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain("Le créneau que vous avez choisi");
    }
  });
});
