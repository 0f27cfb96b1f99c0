import { expect } from "vitest";
import { NationalHub } from "../../../server/connectors/fake-ants/national-hub.ts";

/** A rule of the national engine about what a town's software answers (domain file, C1). */
export const EXPOSED_RULES = [
  "token-required",
  "token-answer",
  "only-get",
  "points-fields",
  "points-floats",
  "address-without-post-code",
  "repeated-keys",
  "default-reason",
  "default-persons",
  "bad-reason",
  "inverted-dates",
  "unknown-point",
  "wide-dates",
  "local-hour",
  "sorted",
  "unique",
  "unbooked",
  "multiplied-length",
  "callback-filled",
  "known-number",
  "unknown-number",
  "letters-in-numbers",
  "no-secret-in-urls",
  "in-time",
] as const;
export type ExposedRule = (typeof EXPOSED_RULES)[number];

/** What the town at hand holds. */
export interface Place {
  /** Where the endpoints answer. */
  readonly url: string;
  readonly token: string;
  /** Two places open from nine to eleven, twenty minutes a person; the first has one booking at nine on the first day. */
  readonly points: readonly [string, string];
  /** A day open, that booking's; and one after the clocks have changed. */
  readonly day: string;
  readonly summer: string;
  /** Of that booking. */
  readonly number: string;
  readonly today: string;
}

type Slot = { readonly datetime: string; readonly callback_url: string };

