import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { geocoding } from "../../../server/connectors/addresses/geocoding.ts";
import { startFakeGeocoding } from "../../../server/connectors/fake-geocoding/fake-geocoding.ts";

let fake: Awaited<ReturnType<typeof startFakeGeocoding>>;
let now: number;
const logged: unknown[] = [];
const ctx = { log: { warn: (line: unknown) => logged.push(line) }, clock: () => new Date(now) };
const source = () => geocoding(fake.url, ctx as never);
const street = { text: "8 rue de la Sinne", unfinished: false };

beforeAll(async () => {
  fake = await startFakeGeocoding();
});
beforeEach(() => {
  now = Date.parse("2026-03-03T09:00:00Z");
  logged.length = 0;
});
afterEach(() => fake.play());
afterAll(() => fake.close());

/** Requests the service took while this was done. */
async function requests(work: () => Promise<unknown>): Promise<number> {
  const before = fake.taken().length;
  await work();
  return fake.taken().length - before;
}

describe("the source of addresses", () => {
  test("asks once for the same words within the hour, and again afterwards", async () => {
    const addresses = source();
    const twice = async () => [await addresses.search(street), await addresses.search(street)];
    expect(await requests(twice)).toBe(1);
    now += 3_600_001;
    expect(await requests(() => addresses.search(street))).toBe(1);
  });

  test("puts the addresses of the town at hand first, and keeps the others", async () => {
    const found = await source().search({ text: "avenue", near: "50129", unfinished: true });
    expect(found.ok && found.value.map(({ city }) => city)).toEqual(["Cherbourg-en-Cotentin", "Mulhouse", "Mulhouse"]);
    expect(await requests(() => source().search({ ...street, near: "68224", postcode: "68100" }))).toBe(1);
  });

  test("is said to answer again once nobody has met its failure for a while", async () => {
    const addresses = source();
    fake.play({ status: 502 });
    await addresses.search(street);
    expect(addresses.state()).toBe("degraded");
    now += 16 * 60_000;
    expect(addresses.state()).toBe("ok");
  });

  test("asks nothing for too few words, and cuts what is too long", async () => {
    const addresses = source();
    expect(await requests(() => addresses.search({ text: " a ", unfinished: true }))).toBe(0);
    expect(await requests(() => addresses.search({ text: "***", unfinished: true }))).toBe(0);
    expect(await addresses.search({ text: "rue ".repeat(500), unfinished: true })).toMatchObject({ ok: true });
  });

  test("leaves the service alone after three failures, then tries once", async () => {
    const addresses = source();
    fake.play({ status: 502 });
    for (let time = 0; time < 3; time += 1) {
      expect(await addresses.search(street)).toEqual({ ok: false, failure: "unavailable" });
    }
    expect(addresses.state()).toBe("degraded");
    expect(await requests(() => addresses.search(street))).toBe(0);
    now += 30_001;
    const together = () => Promise.all([1, 2, 3].map((each) => addresses.search({ ...street, text: `${each} rue` })));
    expect(await requests(together)).toBe(1);
    fake.play();
    now += 30_001;
    expect(await addresses.search(street)).toMatchObject({ ok: true });
    expect(addresses.state()).toBe("ok");
  });

  test("gives up on a service that never answers", async () => {
    fake.play({ silent: true });
    const started = Date.now();
    expect(await source().search(street)).toEqual({ ok: false, failure: "unavailable" });
    expect(Date.now() - started).toBeLessThan(4_000);
  });

  test("waits as long as the service asks after a 429", async () => {
    const addresses = source();
    const many = Array.from({ length: 60 }, (_, index) => fetch(`${fake.url}/search?q=rue%20${index}`));
    await Promise.all(many);
    expect(await addresses.search(street)).toEqual({ ok: false, failure: "busy" });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    now += 4_000;
    expect(await requests(() => addresses.search(street))).toBe(0);
    now += 1_001;
    expect(await addresses.search(street)).toMatchObject({ ok: true });
  });

  test("keeps to forty requests a second", async () => {
    const addresses = source();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const words = Array.from({ length: 60 }, (_, index) => ({ text: `${index} rue de Belfort`, unfinished: false }));
    const answers = await Promise.all(words.map((query) => addresses.search(query)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(40);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  });

  test("logs neither what was asked nor what was answered", async () => {
    fake.play({ status: 500 });
    await source().search(street);
    expect(JSON.stringify(logged)).toContain("http-500");
    expect(JSON.stringify(logged)).not.toMatch(/sinne|127\.0\.0\.1/i);
  });
});
