import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Tx, withActor } from "../../server/db/with-actor.ts";
import { purgeExpired } from "../../server/store/purge.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner`
    insert into member (id, group_name, name, kind, siren, population)
    values ('mulhouse', 'm2A', 'Mulhouse', 'commune', '216802249', 104924)`;
});

afterAll(() => database.stop());

const asSystem = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => withActor(database.app, { system: true }, run);

test("removes what has expired and keeps the rest", async () => {
  await asSystem(async (tx) => {
    for (const days of [1, -1]) {
      await tx`insert into draft (member_id, id, definition, version, owner, answers, expires_at)
               values ('mulhouse', ${randomUUID()}, 'a/b', 1, 'o', '{}', ${daysAgo(days)})`;
      await tx`insert into access_link (member_id, token_hash, kind, target_id, expires_at)
               values ('mulhouse', ${Buffer.from(String(days))}, 'draft', ${randomUUID()}, ${daysAgo(days)})`;
      await tx`insert into session (id_hash, expires_at) values (${Buffer.from(String(days))}, ${daysAgo(days)})`;
    }
  });
  await purgeExpired(database.app, NOW);
  const left = await asSystem(
    (tx) =>
      tx<{ drafts: number; links: number; sessions: number }[]>`
      select (select count(*) from draft)::integer as drafts, (select count(*) from access_link)::integer as links,
        (select count(*) from session)::integer as sessions`,
  );
  expect(left[0]).toEqual({ drafts: 1, links: 1, sessions: 1 });
});

test("forgets the text of mails a month after they left, never that of one still owed", async () => {
  await asSystem(async (tx) => {
    const owed = (rank: number, done: Date | null) =>
      tx`insert into effect (member_id, entry_id, seq, rank, type, params, run_at, done_at)
         values ('mulhouse', ${randomUUID()}, 1, ${rank}, 'mail', '{}', ${daysAgo(90)}, ${done})`;
    await owed(1, daysAgo(31));
    await owed(2, daysAgo(29));
    await owed(3, null);
  });
  await purgeExpired(database.app, NOW);
  const left = await asSystem((tx) => tx<{ rank: number }[]>`select rank from effect order by rank`);
  expect(left.map(({ rank }) => rank)).toEqual([2, 3]);
});

test("forgets a mandate a year after its last day or its end", async () => {
  const giver = randomUUID();
  await asSystem(async (tx) => {
    await tx`insert into account (id, name) values (${giver}, 'Camille')`;
    const given = (endsOn: number, endedAt: Date | null) =>
      tx`insert into mandate (account_id, id, sealed, starts_on, ends_on, created_at, ended_at)
         values (${giver}, ${randomUUID()}, '', ${daysAgo(800)}, ${daysAgo(endsOn)}, ${daysAgo(800)}, ${endedAt})`;
    await given(367, null);
    await given(364, null);
    await given(-30, daysAgo(367));
    await given(-30, daysAgo(364));
  });
  await purgeExpired(database.app, NOW);
  const left = await asSystem(
    (tx) => tx<{ ended: boolean }[]>`
    select ended_at is not null as ended from mandate order by 1`,
  );
  expect(left.map(({ ended }) => ended)).toEqual([false, true]);
});

test("forgets who held a place and filed nothing, and counts the place as free again", async () => {
  const session = randomUUID();
  await asSystem(async (tx) => {
    await tx`insert into sitting (member_id, id, definition, is_open, waiting, offer, ends_at)
             values ('mulhouse', ${session}, 'a/b', true, 0, '1 day', ${daysAgo(-30)})`;
    await tx`insert into sitting_room (member_id, sitting_id, kind, wanted, capacity)
             values ('mulhouse', ${session}, '', 5, 5)`;
    const held = (turn: number, expires: Date, entry: string | null) =>
      tx`insert into enrolment (member_id, id, definition, sitting_id, state, counts, entry_id, expires_at, turn, events,
                                created_at)
         values ('mulhouse', ${randomUUID()}, 'a/b', ${session}, 'held', '{"": 1}', ${entry}, ${expires}, ${turn}, '{}',
                 ${daysAgo(9)})`;
    await held(1, daysAgo(2), null);
    await held(2, daysAgo(-1), null);
    await held(3, daysAgo(2), randomUUID());
  });
  await purgeExpired(database.app, NOW);
  const turns = await asSystem((tx) => tx<{ turn: string }[]>`select turn::text from enrolment order by turn`);
  expect(turns.map(({ turn }) => turn)).toEqual(["2", "3"]);
  const [room] = await asSystem((tx) => tx<{ taken: number }[]>`select taken from sitting_room`);
  expect(room?.taken).toBe(2);
});
