import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readAs, readThen, type Tx, withActor } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

const members = Array.from({ length: 200 }, (_, rank) => `commune-${rank}`);
let base: TestDatabase;

beforeAll(async () => {
  base = await createTestDatabase(8);
  await base.owner`insert into member ${base.owner(
    members.map((id) => ({ id, groupName: "Groupement", name: id, kind: "commune", siren: "1", population: 100 })),
  )}`;
  await Promise.all(members.map((member) => withActor(base.app, { member }, (tx) => write(tx, member))));
});
afterAll(() => base.stop());

async function write(tx: Tx, member: string): Promise<void> {
  await tx`insert into outbox ${tx({ memberId: member, id: randomUUID(), messageId: randomUUID(), recipient: "a@b.fr", subject: member, body: "" })}`;
}

const seen = (tx: Tx) => tx<{ memberId: string }[]>`select distinct member_id from outbox`;

async function terminate(pid: number | undefined): Promise<void> {
  await base.owner`select pg_terminate_backend(${pid ?? 0}::int)`;
}

const backend = async (tx: Tx) => (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;

test("200 agents of 200 communes at once, some failing, never see each other's rows", async () => {
  const asks = members.flatMap((member, rank) => [
    readAs(base.app, { member }, seen).then((rows) => expect(rows).toEqual([{ memberId: member }])),
    withActor(base.app, { member }, async (tx) => {
      expect(await seen(tx)).toEqual([{ memberId: member }]);
      await write(tx, member);
      expect(await seen(tx)).toEqual([{ memberId: member }]);
      if (rank % 3 === 0) throw new Error("the agent's request fails");
      if (rank % 3 === 1) await tx`select 1 / 0`;
    }).then(
      () => expect(rank % 3).toBe(2),
      (error: Error) => expect(error.message).toMatch(/request fails|division by zero/),
    ),
    readAs(base.app, { member }, (tx) => tx`select 1 / ${rank % 2} as one`).then(
      () => expect(rank % 2).toBe(1),
      (error: Error) => expect(error.message).toMatch(/division by zero/),
    ),
    base.app`select 1 from outbox`.then((rows) => expect(rows).toHaveLength(0)),
  ]);
  await Promise.all(asks);
  const counts = await readAs(
    base.app,
    { system: true },
    (tx) => tx<{ subject: string; written: number }[]>`
      select member_id as subject, count(*)::int as written from outbox group by member_id`,
  );
  for (const { subject, written } of counts) {
    expect(written).toBe(members.indexOf(subject) % 3 === 2 ? 2 : 1);
  }
});

test("a read sends its query before the commit that follows it", async () => {
  const read = (tx: Tx) => tx<{ member: string }[]>`select current_setting('guichet.member') as member`;
  expect(await readAs(base.app, { member: "commune-1" }, read)).toEqual([{ member: "commune-1" }]);
});

test("what follows from a read comes in the same transaction, planned as it asks", async () => {
  const told = (tx: Tx) => tx`
    select pg_current_xact_id()::text as moment, current_setting('plan_cache_mode') as plan,
      current_setting('enable_bitmapscan') as bitmap, current_setting('guichet.member') as member`;
  const follow = (planning: "once" | "each time" | "auto") =>
    readThen(base.app, { member: "commune-1" }, told, "once", (rows) => ({
      planning,
      queries: (tx) => [told(tx), tx`select ${String(rows[0]?.["moment"])} as moment`],
    }));
  for (const [planning, plan, bitmap] of [
    ["once", "force_generic_plan", "off"],
    ["each time", "force_custom_plan", "off"],
    ["auto", "auto", "on"],
  ] as const) {
    const { first, results } = await follow(planning);
    const moment = first[0]?.["moment"];
    expect(first).toEqual([{ moment, plan: "force_generic_plan", bitmap: "off", member: "commune-1" }]);
    expect(results).toEqual([[{ moment, plan, bitmap, member: "commune-1" }], [{ moment }]]);
  }
});

test("a read that nothing follows ends its transaction, and so does one whose rows are refused", async () => {
  const one = (tx: Tx) => tx`select 1 as one`;
  expect(await readThen(base.app, { member: "commune-1" }, one, "once", () => null)).toEqual({
    first: [{ one: 1 }],
    following: null,
    results: [],
  });
  const refused = readThen(base.app, { member: "commune-1" }, one, "once", () => {
    throw new Error("not these");
  });
  await expect(refused).rejects.toThrow("not these");
  const failing = readThen(
    base.app,
    { member: "commune-1" },
    (tx) => tx`select 1 / 0`,
    "once",
    () => null,
  );
  await expect(failing).rejects.toThrow(/division by zero/);
  expect(await base.app`select coalesce(current_setting('guichet.member', true), '') as member`).toEqual([
    { member: "" },
  ]);
});

test("the settings end with the transaction", async () => {
  await withActor(base.app, { system: true }, async (tx) => tx`select 1`);
  const [left] = await base.app`
    select coalesce(current_setting('guichet.member', true), '') as member,
           coalesce(current_setting('guichet.system', true), '') as system`;
  expect(left).toEqual({ member: "", system: "" });
});

test("a transaction whose failure was hidden says that nothing was committed", async () => {
  const member = "commune-1";
  const count = () => readAs(base.app, { member }, (tx) => tx`select count(*) as n from outbox`);
  const before = await count();
  const hidden = withActor(base.app, { member }, async (tx) => {
    await write(tx, member);
    await tx`select 1 / 0`.catch(() => undefined);
    return "sent";
  });
  await expect(hidden).rejects.toThrow(/Nothing was committed/);
  expect(await count()).toEqual(before);
});

test("a statement that comes after the end of its transaction is refused", async () => {
  const kept: Tx[] = [];
  const late: Promise<unknown>[] = [];
  const failing = withActor(base.app, { member: "commune-1" }, async (tx) => {
    kept.push(tx);
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await write(tx, "commune-1");
    };
    late.push(slow());
    await Promise.all([tx`select 1 / 0`, ...late]);
  });
  await expect(failing).rejects.toThrow(/division by zero/);
  await expect(Promise.all(late)).rejects.toThrow(/after the end of its transaction/);
  for (const tx of kept) await expect(tx`select 1`).rejects.toThrow(/after the end of its transaction/);
});

