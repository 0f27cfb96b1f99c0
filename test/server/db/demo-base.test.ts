import { afterAll, beforeAll, expect, test } from "vitest";
import { fillOnce } from "../../../server/db/demo-base.ts";
import { saveMember } from "../../../server/store/members.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.stop());

const add = (id: string) =>
  saveMember(database.app, {
    id,
    groupName: "m2A",
    name: id,
    kind: "commune",
    siren: "216802249",
    insee: null,
    population: 1,
    theme: { primary: "#2f4b7c" },
    contact: {},
    units: [],
  });

const members = async () =>
  (await database.owner<{ id: string }[]>`select id from member order by id`).map(({ id }) => id);

test("a demo whose filling was cut short is filled again from nothing", async () => {
  const cut = fillOnce(database.owner, async () => {
    await add("mulhouse");
    throw new Error("killed");
  });
  await expect(cut).rejects.toThrow("killed");
  expect(await members()).toEqual(["mulhouse"]);
  await fillOnce(database.owner, async () => {
    expect(await members()).toEqual([]);
    await add("rixheim");
  });
  expect(await members()).toEqual(["rixheim"]);
});

test("a filled demo, and a base with members of its own, are left alone", async () => {
  await fillOnce(database.owner, async () => undefined);
  expect(await members()).toEqual(["rixheim"]);
});
