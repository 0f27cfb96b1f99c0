import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Actor, type Answers, enrolmentsIn } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { COURSE, courseAnswers, SIGN_UP } from "../helpers/sessions.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;

beforeAll(async () => {
  town = await openTown();
  for (const definition of [COURSE, SIGN_UP]) await offer(town.ctx, definition);
});
afterAll(() => town.stop());

const course = (more: Answers = {}) => file(town.ctx, COURSE, courseAnswers(more));

async function enrol(session: string, name: string, more: Answers = {}): Promise<string> {
  const opened = await openEntry(town.ctx, {
    member: MEMBER,
    definition: SIGN_UP,
    actor: citizen(`porteur-${name}`),
    answers: { nom: name, naissance: "2000-02-03", place: { seance: session, attente: true }, ...more },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

const read = async (id: string) => {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  return entry;
};

const goTo = (when: string) => town.advance(Date.parse(when) - town.ctx.clock().getTime());

const holder = (name: string): Actor => citizen(`porteur-${name}`);

/** She asks to leave her place for one in another session. */
async function move(id: string, seance: string, actor: Actor, more: Answers = {}) {
  const { revision } = await read(id);
  const sent = { member: MEMBER, definitionId: SIGN_UP.id, id, actor, type: "changer", revision };
  return sendEvent(town.ctx, { ...sent, answers: { seance: { seance, ...more } } });
}

const refusal = async (...args: Parameters<typeof move>): Promise<string | undefined> => {
  const moved = await move(...args);
  return moved.ok ? undefined : (moved.problem.issues[0]?.message ?? moved.problem.code);
};

const placeOf = async (id: string) => (await read(id)).answers["place"];
const state = async (id: string) => (await read(id)).state;

/** States of the enrolments of a session in the order of their turns, and how many places the base counts as taken. */
async function seats(session: string) {
  return withActor(town.ctx.db, { system: true }, async (tx) => {
    const rows = await tx<{ state: string; entry: string | null }[]>`
      select state, entry_id as entry from enrolment where sitting_id = ${session} order by turn`;
    const [room] = await tx<{ taken: number }[]>`select taken from sitting_room where sitting_id = ${session}`;
    const has = rows.filter((row) => row.state === "taken").map(({ entry }) => entry);
    return { states: rows.map((row) => row.state), taken: room?.taken, has };
  });
}

describe("someone who changes her session", () => {
  test("has the other place and leaves hers, which goes to who waits for it, and the history says so", async () => {
    const [from, to] = [await course({ places: 1 }), await course({ nom: "Aquabike", places: 1 })];
    const [ada, bea] = [await enrol(from, "Ada"), await enrol(from, "Béa")];
    expect(await state(bea)).toBe("attente");
    const moved = await move(ada, to, holder("Ada"));
    expect(moved.ok).toBe(true);
    expect(await placeOf(ada)).toMatchObject({ seance: to, intitule: "Aquabike", attente: false });
    expect(await seats(to)).toEqual({ states: ["taken"], taken: 1, has: [ada] });
    await drain(town.ctx);
    expect(await state(bea)).toBe("proposee");
    expect(await seats(from)).toMatchObject({ states: ["released", "offered"], taken: 1 });
    const last = (await entryHistory(town.ctx, MEMBER, ada)).at(-1);
    expect(last).toMatchObject({ type: "changer", data: { answers: { seance: { intitule: "Aquabike" } } } });
    expect(last?.data.changes).toMatchObject([{ field: "place" }]);
  });

  test("keeps hers when the other is full, even where others wait", async () => {
    const [from, to] = [await course({ places: 1 }), await course({ places: 1 })];
    const ada = await enrol(from, "Ada");
    const there = await enrol(to, "Béa");
    await enrol(to, "Cléo");
    expect(await refusal(ada, to, holder("Ada"))).toContain("gardez la vôtre");
    expect(await refusal(ada, to, holder("Ada"), { attente: true })).toContain("gardez la vôtre");
    expect(await placeOf(ada)).toMatchObject({ seance: from });
    expect([(await seats(from)).has, (await seats(to)).has]).toEqual([[ada], [there]]);
  });

  test("may come back to the session she left, and cannot choose the one she has", async () => {
    const [from, to] = [await course(), await course()];
    const ada = await enrol(from, "Ada");
    expect(await refusal(ada, from, holder("Ada"))).toContain("C’est déjà votre séance");
    await move(ada, to, holder("Ada"));
    expect(await refusal(ada, from, holder("Ada"))).toBeUndefined();
    expect([(await seats(from)).taken, (await seats(to)).taken]).toEqual([1, 0]);
  });

  test("cannot take a session that is not for her, that does not exist, or where she is already", async () => {
    const ada = await enrol(await course(), "Ada");
    const young = await course({ ageMax: 12 });
    expect(await refusal(ada, young, holder("Ada"))).toContain("n’est pas pour cet âge");
    expect(await refusal(ada, "018f0000-0000-7000-8000-000000000000", holder("Ada"))).toContain("n’est pas proposée");
    const other = await course();
    await enrol(other, "ADA");
    expect(await refusal(ada, other, holder("Ada"))).toContain("déjà inscrite");
  });

  test("gains nothing by naming a place of hers in another session, nor the place of someone else", async () => {
    const [from, to] = [await course({ places: 1 }), await course({ places: 1 })];
    const ada = await enrol(from, "Ada");
    const bea = await enrol(to, "Béa");
    const [mine, hers] = [await placeOf(ada), await placeOf(bea)].map((place) =>
      enrolmentsIn(SIGN_UP.form, { place: place ?? null }).get("place"),
    );
    expect(await refusal(ada, to, holder("Ada"), { inscription: mine ?? "" })).toContain("gardez la vôtre");
    expect(await refusal(ada, to, holder("Ada"), { inscription: hers ?? "" })).toContain("plus gardée");
    expect([await placeOf(ada), await placeOf(bea)]).toMatchObject([{ seance: from }, { seance: to }]);
    expect([(await seats(from)).has, (await seats(to)).has]).toEqual([[ada], [bea]]);
    expect(await refusal(ada, to, citizen("porteur-Intruse"))).toBe("not-found");
  });
});

describe("people who move at once", () => {
  test("onto one last place: one has it, the other keeps hers", async () => {
    const [one, two, last] = [await course(), await course(), await course({ places: 1 })];
    const [ada, bea] = [await enrol(one, "Ada"), await enrol(two, "Béa")];
    const told = await Promise.all([refusal(ada, last, holder("Ada")), refusal(bea, last, holder("Béa"))]);
    expect(told.filter((each) => each === undefined)).toHaveLength(1);
    expect(told.find((each) => each !== undefined)).toContain("gardez la vôtre");
    const [adaMoved] = told.map((each) => each === undefined);
    expect((await seats(last)).has).toEqual([adaMoved ? ada : bea]);
    expect((await seats(one)).taken).toBe(adaMoved ? 0 : 1);
    expect((await seats(two)).taken).toBe(adaMoved ? 1 : 0);
  });

  test("into each other’s full session: both keep theirs", async () => {
    const [one, two] = [await course({ places: 1 }), await course({ places: 1 })];
    const [ada, bea] = [await enrol(one, "Ada"), await enrol(two, "Béa")];
    const told = await Promise.all([refusal(ada, two, holder("Ada")), refusal(bea, one, holder("Béa"))]);
    expect(told.every((each) => each?.includes("gardez la vôtre"))).toBe(true);
    expect([(await seats(one)).has, (await seats(two)).has]).toEqual([[ada], [bea]]);
  });

  test("across two sessions, both ways, many times: each has exactly one place, whoever was refused", async () => {
    const [one, two] = [await course({ places: 5 }), await course({ places: 5 })];
    const people = ["Ada", "Béa", "Cléo", "Dora", "Eva", "Flora", "Gina", "Hana"];
    const ids = await Promise.all(people.map((name, at) => enrol(at % 2 === 0 ? one : two, name)));
    for (let turn = 0; turn < 4; turn += 1) {
      await Promise.all(
        ids.map(async (id, at) => {
          const here = (await placeOf(id)) as { readonly seance: string };
          await move(id, here.seance === one ? two : one, holder(people[at] ?? ""));
        }),
      );
    }
    const [first, second] = [await seats(one), await seats(two)];
    expect([...first.has, ...second.has].toSorted()).toEqual(ids.toSorted());
    expect([first.taken, second.taken]).toEqual([first.has.length, second.has.length]);
    expect(Math.max(first.has.length, second.has.length)).toBeLessThanOrEqual(5);
    for (const id of ids)
      expect((await placeOf(id)) as object).toMatchObject({ seance: first.has.includes(id) ? one : two });
  });
});

test("sign-up that is closed keeps a citizen where she is; an agent still moves her, until the session begins", async () => {
  const [from, to] = [await course({ delai: 5 }), await course({ delai: 5 })];
  const [ada, bea] = [await enrol(from, "Ada"), await enrol(from, "Béa")];
  goTo("2026-05-04T09:00:00Z");
  expect(await refusal(ada, to, holder("Ada"))).toContain("Les inscriptions à votre séance sont closes");
  expect(await refusal(ada, to, agent())).toBeUndefined();
  expect(await placeOf(ada)).toMatchObject({ seance: to });
  goTo("2026-05-05T16:30:00Z");
  expect(await refusal(bea, to, agent())).toContain("closes");
});
