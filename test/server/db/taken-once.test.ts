import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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
  // In a process of its own: what other tests leave would be counted too.
  const script = fileURLToPath(import.meta.resolve("../../helpers/rows-kept.ts"));
  const flags = ["--expose-gc", "--max-semi-space-size=16", "--import", "tsx"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, base.url]);
  // 45 MB were read.
  expect(Number.parseFloat(stdout)).toBeLessThan(15);
});

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
