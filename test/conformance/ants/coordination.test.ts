import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  COORDINATION_RULES,
  type FakeCoordination,
  startFakeCoordination,
} from "../../../server/connectors/fake-ants/fake-coordination.ts";
import { BREAKS, CLIENT, CLIENT_RULES, COORDINATION } from "./coordination.rules.ts";

let fake: FakeCoordination;
beforeAll(async () => {
  fake = await startFakeCoordination();
});
afterEach(() => fake.play());
afterAll(() => fake.close());

describe.each(COORDINATION_RULES)("the rule %s of the coordination service", (rule) => {
  test("fails when the fake breaks it", async () => {
    fake.play({ broken: new Set([rule]) });
    await expect(COORDINATION[rule](fake)).rejects.toThrow();
  });
});

describe.each(COORDINATION_RULES)("the rule %s of the coordination service, later", (rule) => {
  let fresh: FakeCoordination;
  beforeAll(async () => {
    fresh = await startFakeCoordination();
  });
  afterAll(() => fresh.close());

  test("is kept by the fake", () => COORDINATION[rule](fresh));
});

describe.each(CLIENT_RULES)("the rule %s of whoever calls it", (rule) => {
  test("is kept by our client", () => CLIENT[rule](fake, fetch), 15_000);

  test("is seen to be broken", async () => {
    await expect(CLIENT[rule](fake, BREAKS[rule])).rejects.toThrow();
  }, 15_000);
});
