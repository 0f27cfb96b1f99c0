import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.stop());

test("application connections run as the role that owns nothing", async () => {
  const [row] = await base.app`select current_user as name`;
  expect(row).toEqual({ name: "guichet_app" });
});
