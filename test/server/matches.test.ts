import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers, Entry } from "../../engine/index.ts";
import { relist } from "../../server/commands/relist.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { type Matched, newMatcher } from "../../server/matches.ts";
import { findEntry } from "../../server/store/entries.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { agent } from "../helpers/actors.ts";
import { PEOPLE, person, without } from "../helpers/duplicates.ts";
import { offer } from "../helpers/offer.ts";
import { file } from "./agenda-office.ts";
import { MEMBER, PARTNER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const AGENT = agent({ units: ["voirie"] });
let town: Town;
let sylvie = "";
beforeAll(async () => {
  town = await openTown();
  await offer(town.ctx, PEOPLE);
  sylvie = await file(town.ctx, PEOPLE, person(), AGENT);
}, 60_000);
afterAll(() => town.stop());

const match = async (rows: readonly Answers[], members = [MEMBER], own?: readonly string[]) => {
  const found = await newMatcher(town.ctx, PEOPLE, members).match(rows, own);
  return found.map(({ outcome, matches }) => ({ outcome, whom: matches.map(({ item }) => idOf(item)) }));
};
const idOf = (item: Matched): string | number => (item.kind === "entry" ? item.entry.id : item.row);
const mistyped = person({ nom: "LECANU", naissance: "1979-02-06" });

test("someone just filed is found at once, written otherwise", async () => {
  expect(await match([mistyped])).toEqual([{ outcome: "same", whom: [sylvie] }]);
});

test("a fiche is not found for itself, nor in another member", async () => {
  expect(await match([person()], [MEMBER], [sylvie])).toEqual([{ outcome: "different", whom: [] }]);
  expect(await match([person()], [PARTNER])).toEqual([{ outcome: "different", whom: [] }]);
  expect(await match([person()], [PARTNER, MEMBER])).toEqual([{ outcome: "same", whom: [sylvie] }]);
});

test("rows of one call are compared with those before them, whatever the base holds", async () => {
  const newcomer = person({ ...ODILE, remarque: "Vue au marché" });
  const again = without(newcomer, "naissance");
  const found = await match([newcomer, mistyped, again]);
  expect(found).toEqual([
    { outcome: "different", whom: [] },
    { outcome: "same", whom: [sylvie] },
    { outcome: "same", whom: [0] },
  ]);
});

const ODILE: Answers = {
  nom: "Quoniam",
  prenoms: "Odile",
  naissance: "1990-01-31",
  telephone: "+33233777777",
  portable: "+33677777777",
  permis: [{ numero: "50-55555" }],
};

test("what changes in a fiche is what it is found by", async () => {
  const id = await file(town.ctx, PEOPLE, person(ODILE), AGENT);
  const moved = person({ ...ODILE, portable: "+33688888888", telephone: "+33233888888" });
  await edit(id, moved);
  const alone = (portable: string) =>
    without(person({ nom: "Quoniam", prenoms: "Odile", portable }), "telephone", "permis", "naissance", "adresse");
  expect(await match([alone("+33688888888")])).toMatchObject([{ outcome: "same", whom: [id] }]);
  const [before] = await match([alone("+33677777777")]);
  expect(before?.outcome).not.toBe("same");
});

test("fiches filed before their register said how to find duplicates are found once it does", async () => {
  await withActor(town.ctx.db, { member: MEMBER }, async (tx) => {
    await tx`update entry set search = 'rien' where id = ${sylvie}`;
  });
  while (await writeWords(town.ctx.db));
  expect(await match([person()])).toMatchObject([{ outcome: "different" }]);
  await relist(town.ctx.db, PEOPLE.id);
  expect(await match([person()])).toMatchObject([{ outcome: "same", whom: [sylvie] }]);
});

async function edit(id: string, answers: Answers): Promise<Entry | null> {
  const sent = await sendEvent(town.ctx, {
    ...{ member: MEMBER, definitionId: PEOPLE.id, id, actor: AGENT, type: "modifier", answers, revision: null },
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  return findEntry(town.ctx, MEMBER, id);
}
