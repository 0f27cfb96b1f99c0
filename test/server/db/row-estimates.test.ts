import { afterAll, beforeAll, expect, test } from "vitest";
import { readAs, withActor } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

const MEMBERS = 40;
/** Of each member. */
const ROWS = 100;
const TABLES = ["entry", "entry_state", "entry_event", "entry_word"];

let base: TestDatabase;

beforeAll(async () => {
  base = await createTestDatabase(2);
  await withActor(base.app, { system: true }, async (tx) => {
    await tx`
      insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, search, head,
                         created_at, updated_at)
      select 'ville-' || member, gen_random_uuid(), n::text, 'essai/liste', 1, 'service', 'deposee', 1, '{}', 'a', '',
             now(), now()
      from generate_series(1, ${MEMBERS}::integer) as member, generate_series(1, ${ROWS}::integer) as n`;
    await tx`
      insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at)
      select member_id, id, definition, state, created_at, updated_at from entry`;
    await tx`
      insert into entry_event (member_id, entry_id, seq, type, to_state, actor, at, data, answers_digest, hash)
      select member_id, id, 1, 'ouvrir', state, '{}', created_at, '{}', '', '' from entry`;
    await tx`
      insert into entry_word (member_id, definition, word, created_at, entry_id)
      select member_id, definition, 'mot', created_at, id from entry`;
  });
  for (const table of TABLES) await base.owner`analyze ${base.owner(table)}`;
});
afterAll(() => base.stop());

// One that expects few rows sorts all of a member's rather than read the first ones of an index.
test.each(TABLES)("the planner knows that row security lets a member's rows of %s through", async (table) => {
  const [row] = await readAs(
    base.app,
    { member: "ville-7" },
    (tx) => tx`explain (format json) select from ${tx(table)} where member_id = 'ville-7'`,
  );
  const [{ Plan: plan }] = Object.values(row ?? {})[0];
  expect(plan["Plan Rows"]).toBeGreaterThan(ROWS / 4);
});
