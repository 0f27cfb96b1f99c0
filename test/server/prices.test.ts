import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keptPrices } from "../../engine/index.ts";
import { type Catalogue, openCatalogue } from "../../server/catalogue.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { publish } from "../../server/commands/publish.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { adopt } from "../../server/store/definitions.ts";
import { entryHistory } from "../../server/store/events.ts";
import { deleteTariff, saveTariff, tariffVersions } from "../../server/store/tariffs.ts";
import { CHILD, pricedDefinition } from "../engine/fees.definition.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const definition = pricedDefinition();
const CITIZEN = { kind: "citizen", id: "lucie", roles: [], units: [], holders: ["lucie"] } as const;
const key = (member: string) => ({ member, definition: definition.id, tariff: "natation" });
const rows = (amount: number) => [{ amount, cells: {} }];

let installation: DemoInstallation;
/** Another process on the same base. */
let elsewhere: Catalogue;
beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  const { ctx } = installation;
  await publish(ctx.db, [definition]);
  for (const member of ["mulhouse", "rixheim"]) await adopt(ctx.db, member, definition.id);
  elsewhere = await openCatalogue(ctx.db);
});
afterAll(() => installation.stop());

async function files(member: string): Promise<string> {
  const { ctx } = installation;
  await ctx.catalogue.reload();
  const offered = ctx.catalogue.definition(member, definition.id);
  if (!offered) throw new Error(`${member} does not offer it`);
  const opened = await openEntry(ctx, { member, definition: offered, actor: CITIZEN, answers: CHILD });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

const pricesOf = async (member: string, id: string) => keptPrices(await entryHistory(installation.ctx, member, id));

describe("the rows a member decided", () => {
  test("make its prices without a publication, in every process, and nobody else's", async () => {
    const { ctx } = installation;
    const decided = { since: "2026-03-01", decision: "Délibération n° 12", rows: rows(2_500) };
    expect(await saveTariff(ctx.db, key("mulhouse"), decided, null, NOW)).toBe(true);
    expect(await pricesOf("mulhouse", await files("mulhouse"))).toMatchObject([
      { total: 2_500, tables: [{ since: "2026-03-01", decision: "Délibération n° 12", row: 1 }] },
    ]);
    expect(await pricesOf("rixheim", await files("rixheim"))).toMatchObject([{ total: 7_500 }]);
    await elsewhere.reload();
    expect(elsewhere.tariffs("mulhouse", definition.id).get("natation")).toEqual([decided]);
    expect(elsewhere.tariffs("rixheim", definition.id).size).toBe(0);
  });

  test("leave the price and the explanation of what was filed", async () => {
    const { ctx } = installation;
    const id = await files("mulhouse");
    const [version] = await tariffVersions(ctx.db, key("mulhouse"));
    const was = { since: "2026-03-01", revision: version?.revision ?? 0 };
    expect(await saveTariff(ctx.db, key("mulhouse"), { since: "2026-03-01", rows: rows(9_900) }, was, NOW)).toBe(true);
    expect(await pricesOf("mulhouse", id)).toMatchObject([{ total: 2_500 }]);
    expect(await pricesOf("mulhouse", await files("mulhouse"))).toMatchObject([{ total: 9_900 }]);
  });

  test("are changed by the first of two who saw the same, and told apart from the second", async () => {
    const { db } = installation.ctx;
    const next = { since: "2026-09-01", rows: rows(100) };
    const both = await Promise.all([1, 2].map(() => saveTariff(db, key("mulhouse"), next, null, NOW)));
    expect(both.toSorted()).toEqual([false, true]);
    const seen = { since: "2026-09-01", revision: 1 };
    const changes = [200, 300].map((amount) =>
      saveTariff(db, key("mulhouse"), { since: "2026-10-01", rows: rows(amount) }, seen, NOW),
    );
    expect((await Promise.all(changes)).toSorted()).toEqual([false, true]);
    expect(await deleteTariff(db, key("mulhouse"), seen)).toBe(false);
    expect(await deleteTariff(db, key("mulhouse"), { since: "2026-10-01", revision: 2 })).toBe(true);
  });

  test("never take the day of others", async () => {
    const { db } = installation.ctx;
    for (const since of ["2027-01-01", "2027-02-01"])
      await saveTariff(db, key("mulhouse"), { since, rows: rows(1) }, null, NOW);
    const was = { since: "2027-02-01", revision: 1 };
    expect(await saveTariff(db, key("mulhouse"), { since: "2027-01-01", rows: rows(2) }, was, NOW)).toBe(false);
    for (let round = 1; round <= 9; round += 1) {
      const since = `2028-0${round}-01`;
      const [from, revision] = [round === 1 ? "2027-02-01" : `2028-0${round - 1}-01`, 1];
      const [last] = (await tariffVersions(db, key("mulhouse"))).filter((each) => each.since === from);
      const both = await Promise.all([
        saveTariff(
          db,
          key("mulhouse"),
          { since, rows: rows(3) },
          { since: from, revision: last?.revision ?? revision },
          NOW,
        ),
        saveTariff(db, key("mulhouse"), { since, rows: rows(4) }, null, NOW),
      ]);
      expect(both.toSorted(), since).toEqual([false, true]);
    }
  });

  test("cannot be read, written or taken back by another member, whatever it asks", async () => {
    const { db } = installation.ctx;
    const read = await readAs(db, { member: "rixheim" }, (tx) => tx`select from tariff_version`);
    expect(read).toHaveLength(0);
    const gone = withActor(
      db,
      { member: "rixheim" },
      (tx) => tx`delete from tariff_version where member_id = 'mulhouse'`,
    );
    expect((await gone).count).toBe(0);
    const forged = withActor(
      db,
      { member: "rixheim" },
      (tx) => tx`
      insert into tariff_version (member_id, definition, tariff, since, rows, updated_at)
      values ('mulhouse', ${definition.id}, 'natation', '2026-01-01', '[]', now())`,
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });
});