test("a transaction whose connection breaks fails, and never goes on inside another member's", async () => {
  const lost = withActor(base.app, { member: "commune-1" }, async (tx) => {
    await write(tx, "commune-1");
    await terminate(await backend(tx));
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withActor(base.app, { member: "commune-2" }, async (other) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          expect(await seen(other)).toEqual([{ memberId: "commune-2" }]);
        }),
      ),
    );
    return seen(tx);
  });
  await expect(lost).rejects.toThrow(/connection to the database was lost/);
});

test("statements waiting on a connection that breaks are refused, and the pool recovers", async () => {
  const lost = withActor(base.app, { member: "commune-1" }, async (tx) => {
    const pid = await backend(tx);
    // The driver keeps, and forgets, what follows a statement that it knows nothing of yet.
    const waiting = [
      tx`select pg_sleep(30)`,
      tx`select ${1}::int`,
      tx`select ${2}::int + 1`,
      tx`select 3`,
      tx`select 4`,
    ];
    // Listened to before the end, which may come before the answer of who ended it.
    const settled = Promise.allSettled(waiting);
    await terminate(pid);
    const outcomes = await settled;
    expect(outcomes.map(({ status }) => status)).toEqual(waiting.map(() => "rejected"));
  });
  await expect(lost).rejects.toThrow();
  expect(await readAs(base.app, { member: "commune-1" }, (tx) => tx`select 1 as ok`)).toEqual([{ ok: 1 }]);
});

test("connections that break while unused are replaced", async () => {
  await base.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'guichet'`;
  await vi.waitFor(async () => {
    expect(
      await base.owner`select 1 from pg_stat_activity
        where datname = current_database() and application_name = 'guichet'`,
    ).toEqual([]);
  }, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const asks = Array.from({ length: 20 }, () => base.app`select 1 as ok`);
  expect(await Promise.all(asks)).toEqual(Array.from({ length: 20 }, () => [{ ok: 1 }]));
});

test("the driver's own transactions are refused", async () => {
  await expect(base.app.begin((tx) => tx`select 1`)).rejects.toThrow(/withActor/);
  await expect(base.app.reserve()).rejects.toThrow(/withActor/);
});

test("answers come back untouched, instants as dates, counts as numbers", async () => {
  const answers = { date_de_naissance: "2020-01-31", aKey: { une_clé: [1, null, "é"] } };
  const [row] = await base.app`
    select ${base.app.json(answers)}::jsonb as some_answers, timestamptz '2026-03-01 10:00:00.123+02' as sent_at,
           count(*) as how_many, '\\x00ff'::bytea as some_bytes, array['a', 'b'] as some_texts`;
  expect(row).toEqual({
    someAnswers: answers,
    sentAt: new Date("2026-03-01T08:00:00.123Z"),
    howMany: 1,
    someBytes: Buffer.from([0, 255]),
    someTexts: ["a", "b"],
  });
  await expect(base.app`select 9007199254740993::bigint as n`).rejects.toThrow(/does not fit a number/);
  expect(await base.app`select 1 as ok`).toEqual([{ ok: 1 }]);
});

test("a notification reaches those who listen, again after their connection broke", async () => {
  const heard: string[] = [];
  let times = 0;
  const ready = () => {
    times += 1;
  };
  const say = (payload: string) => base.app`select pg_notify('guichet_test', ${payload})`;
  await base.listen("guichet_test", (payload) => heard.push(payload), ready);
  await say("effets");
  await expect.poll(() => heard).toEqual(["effets"]);
  await base.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'guichet listen'`;
  await expect.poll(() => times).toBe(2);
  await say("échéances");
  await expect.poll(() => heard).toEqual(["effets", "échéances"]);
});