const asked = async (place: Place, path: string, query: readonly (readonly [string, string])[], init?: RequestInit) => {
  const address = `${place.url}/${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
  const response = await fetch(address, { headers: { "x-hub-rdv-auth-token": place.token }, ...init });
  const body: unknown = await response.json().catch(() => null);
  return { status: response.status, body: body as never };
};

const slotsOf = async (place: Place, more: Record<string, string> = {}, ids: readonly string[] = place.points) => {
  const query = { start_date: place.day, end_date: place.day, ...more };
  const found = await asked(place, "availableTimeSlots", [
    ...ids.map((id) => ["meeting_point_ids", id] as const),
    ...Object.entries(query),
  ]);
  expect(found.status).toBe(200);
  return found.body as Readonly<Record<string, readonly Slot[]>>;
};

const hours = (slots: readonly Slot[] | undefined) => (slots ?? []).map(({ datetime }) => datetime);
const hub = (place: Place, hurry = 1) => new NationalHub(place.url, place.token, fetch, hurry);

/** Each as a check over HTTP that fails where the rule is not kept, by the engine's own client wherever it shows there. */
export const EXPOSED: Readonly<Record<ExposedRule, (place: Place) => Promise<void>>> = {
  "token-required": async (place) => {
    for (const path of ["getManagedMeetingPoints", "availableTimeSlots", "searchApplicationIds"]) {
      for (const headers of [{}, { "x-hub-rdv-auth-token": "autre" }]) {
        expect((await asked(place, path, [], { headers })).status).toBe(401);
      }
    }
  },
  "token-answer": async (place) => {
    const { body } = await asked(place, "getManagedMeetingPoints", [], { headers: {} });
    expect(body).toEqual({ error: "X-HUB-RDV-AUTH-TOKEN header is missing or invalid" });
  },
  "only-get": async (place) => {
    const headers = { "x-hub-rdv-auth-token": place.token };
    expect((await asked(place, "getManagedMeetingPoints", [], { method: "POST", headers })).status).toBe(405);
  },
  "points-fields": async (place) => {
    const points = await hub(place).points();
    expect(points.map(({ id }) => id)).toEqual(expect.arrayContaining([...place.points]));
  },
  "points-floats": async (place) => {
    const { body } = await asked(place, "getManagedMeetingPoints", []);
    for (const point of body as readonly Record<string, unknown>[]) {
      expect([typeof point["id"], typeof point["longitude"], typeof point["latitude"]]).toEqual([
        ...["string", "number", "number"],
      ]);
    }
  },
  "address-without-post-code": async (place) => {
    const { body } = await asked(place, "getManagedMeetingPoints", []);
    const kept = new Map((await hub(place).points()).map((point) => [point.id, point.public_entry_address]));
    for (const point of body as readonly Record<string, string>[]) {
      expect(kept.get(point["id"] ?? "")).toBe(point["public_entry_address"]);
    }
  },
  "repeated-keys": async (place) => {
    expect(Object.keys(await slotsOf(place)).sort()).toEqual([...place.points].sort());
  },
  "default-reason": async (place) => {
    expect(hours((await slotsOf(place))[place.points[1]])).toEqual(
      hours((await slotsOf(place, { reason: "CNI" }))[place.points[1]]),
    );
    expect(hours((await slotsOf(place))[place.points[1]]).length).toBeGreaterThan(0);
  },
  "default-persons": async (place) => {
    const [one, said] = [await slotsOf(place), await slotsOf(place, { documents_number: "1" })];
    expect(hours(one[place.points[1]])).toEqual(hours(said[place.points[1]]));
    expect(hours(one[place.points[1]])).toHaveLength(6);
  },
  "bad-reason": async (place) => {
    const query = Object.entries({ start_date: place.day, end_date: place.day, reason: "RETRIEVAL" });
    const found = await asked(place, "availableTimeSlots", query);
    expect(found).toEqual({ status: 400, body: { error: { code: 400, message: "Invalid reason param" } } });
  },
  "inverted-dates": async (place) => {
    const query = Object.entries({ start_date: place.summer, end_date: place.day });
    const found = await asked(place, "availableTimeSlots", query);
    expect(found).toEqual({ status: 400, body: { error: { code: 400, message: "start_date is after end_date" } } });
  },
  "unknown-point": async (place) => {
    const query = Object.entries({ start_date: place.day, end_date: place.day, meeting_point_ids: "506" });
    const found = await asked(place, "availableTimeSlots", query);
    expect(found).toEqual({ status: 404, body: { error: { code: 404, message: "Unknown Meeting Point ID : 506" } } });
  },
  "wide-dates": async (place) => {
    const search = { points: [...place.points], reason: "CNI", persons: 1, from: place.day, to: place.day } as const;
    const found = await hub(place).slots(search, place.today);
    expect(new Set(found.get(place.points[1])?.map(({ day }) => day))).toEqual(new Set([place.day]));
    const wide = await slotsOf(place, { start_date: "2000-01-01", end_date: "2999-12-31" });
    const days = hours(wide[place.points[1]]).map((moment) => moment.slice(0, 10));
    expect(days).toEqual(expect.arrayContaining([place.day, place.summer]));
    expect(days.every((day) => day >= place.today)).toBe(true);
  },
  "local-hour": async (place) => {
    for (const day of [place.day, place.summer]) {
      const search = { points: [place.points[1]], reason: "CNI", persons: 1, from: day, to: day } as const;
      const found = await hub(place).slots(search, place.today);
      expect(found.get(place.points[1])?.map(({ hour }) => hour)).toContain("09:00");
      expect(
        found
          .get(place.points[1])
          ?.map(({ hour }) => hour)
          .sort()
          .at(-1),
      ).toBe("10:40");
    }
  },
  sorted: async (place) => {
    const found = hours((await slotsOf(place, { end_date: place.summer }))[place.points[1]]);
    expect(found.length).toBeGreaterThan(10);
    expect(found).toEqual([...found].sort());
  },
  unique: async (place) => {
    const found = hours((await slotsOf(place, { end_date: place.summer }))[place.points[1]]);
    expect(new Set(found).size).toBe(found.length);
  },
  unbooked: async (place) => {
    expect(hours((await slotsOf(place))[place.points[0]])).toEqual(
      ["09:20", "09:40", "10:00", "10:20", "10:40"].map((hour) => `${place.day}T${hour}Z`),
    );
  },
  "multiplied-length": async (place) => {
    const found = await slotsOf(place, { documents_number: "3" });
    expect(hours(found[place.points[1]])).toEqual(
      ["09:00", "09:20", "09:40", "10:00"].map((hour) => `${place.day}T${hour}Z`),
    );
  },
  "callback-filled": async (place) => {
    const [slot] = (await slotsOf(place, { documents_number: "2" }))[place.points[1]] ?? [];
    const url = new URL(slot?.callback_url ?? "");
    const page = await (await fetch(new URL(`${url.pathname}${url.search}`, place.url))).text();
    expect(page).toContain("Le créneau que vous avez choisi");
    expect(page).toContain("pour 2 personnes");
    expect(page).toContain("à 9");
  },
  "known-number": async (place) => {
    const found = await hub(place).applications([place.number]);
    expect(found.get(place.number)?.[0]?.href).toMatch(/\/demandes\/[0-9a-f-]{36}$/);
    const { body } = await asked(place, "searchApplicationIds", [["application_ids", place.number]]);
    expect((body as Record<string, readonly Record<string, string>[]>)[place.number]?.[0]).toMatchObject({
      datetime: `${place.day}T09:00Z`,
      meeting_point: expect.any(String),
      cancel_url: expect.stringContaining("/demandes/"),
    });
  },
  "unknown-number": async (place) => {
    const { body } = await asked(place, "searchApplicationIds", [["application_ids", "ZZZZZZZZZZ"]]);
    expect(body).toEqual({ ZZZZZZZZZZ: [] });
  },
  "letters-in-numbers": async (place) => {
    expect(place.number).toMatch(/[A-Z]/);
    const small = place.number.toLowerCase();
    const { body } = await asked(place, "searchApplicationIds", [["application_ids", small]]);
    expect((body as Record<string, readonly unknown[]>)[small]).toHaveLength(1);
  },
  "no-secret-in-urls": async (place) => {
    const { body } = await asked(place, "searchApplicationIds", [["application_ids", place.number]]);
    const [found] = (body as Record<string, readonly Record<string, string>[]>)[place.number] ?? [];
    for (const address of [found?.["management_url"], found?.["cancel_url"]]) {
      expect(address).not.toContain(place.number);
      const url = new URL(address ?? "");
      expect((await fetch(new URL(`${url.pathname}${url.search}`, place.url))).status).toBe(404);
    }
  },
  "in-time": async (place) => {
    // A fifteenth of its patience: a second for slots.
    const search = { points: [...place.points], reason: "CNI", persons: 1, from: place.day, to: place.summer } as const;
    await hub(place, 15).slots(search, place.today);
  },
};
