import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { type MergeRequest, mergeFiches } from "../../server/commands/merge-fiches.ts";
import { partFiches, tellApart } from "../../server/commands/part-fiches.ts";
import { relist } from "../../server/commands/relist.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { verify } from "../../server/commands/verify.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { findPair, openPairs } from "../../server/store/alike.ts";
import { findEntry, type StoredEntry } from "../../server/store/entries.ts";
import { listEntries } from "../../server/store/entry-list.ts";
import { entryHistory } from "../../server/store/events.ts";
import { insertImport } from "../../server/store/imports.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { lookAlike } from "../../server/worker/look-alike.ts";
import { agent } from "../helpers/actors.ts";
import { PEOPLE, person, VISIT, without } from "../helpers/duplicates.ts";
import { offer } from "../helpers/offer.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const AGENT = agent({ units: ["voirie"] });
let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [PEOPLE, VISIT]) await offer(town.ctx, definition);
}, 60_000);
afterAll(() => town.stop());

let [one, other] = ["", ""];
let turn = 0;
/** Someone filed twice, another person each time. */
const people = (): Answers => {
  turn += 1;
  const name = "abcdefghijklmnop".charAt(turn);
  return person({
    ...{ nom: `Quén${name}e`, naissance: `19${60 + turn}-05-1${turn % 10}` },
    ...{ telephone: `+3323300${1000 + turn}`, portable: `+3361200${1000 + turn}` },
    ...{
      permis: [{ numero: `50-${10_000 + turn}` }],
      adresse: { voie: `${turn} rue du Port`, codePostal: "50100", commune: "Cherbourg" },
    },
  });
};
beforeEach(async () => {
  const answers = people();
  one = await file(town.ctx, PEOPLE, without(answers, "telephone"), AGENT);
  other = await file(town.ctx, PEOPLE, { ...answers, prenoms: "SYLVIE", remarque: "Le matin" }, AGENT);
  await settle();
});

async function settle(): Promise<void> {
  while (await writeWords(town.ctx.db));
  while (await lookAlike(town.ctx));
}

test("are looked for once a register is imported whole, not line by line", async () => {
  const { db, clock } = town.ctx;
  const importing = { member: MEMBER, definition: PEOPLE.id, total: 1, createdAt: clock(), expiresAt: clock() };
  const sent = { id: randomUUID(), agent: randomUUID(), agentName: "Reprise", fileName: "a.csv", file: null };
  const what = { profile: { columns: [], first: [] }, mapping: { columns: [], constants: [] } };
  await insertImport(db, { ...importing, ...sent, ...what });
  const state = (name: string, phase: string) =>
    withActor(
      db,
      { member: MEMBER },
      (tx) => tx`
        update file_import set phase = ${phase}, state = ${name}, leased_until = ${new Date(clock().getTime() + 60_000)}
        where member_id = ${MEMBER} and id = ${sent.id}`,
    );
  await state("running", "import");
  await file(town.ctx, PEOPLE, people(), AGENT);
  while (await writeWords(db));
  expect(await lookAlike(town.ctx)).toBe(false);
  await state("done", "import");
  expect(await lookAlike(town.ctx)).toBe(true);
});

const fiche = (id: string) => ({ member: MEMBER, id });
const read = async (id: string): Promise<StoredEntry> => {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  return entry;
};
const seen = async (id: string) => ({ ...fiche(id), revision: (await read(id)).revision });
const pairs = async () =>
  (await openPairs(town.ctx.db, [MEMBER], PEOPLE.id, 50)).map((pair) => [pair.one.id, pair.other.id]);
const merge = async (changes: Partial<MergeRequest> = {}) =>
  mergeFiches(town.ctx, {
    ...{ definitionId: PEOPLE.id, kept: await seen(one), other: await seen(other) },
    ...{ taken: new Set<string>(), actorIn: () => AGENT, ...changes },
  });
const part = (id: string) => partFiches(town.ctx, { definitionId: PEOPLE.id, fiche: fiche(id), actorIn: () => AGENT });
const searched = async (q: string): Promise<readonly string[]> => {
  const page = await listEntries(town.ctx, { member: MEMBER, definition: PEOPLE, q, limit: 50 });
  return page.items.map(({ id }) => id);
};

