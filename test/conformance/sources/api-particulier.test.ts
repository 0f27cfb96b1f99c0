import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  API_PARTICULIER_RULES,
  startFakeApiParticulier,
} from "../../../server/connectors/fake-api-particulier/fake-api-particulier.ts";
import { API_PARTICULIER } from "./api-particulier.rules.ts";

let fake: Awaited<ReturnType<typeof startFakeApiParticulier>>;
beforeAll(async () => {
  fake = await startFakeApiParticulier();
});
afterEach(() => fake.play());
afterAll(() => fake.close());

describe.each(API_PARTICULIER_RULES)("the rule of API Particulier %s", (rule) => {
  test("is kept by the fake", async () => {
    await API_PARTICULIER[rule](fake.url);
  });

  test("fails when the fake breaks it", async () => {
    fake.play({ broken: new Set([rule]) });
    await expect(API_PARTICULIER[rule](fake.url)).rejects.toThrow();
  });
});
