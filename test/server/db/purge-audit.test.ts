import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../../server/config.ts";
import { purgeAudit } from "../../../server/db/purge-audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.stop());

test("removes every member's records older than the months set, and no other", async () => {
  const days = ["2025-03-02", "2025-03-04", "2026-03-01"];
  for (const member of ["mulhouse", "rixheim", "*"]) {
    for (const day of days) {
      await readAs(
        database.app,
        { system: true },
        (tx) => tx`
          insert into audit (member_id, id, at, action, actor)
          values (${member}, ${randomUUID()}, ${`${day}T10:00:00Z`}, 'sign-in', '{}')`,
      );
    }
  }
  const left = () =>
    readAs(
      database.app,
      { system: true },
      (tx) => tx<{ at: Date }[]>`select at from audit where member_id = '*' order by at`,
    );
  expect(await purgeAudit(database.owner, NOW, 36)).toBe(0);
  expect(await purgeAudit(database.owner, NOW, 12)).toBe(3);
  expect((await left()).map(({ at }) => at.toISOString().slice(0, 10))).toEqual(days.slice(1));
});

test("keeps the log from six months to three years", () => {
  expect(readConfig({}).auditMonths).toBe(12);
  for (const months of ["5", "37", "0"]) expect(() => readConfig({ AUDIT_MONTHS: months })).toThrow(ConfigError);
});
