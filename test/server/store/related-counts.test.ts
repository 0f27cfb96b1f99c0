import { randomUUID } from "node:crypto";
import type { PendingQuery, Row } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { citation } from "../../../engine/index.ts";
import { type Tx, withActor } from "../../../server/db/with-actor.ts";
import { type CountedRelation, countRelated, MOST_COUNTED } from "../../../server/store/related-counts.ts";
import { MEMBER } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";

let town: Town;

beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());
beforeEach(() => write((tx) => tx`delete from entry_word where definition like 'essai/%'`));

const write = (statement: (tx: Tx) => PendingQuery<Row[]>) =>
  withActor(town.ctx.db, { member: MEMBER }, async (tx) => void (await statement(tx)));

const works: CountedRelation = {
  id: "travaux",
  definition: "essai/travaux",
  field: "rue",
  alone: true,
  members: [MEMBER],
};
const visits: CountedRelation = { ...works, id: "visites", definition: "essai/visite" };

/** As the writing of words leaves it, when `count` entries of a definition refer to another. */
function cite(definition: string, id: string, count: number) {
  return write(
    (tx) => tx`
      insert into entry_word (member_id, definition, word, created_at, entry_id)
      select ${MEMBER}, ${definition}, ${citation(id)}, now(), gen_random_uuid() from generate_series(1, ${count}::integer)`,
  );
}

const numbers = async (relations: readonly CountedRelation[], ids: readonly string[]) => {
  const counts = await countRelated(town.ctx, relations, ids);
  return relations.map(({ id }) => ids.map((each) => counts.get(id)?.get(each) ?? 0));
};

test("each entry is told how many refer to it, relation by relation", async () => {
  const [first, second, none] = [randomUUID(), randomUUID(), randomUUID()];
  await cite(works.definition, first, 3);
  await cite(works.definition, second, 1);
  await cite(visits.definition, second, 2);
  expect(await numbers([works, visits], [first, second, none])).toEqual([
    [3, 1, 0],
    [0, 2, 0],
  ]);
});

test("thousands that refer to one hide none of those that refer to others", async () => {
  const [loved, last] = [randomUUID(), randomUUID()];
  await cite(works.definition, loved, 6_000);
  await cite(visits.definition, last, 2);
  expect(await numbers([works, visits], [loved, last])).toEqual([
    [MOST_COUNTED, 0],
    [0, 2],
  ]);
  expect(await numbers([visits, works], [last, loved])).toEqual([
    [2, 0],
    [0, MOST_COUNTED],
  ]);
});
