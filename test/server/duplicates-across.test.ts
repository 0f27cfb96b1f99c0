import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeFiches } from "../../server/commands/merge-fiches.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { partFiches } from "../../server/commands/part-fiches.ts";
import { verify } from "../../server/commands/verify.ts";
import { openPairs } from "../../server/store/alike.ts";
import { findEntry } from "../../server/store/entries.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { lookAlike } from "../../server/worker/look-alike.ts";
import { agent } from "../helpers/actors.ts";
import { PEOPLE, person, VISIT, without } from "../helpers/duplicates.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER, PARTNER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

/** Who works the fiches of both: a share gives her the same role in the other member. */
const actorIn = (member: string) => agent({ units: ["voirie"], member });
let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [PEOPLE, VISIT]) {
    await offer(town.ctx, definition, [MEMBER, PARTNER]);
    for (const [member, other] of [
      [MEMBER, PARTNER],
      [PARTNER, MEMBER],
    ] as const) {
      await saveShare(town.ctx.db, { member, definition: definition.id, with: other, unit: null, role: "agent" });
    }
  }
  await town.ctx.catalogue.reload();
}, 60_000);
afterAll(() => town.stop());

async function filed(
  member: string,
  definition: typeof PEOPLE,
  answers: Parameters<typeof person>[0],
): Promise<string> {
  const opened = await openEntry(town.ctx, {
    member,
    definition,
    actor: actorIn(member),
    actorIn,
    answers: answers ?? {},
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

async function settle(): Promise<void> {
  while (await writeWords(town.ctx.db));
  while (await lookAlike(town.ctx));
}

const pairs = async () =>
  (await openPairs(town.ctx.db, [MEMBER, PARTNER], PEOPLE.id, 50)).map(({ one, other }) => [one.id, other.id].sort());
const read = async (member: string, id: string) => {
  const entry = await findEntry(town.ctx, member, id);
  if (!entry) throw new Error("no entry");
  return entry;
};

test("two fiches that two members wrote are found, made one with what both say, and parted again", async () => {
  const here = await filed(MEMBER, PEOPLE, without(person(), "telephone"));
  const there = await filed(PARTNER, PEOPLE, person({ nom: "LECANU", remarque: "Vue à Illzach" }));
  const visit = await filed(PARTNER, VISIT, { qui: there });
  await settle();
  expect(await pairs()).toEqual([[here, there].sort()]);

  const seen = async (member: string, id: string) => ({ member, id, revision: (await read(member, id)).revision });
  const merged = await mergeFiches(town.ctx, {
    ...{ definitionId: PEOPLE.id, kept: await seen(MEMBER, here), other: await seen(PARTNER, there) },
    ...{ taken: new Set<string>(), actorIn },
  });
  expect(merged).toMatchObject({ ok: true });
  expect((await read(MEMBER, here)).answers).toMatchObject({ telephone: "+33233000112", remarque: "Vue à Illzach" });
  expect(await read(PARTNER, there)).toMatchObject({ state: "_reunie" });
  expect((await read(PARTNER, visit)).answers).toEqual({ qui: here });
  await settle();
  expect(await pairs()).toEqual([]);

  const fiche = { member: PARTNER, id: there };
  expect(await partFiches(town.ctx, { definitionId: PEOPLE.id, fiche, actorIn })).toMatchObject({
    ok: true,
  });
  expect((await read(MEMBER, here)).answers).not.toHaveProperty("telephone");
  expect(await read(PARTNER, there)).toMatchObject({ state: "active" });
  expect((await read(PARTNER, visit)).answers).toEqual({ qui: there });
  await settle();
  expect(await pairs()).toEqual([]);
  expect((await verify(town.ctx)).broken).toEqual([]);
});
