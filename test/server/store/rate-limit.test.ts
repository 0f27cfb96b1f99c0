import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forget, giveBack, take } from "../../../server/store/rate-limit.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation.stop());

const one = (key: string) => take(installation.ctx, [{ key, most: 10, seconds: 900 }]);

describe("a limit of ten uses in a quarter of an hour", () => {
  test("lets ten of thirty simultaneous uses through", async () => {
    const waits = await Promise.all(Array.from({ length: 30 }, () => one("ensemble")));
    expect(waits.filter((wait) => wait === null)).toHaveLength(10);
  });

  test("says how long to wait, and opens again at the end of the window", async () => {
    for (let use = 0; use < 10; use += 1) await one("attente");
    installation.advance(600_000);
    expect(await one("attente")).toBe(300);
    installation.advance(300_000);
    expect(await one("attente")).toBeNull();
  });

  test("counts a use under each key, and waits for the longest", async () => {
    const both = [
      { key: "b", most: 1, seconds: 100 },
      { key: "a", most: 1, seconds: 500 },
    ];
    expect(await take(installation.ctx, both)).toBeNull();
    expect(await take(installation.ctx, both)).toBe(500);
  });

  test("never makes two requests wait for each other", async () => {
    const limits = ["x", "y", "z"].map((key) => ({ key, most: 1000, seconds: 900 }));
    const uses = Array.from({ length: 40 }, (_, rank) =>
      take(installation.ctx, rank % 2 ? limits : [...limits].reverse()),
    );
    expect(await Promise.all(uses)).toEqual(Array(40).fill(null));
  });

  test("gives a use back, and forgets a key", async () => {
    for (let use = 0; use < 10; use += 1) await one("retour");
    await giveBack(installation.ctx, ["retour"]);
    expect(await one("retour")).toBeNull();
    expect(await one("retour")).not.toBeNull();
    await forget(installation.ctx, "retour");
    expect(await one("retour")).toBeNull();
  });
});
