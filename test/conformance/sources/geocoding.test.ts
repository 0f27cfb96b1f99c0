import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { GEOCODING_RULES, startFakeGeocoding } from "../../../server/connectors/fake-geocoding/fake-geocoding.ts";
import { GEOCODING } from "./geocoding.rules.ts";

let fake: Awaited<ReturnType<typeof startFakeGeocoding>>;
beforeAll(async () => {
  fake = await startFakeGeocoding();
});
afterEach(() => fake.play());
afterAll(() => fake.close());

describe.each(GEOCODING_RULES)("the geocoding rule %s", (rule) => {
  test("is kept by the fake", async () => {
    await GEOCODING[rule](fake.url);
  });

  test("fails when the fake breaks it", async () => {
    fake.play({ broken: new Set([rule]) });
    await expect(GEOCODING[rule](fake.url)).rejects.toThrow();
  });
});
