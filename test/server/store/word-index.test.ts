import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { forgetWords, writeWords } from "../../../server/store/word-index.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const REGISTER = buildDefinition({
  id: "essai/mots",
  properties: { nom: { type: "string", title: "Nom" } },
  definition: { kind: "register", list: ["nom"], search: ["nom"] },
});

let installation: TestInstallation;
beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation.stop());

const mulhouse = { member: "mulhouse" } as const;
const inMulhouse = <T>(fn: Parameters<typeof withActor<T>>[2]) => withActor(installation.ctx.db, mulhouse, fn);

/** Entries written straight into the table, which bear these words. */
const file = (searches: readonly string[], definition = REGISTER.id) =>
  inMulhouse(
    (tx) => tx<{ id: string }[]>`
      with filed as (
        insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder, search,
                           head, created_at, updated_at)
        select 'mulhouse', gen_random_uuid(), upper(left(md5(search || rank), 8)), ${definition}, 1, 'register', 'actif', 1,
               '{}', 'personne', search, '\\x00', now() + rank * interval '1 millisecond', now()
        from unnest(${[...searches]}::text[]) with ordinality as given (search, rank)
        returning member_id, id, definition, state, created_at, updated_at)
      insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at)
      select member_id, id, definition, state, created_at, updated_at from filed
      returning entry_id as id`,
  );

const search = async (q: string) => {
  const { items } = await listEntries(installation.ctx, { ...mulhouse, definition: REGISTER, limit: 25, q });
  return items.map(({ id }) => id);
};

const words = () =>
  inMulhouse(
    (tx) => tx<{ word: string }[]>`select word from entry_word where definition = ${REGISTER.id} order by word`,
  ).then((rows) => rows.map(({ word }) => word));

describe("the words of entries", () => {
  test("are written by the worker until none is owed, a list at a time", async () => {
    await file(Array.from({ length: 700 }, (_, rank) => `hornecker dossier${rank}`));
    await file(["zimmermann"], "essai/autres-mots");
    let turns = 0;
    while (await writeWords(installation.ctx.db)) turns += 1;
    expect(turns).toBe(3);
    expect((await words()).filter((word) => word === "hornecker")).toHaveLength(700);
  });

  test("are found as soon as they are filed, and under a typing error, with no worker", async () => {
    const [entry] = await file(["wolffhugel"]);
    expect(await search("wolffhugel")).toEqual([entry?.id]);
    const [other] = await file(["kauffmann"]);
    expect(await search("kaufmann")).toEqual([other?.id]);
  });

  test("go with the answer that bore them", async () => {
    const [entry] = await file(["ehrsam"]);
    const id = entry?.id ?? "";
    const bears = (text: string) => inMulhouse((tx) => tx`update entry set search = ${text} where id = ${id}`);
    await bears("ehrhart");
    expect([await search("ehrsam"), await search("ehrhart")]).toEqual([[], [id]]);
    await bears("ehrmann");
    await bears("ehrlich");
    expect([await search("ehrhart"), await search("ehrmann"), await search("ehrlich")]).toEqual([[], [], [id]]);
    expect(await words()).not.toContain("ehrmann");
  });

  test("are those of the last change, even while another is being made", async () => {
    const [entry] = await file(["bader"]);
    const id = entry?.id ?? "";
    let looked: Promise<unknown> = Promise.resolve();
    await inMulhouse(async (tx) => {
      await tx`update entry set search = 'baechler' where id = ${id}`;
      // Waits for this change, which holds what the entry owes.
      looked = search("bader");
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await looked;
    expect([await search("bader"), await search("baechler")]).toEqual([[], [id]]);
  });

  test("are written once by searches and workers that come together", async () => {
    await file(Array.from({ length: 300 }, (_, rank) => `schlumberger dossier${rank}`));
    const { db } = installation.ctx;
    const found = await Promise.all([search("schlumberger"), writeWords(db), search("schlumberger"), writeWords(db)]);
    expect([found[0], found[2]]).toEqual([
      expect.objectContaining({ length: 25 }),
      expect.objectContaining({ length: 25 }),
    ]);
    expect((await words()).filter((word) => word === "schlumberger")).toHaveLength(300);
  });

  test("are forgotten, typing errors too, once no entry bears them", async () => {
    const { db } = installation.ctx;
    const known = () =>
      inMulhouse(
        (tx) => tx<{ word: string }[]>`
          select distinct word from near_word where definition = ${REGISTER.id} and word like 'ober%' order by word`,
      ).then((rows) => rows.map(({ word }) => word));
    const settle = async () => {
      while (await writeWords(db));
      while (await forgetWords(db));
    };
    const filed = await file(["oberlin oberkampf", "oberlin", "oberholtz"]);
    const bears = (nth: number, text: string) =>
      inMulhouse((tx) => tx`update entry set search = ${text} where id = ${filed[nth]?.id ?? ""}`);
    await settle();
    expect(await known()).toEqual(["oberholtz", "oberkampf", "oberlin"]);
    await bears(0, "martin");
    await settle();
    expect(await known()).toEqual(["oberholtz", "oberlin"]);
    expect(await search("oberkanpf")).toEqual([]);
    expect(await search("oberlim")).toEqual([filed[1]?.id]);
    await bears(1, "martin");
    await inMulhouse((tx) => tx`delete from entry_word where definition = ${REGISTER.id} and word = 'oberholtz'`);
    await settle();
    expect(await known()).toEqual([]);
    const [left] = await inMulhouse((tx) => tx`select count(*)::integer as left from words_gone`);
    expect(left).toEqual({ left: 0 });
  });

  test("are not forgotten while another entry that bears them is being written", async () => {
    const { db } = installation.ctx;
    const [first] = await file(["stoessel"]);
    while (await writeWords(db));
    await inMulhouse((tx) => tx`update entry set search = 'martin' where id = ${first?.id ?? ""}`);
    while (await writeWords(db));
    const [second] = await file(["stoessel encore"]);
    let forgotten: Promise<unknown> = Promise.resolve();
    await inMulhouse(async (tx) => {
      await tx`select write_words('mulhouse', ${REGISTER.id}, 1000)`;
      forgotten = forgetWords(db);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await forgotten;
    expect(await search("stoesel")).toEqual([second?.id]);
  });
});