describe("two fiches of one person", () => {
  test("wait for someone, the likeliest first, until they differ", async () => {
    const pair = await findPair(town.ctx.db, fiche(one), fiche(other));
    expect(pair).toMatchObject({ sure: true, state: "open" });
    expect(pair?.reasons.length).toBeGreaterThan(3);
    await edit(other, person({ nom: "Autre", prenoms: "Paul", naissance: "1950-01-01", permis: [{ numero: "1" }] }));
    await settle();
    expect(await pairs()).not.toContainEqual([one, other].sort());
  });

  test("told apart, are not shown as one again, whatever changes", async () => {
    const request = { definitionId: PEOPLE.id, one: fiche(other), other: fiche(one), actorIn: () => AGENT };
    expect(await tellApart(town.ctx, request)).toMatchObject({ ok: true });
    await edit(one, { ...(await read(one)).answers, remarque: "Le soir" });
    await settle();
    expect(await pairs()).not.toContainEqual([one, other].sort());
    expect(await findPair(town.ctx.db, fiche(one), fiche(other))).toMatchObject({ state: "apart" });
  });

  test("made one, keep what both say, and what was chosen where they differ", async () => {
    await edit(other, { ...(await read(other)).answers, courriel: "sylvie@exemple.fr", usage: "Mauger" });
    await edit(one, { ...(await read(one)).answers, usage: "Marie" });
    expect(await merge({ taken: new Set(["usage", "nom"]) })).toMatchObject({ ok: true });
    const { answers } = await read(one);
    expect(answers).toMatchObject({ prenoms: "Sylvie", usage: "Mauger", courriel: "sylvie@exemple.fr" });
    expect(answers["telephone"]).toBe((await read(other)).answers["telephone"]);
    expect(await read(other)).toMatchObject({ state: "_reunie" });
    expect((await entryHistory(town.ctx, MEMBER, one)).at(-1)).toMatchObject({
      type: "reunir",
      actor: { name: "Sophie Muller" },
      data: { merged: { entry: other } },
    });
    expect((await entryHistory(town.ctx, MEMBER, other)).at(-1)).toMatchObject({ type: "rejoindre", to: "_reunie" });
  });

  test("made one, are found once by their name, both by their references", async () => {
    const { nom } = (await read(one)).answers;
    await merge();
    expect(await searched(String(nom))).toEqual([one]);
    expect(await searched((await read(other)).reference)).toEqual([other]);
    await relist(town.ctx.db, PEOPLE.id);
    expect(await searched(String(nom))).toEqual([one]);
    await settle();
    expect(await pairs()).not.toContainEqual([one, other].sort());
  });

  test("made one, have the links of both, and parted, each its own", async () => {
    const before = await read(one);
    const visit = await file(town.ctx, VISIT, { qui: other, avec: [{ qui: one }, { qui: other }] }, AGENT);
    await merge();
    expect((await read(visit)).answers).toEqual({ qui: one, avec: [{ qui: one }, { qui: one }] });
    expect(await part(other)).toMatchObject({ ok: true, value: { left: [] } });
    expect((await read(visit)).answers).toEqual({ qui: other, avec: [{ qui: one }, { qui: other }] });
    expect((await read(one)).answers).toEqual(before.answers);
    expect(await read(other)).toMatchObject({ state: "active" });
    await settle();
    expect(await searched(String(before.answers["nom"]))).toEqual(expect.arrayContaining([one, other]));
    expect(await pairs()).not.toContainEqual([one, other].sort());
  });

  test("parted, keep what was changed since, and say so", async () => {
    await merge();
    await edit(one, { ...(await read(one)).answers, remarque: "Changée depuis" });
    expect(await part(other)).toMatchObject({ ok: true, value: { left: ["remarque"] } });
    expect((await read(one)).answers).toMatchObject({ remarque: "Changée depuis" });
    expect((await read(one)).answers).not.toHaveProperty("telephone");
  });

  test("leave histories that verify", async () => {
    await merge();
    await part(other);
    expect((await verify(town.ctx)).broken).toEqual([]);
  });
});

describe("two fiches are not made one", () => {
  test("when someone changed one of them meanwhile", async () => {
    const kept = await seen(one);
    await edit(one, { ...(await read(one)).answers, remarque: "Entre-temps" });
    expect(await merge({ kept })).toMatchObject({ ok: false, problem: { code: "stale" } });
    expect(await read(other)).toMatchObject({ state: "active" });
  });

  test("by someone who works elsewhere, nor by a reader", async () => {
    const elsewhere = agent({ units: ["enfance"] });
    expect(await merge({ actorIn: () => elsewhere })).toMatchObject({ ok: false, problem: { code: "not-found" } });
    const reader = agent({ units: ["voirie"], roles: ["lecteur"] });
    const refusal = await merge({ actorIn: () => reader });
    expect(refusal.ok).toBe(false);
    expect(await part(other)).toMatchObject({ ok: false, problem: { code: "not-found" } });
  });

  test("with itself, nor twice", async () => {
    expect(await merge({ other: await seen(one) })).toMatchObject({ ok: false });
    expect(await merge()).toMatchObject({ ok: true });
    expect(await merge()).toMatchObject({ ok: false });
  });

  test("twice by two people at once", async () => {
    const request = { kept: await seen(one), other: await seen(other) };
    const outcomes = await Promise.all([
      merge(request),
      merge(request),
      merge({ kept: request.other, other: request.kept }),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const states = [(await read(one)).state, (await read(other)).state].sort();
    expect(states).toEqual(["_reunie", "active"]);
  });

  test("and a fiche made one with another takes no event", async () => {
    await merge();
    const sent = await send(other, "modifier", person());
    expect(sent).toMatchObject({ ok: false, problem: { code: "unknown-event" } });
  });
});

const send = (id: string, type: string, answers: Answers) =>
  sendEvent(town.ctx, { member: MEMBER, definitionId: PEOPLE.id, id, actor: AGENT, type, answers, revision: null });

async function edit(id: string, answers: Answers): Promise<void> {
  const sent = await send(id, "modifier", answers);
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}
