import { afterAll, beforeAll, expect, test } from "vitest";
import { readInTurn, TooLong } from "../../../server/store/in-turn.ts";
import { Statement } from "../../../server/store/statement.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.stop());

const sleeping = (seconds: number) => new Statement().add`select pg_sleep(${seconds})`;
const whose = () => new Statement().word("select current_setting('guichet.member') as member");

test("each member is read among its own rows, with what holds for all", async () => {
  const statement = new Statement().word(
    "select current_setting('guichet.member') as member, current_setting('guichet.starts') as starts",
  );
  const asked = ["alpha", "beta"].map((member) => ({ member, statement }));
  const read = await readInTurn(base.app, asked, 5_000, { "guichet.starts": "{}" });
  expect(read.map(([row]) => row)).toEqual([
    { member: "alpha", starts: "{}" },
    { member: "beta", starts: "{}" },
  ]);
});

test("the time given is that of all members together, and the connection serves again", async () => {
  const asked = ["alpha", "beta", "gamma"].map((member) => ({ member, statement: sleeping(0.2) }));
  await expect(readInTurn(base.app, asked, 450)).rejects.toBeInstanceOf(TooLong);
  await expect(readInTurn(base.app, asked, 5_000)).resolves.toHaveLength(3);
  const settings = await base.app<{ timeout: string }[]>`select current_setting('statement_timeout') as timeout`;
  expect(settings).toEqual([{ timeout: "30s" }]);
  const [after] = await readInTurn(base.app, [{ member: "beta", statement: whose() }], 1_000);
  expect(after).toEqual([{ member: "beta" }]);
});
