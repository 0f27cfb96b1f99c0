import { expect } from "vitest";
import { coordination } from "../../../server/connectors/ants/coordination.ts";
import type { CoordinationRule, FakeCoordination } from "../../../server/connectors/fake-ants/fake-coordination.ts";

const quiet = { log: { warn: () => undefined }, clock: () => new Date() };

/** Our client before the fake; `request` stands in the way of what it asks. */
export const client = (fake: FakeCoordination, request: typeof fetch = fetch, token = fake.token) =>
  coordination({ url: fake.url, token }, quiet as never, request);

const appointment = (number: string, date = "2026-12-19 10:00:00") => ({
  ...{ number, point: "201", place: "Mairie annexe", date },
  page: `https://rdv.exemple.fr/mairie/demandes/${number}`,
});

/** What the coordination service does (domain file, C2), each as a check that fails where it does not. */
export const COORDINATION: Readonly<Record<CoordinationRule, (fake: FakeCoordination) => Promise<void>>> = {
  token: async (fake) => {
    const refused = await client(fake, fetch, "autre").status(["A000000001"]);
    expect(refused).toEqual({ ok: false, failure: "refused" });
  },
  "status-of-each": async (fake) => {
    const states = await client(fake).status(["A000000002", "B000000002"]);
    expect(states.ok && [...states.value.keys()]).toEqual(["A000000002", "B000000002"]);
  },
  statuses: async (fake) => {
    const numbers = ["A", "C", "D", "U", "E"].map((letter) => `${letter}000000003`);
    const states = await client(fake).status(numbers);
    const found = states.ok ? [...states.value.values()].map(({ status }) => status) : [];
    expect(found).toEqual(["validated", "consumed", "declared", "unknown", "expired"]);
  },
  "known-appointments": async (fake) => {
    await client(fake).declare(appointment("A000000004"));
    const states = await client(fake).status(["A000000004"]);
    const [other] = (states.ok && states.value.get("A000000004")?.appointments) || [];
    expect(other).toEqual({
      place: "Mairie annexe",
      date: "2026-12-19 10:00:00",
      page: "https://rdv.exemple.fr/mairie/demandes/A000000004",
    });
  },
  created: async (fake) => {
    expect(await client(fake).declare(appointment("A000000005"))).toEqual({ ok: true, value: true });
    expect(fake.declared("A000000005")).toHaveLength(1);
  },
  "created-once": async (fake) => {
    for (const date of ["2026-12-19 10:00:00", "2026-12-19 10:00:00"]) {
      await client(fake).declare(appointment("A000000006", date));
    }
    expect(fake.declared("A000000006")).toHaveLength(1);
  },
  deleted: async (fake) => {
    await client(fake).declare(appointment("A000000007"));
    expect(await client(fake).withdraw(appointment("A000000007"))).toEqual({ ok: true, value: 1 });
    expect(await client(fake).withdraw(appointment("A000000007"))).toEqual({ ok: true, value: 0 });
    expect(fake.declared("A000000007")).toEqual([]);
  },
  "consumed-stays": async (fake) => {
    expect(await client(fake).declare(appointment("C000000008"))).toEqual({ ok: false, failure: "invalid" });
    expect(await client(fake).withdraw(appointment("C000000008"))).toEqual({ ok: false, failure: "invalid" });
  },
};

/** What our client does, each as a check of what reached the service. */
export const CLIENT_RULES = [
  "parameters-in-query",
  "token-header",
  "accept-header",
  "repeated-ids",
  "date-format",
  "verbs",
  "every-parameter",
  "four-seconds",
] as const;
export type ClientRule = (typeof CLIENT_RULES)[number];

type Through = typeof fetch;

export const CLIENT: Readonly<Record<ClientRule, (fake: FakeCoordination, through: Through) => Promise<void>>> = {
  "parameters-in-query": async (fake, through) => {
    expect((await client(fake, through).declare(appointment("Q000000001"))).ok).toBe(true);
    expect((await client(fake, through).withdraw(appointment("Q000000001"))).ok).toBe(true);
  },
  "token-header": async (fake, through) => {
    expect((await client(fake, through).status(["Q000000002"])).ok).toBe(true);
  },
  "accept-header": async (fake, through) => {
    await client(fake, through).status(["Q000000003"]);
    expect(fake.taken().at(-1)?.headers["accept"]).toBe("application/json");
  },
  "repeated-ids": async (fake, through) => {
    await client(fake, through).status(["Q000000004", "R000000004"]);
    expect(fake.taken().at(-1)?.url.searchParams.getAll("application_ids")).toEqual(["Q000000004", "R000000004"]);
  },
  "date-format": async (fake, through) => {
    expect((await client(fake, through).declare(appointment("Q000000005"))).ok).toBe(true);
    expect(fake.declared("Q000000005")[0]?.appointment_date).toBe("2026-12-19 10:00:00");
  },
  verbs: async (fake, through) => {
    const before = fake.taken().length;
    await client(fake, through).status(["Q000000006"]);
    await client(fake, through).declare(appointment("Q000000006"));
    await client(fake, through).withdraw(appointment("Q000000006"));
    const verbs = fake.taken().slice(before);
    expect(verbs.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      ...["GET /api/status", "POST /api/appointments", "DELETE /api/appointments"],
    ]);
  },
  "every-parameter": async (fake, through) => {
    await client(fake, through).declare(appointment("Q000000007"));
    expect([...(fake.taken().at(-1)?.url.searchParams.keys() ?? [])].sort()).toEqual([
      ...["application_id", "appointment_date", "management_url", "meeting_point", "meeting_point_id"],
    ]);
  },
  "four-seconds": async (fake, through) => {
    fake.play({ silent: true });
    const began = Date.now();
    expect(await client(fake, through).status(["Q000000008"])).toEqual({ ok: false, failure: "unavailable" });
    expect(Date.now() - began).toBeLessThan(5_000);
  },
};

/** One rule of our client broken on purpose, on the way to the service. */
export const BREAKS: Readonly<Record<ClientRule, Through>> = {
  "parameters-in-query": (input, init) => {
    const url = new URL(String(input));
    const body = init?.method === "GET" ? undefined : url.searchParams.toString();
    return fetch(body === undefined ? url : `${url.origin}${url.pathname}`, { ...init, ...(body && { body }) });
  },
  "token-header": (input, init) => fetch(input, { ...init, headers: { Accept: "application/json" } }),
  "accept-header": (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("Accept", "text/html");
    return fetch(input, { ...init, headers });
  },
  "repeated-ids": (input, init) => {
    const url = new URL(String(input));
    url.search = `application_ids=${url.searchParams.getAll("application_ids").join(",")}`;
    return fetch(url, init);
  },
  "date-format": (input, init) => {
    const url = new URL(String(input));
    url.searchParams.set("appointment_date", "2026-12-19T09:00:00Z");
    return fetch(url, init);
  },
  verbs: (input, init) =>
    fetch(input, { ...init, method: init?.method === "DELETE" ? "POST" : (init?.method ?? "GET") }),
  "every-parameter": (input, init) => {
    const url = new URL(String(input));
    url.searchParams.delete("management_url");
    return fetch(url, init);
  },
  "four-seconds": (input, { signal: _, ...init } = {}) => fetch(input, { ...init, signal: AbortSignal.timeout(6_000) }),
};
