import v8 from "node:v8";
import vm from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settleDown } from "../../../server/db/settle-down.ts";
import { readAs, withActor } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

let base: TestDatabase;

beforeAll(async () => {
  base = await createTestDatabase(2);
});
afterAll(() => base.stop());

test("who waits twice for the rows of a statement is told to keep them", async () => {
  await withActor(base.app, { system: true }, async (tx) => {
    const reading = tx<{ one: number }[]>`select 1 as one`;
    expect(await reading).toEqual([{ one: 1 }]);
    await expect(Promise.resolve(reading)).rejects.toThrow(/keep what it gave/);
  });
});

test("who waits for a failure only leaves the rows to others, and hands them on", async () => {
  await withActor(base.app, { system: true }, async (tx) => {
    const reading = tx<{ one: number }[]>`select 1 as one`;
    expect(await reading.catch(() => [])).toEqual([{ one: 1 }]);
    expect(await reading).toEqual([{ one: 1 }]);
  });
});

test("a statement that failed says so to each who waits, with what was asked", async () => {
  const failing = base.app`select 1 / ${0}::int`;
  await expect(Promise.resolve(failing)).rejects.toMatchObject({
    code: "22012",
    query: expect.stringContaining("select 1 / $1"),
  });
  await expect(Promise.resolve(failing)).rejects.toMatchObject({ code: "22012" });
});

test("what was read does not pile up among old objects", async () => {
  v8.setFlagsFromString("--expose-gc");
  const collect: () => void = vm.runInNewContext("gc");
  // A heap like a server's: without it, full collections come often and hide what small ones leave.
  const ballast = Array.from({ length: 400_000 }, (_, index) => ({ index, text: `x${index}` }));
  const read = () =>
    readAs(base.app, { system: true }, (tx) => tx`select n, repeat('x', 900) as a from generate_series(1, 25) as n`);
  for (let turn = 0; turn < 200; turn += 1) await read();
  collect();
  const before = oldBytes();
  let most = 0;
  for (let turn = 0; turn < 2_000; turn += 1) {
    await read();
    most = Math.max(most, oldBytes() - before);
  }
  // 45 MB were read.
  expect(most / 1e6).toBeLessThan(4);
  expect(ballast).toHaveLength(400_000);
});

function oldBytes(): number {
  const space = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space");
  return space?.space_used_size ?? Number.NaN;
}

test("the driver's classes have a form that the compiler trusts", async () => {
  v8.setFlagsFromString("--allow-natives-syntax");
  const lasting: (made: object) => boolean = vm.runInThisContext("(made) => %HasFastProperties(made)");
  class Kept extends Array {
    static override get [Symbol.species]() {
      return Array;
    }
  }
  expect(lasting(Kept)).toBe(false);
  settleDown(new Kept());
  expect(lasting(Kept)).toBe(true);
  await readAs(base.app, { system: true }, (tx) => tx`select 1`);
  const unsent = base.app`select 1`;
  expect(lasting(Object.getPrototypeOf(unsent).constructor)).toBe(true);
  expect(lasting(Object.getPrototypeOf(await unsent).constructor)).toBe(true);
});
