import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import v8 from "node:v8";
import vm from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settleDown } from "../../../server/db/settle-down.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

let base: TestDatabase;

beforeAll(async () => {
  base = await createTestDatabase(2);
});
afterAll(() => base.stop());

test("a statement is sent once, whoever waits for it, and gives each the same rows", async () => {
  await withActor(base.app, { system: true }, async (tx) => {
    const reading = tx<{ one: string }[]>`select nextval('pg_temp.turns') as one`;
    await tx`create temporary sequence turns`;
    const [first, second] = await Promise.all([reading, reading.then((rows) => rows)]);
    expect(first).toEqual([{ one: 1 }]);
    expect(second).toBe(first);
    expect(await reading.catch(() => [])).toBe(first);
    expect(await reading.finally(() => undefined)).toBe(first);
  });
});

test("a statement nobody waits for is not sent, and may be a part of another", async () => {
  await withActor(base.app, { system: true }, async (tx) => {
    const part = tx`and n > ${1}`;
    const parts = [tx`n < ${3}`, tx`and n <> ${0}`];
    expect(await tx`select n from generate_series(0, 4) as n where true ${part}`).toHaveLength(3);
    expect(await tx`select n from generate_series(0, 4) as n where ${parts} ${part}`).toEqual([{ n: 2 }]);
    expect(await tx`select n from generate_series(0, 4) as n where n in ${tx([1, 2])} ${tx``}`).toHaveLength(2);
  });
});

test("an error tells where its statement is written", async () => {
  const failing = Promise.resolve(base.app`select 1 / ${0}::int`);
  await expect(failing).rejects.toThrow(
    expect.objectContaining({ stack: expect.stringContaining("pending-statement.test.ts") }),
  );
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
  expect(Number.parseFloat(stdout)).toBeLessThan(4);
});

test("the class of rows has a form that the compiler trusts", async () => {
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
  const rows = await base.app`select 1`;
  expect(lasting(Object.getPrototypeOf(rows).constructor)).toBe(true);
});
