import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answers, type CompiledDefinition, enrolmentsIn } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { seatsKept } from "../../server/seat-views.ts";
import { findEntry } from "../../server/store/entries.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { COURSE, courseAnswers, SIGN_UP, SIGN_UP_KEPT, SIGN_UP_LAST } from "../helpers/sessions.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let town: Town;

beforeAll(async () => {
  town = await openTown();
  for (const definition of [COURSE, SIGN_UP, SIGN_UP_LAST, SIGN_UP_KEPT]) await offer(town.ctx, definition);
});
afterAll(() => town.stop());

const course = (more: Answers = {}) => file(town.ctx, COURSE, courseAnswers(more));

/** Someone asks for a session, agreeing to wait unless told otherwise. */
const ask = (
  session: string,
  name: string,
  more: Answers = {},
  { definition = SIGN_UP, wait = true }: { readonly definition?: CompiledDefinition; readonly wait?: boolean } = {},
) =>
  openEntry(town.ctx, {
    member: MEMBER,
    definition,
    actor: citizen(`porteur-${name}`),
    answers: {
      nom: name,
      naissance: "2000-02-03",
      courriel: "personne@exemple.fr",
      place: { seance: session, attente: wait },
      ...more,
    },
  });

async function enrol(...args: Parameters<typeof ask>): Promise<string> {
  const opened = await ask(...args);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

async function refusal(...args: Parameters<typeof ask>): Promise<string | undefined> {
  const opened = await ask(...args);
  return opened.ok ? undefined : opened.problem.issues[0]?.message;
}

const state = async (id: string) => (await findEntry(town.ctx, MEMBER, id))?.state;

async function send(id: string, type: string, answers?: Answers, actor = agent()) {
  const entry = await findEntry(town.ctx, MEMBER, id);
  const definitionId = entry?.definition ?? "";
  return sendEvent(town.ctx, {
    ...{ member: MEMBER, definitionId, id, actor, type, revision: entry?.revision ?? 0 },
    ...(answers && { answers }),
  });
}

/** States of the enrolments of a session, in the order of their turns, with what the base counts. */
async function seats(session: string) {
  return withActor(town.ctx.db, { system: true }, async (tx) => {
    const rows = await tx<{ state: string }[]>`select state from enrolment where sitting_id = ${session} order by turn`;
    const [room] = await tx<{ taken: number; capacity: number }[]>`
      select taken, capacity from sitting_room where sitting_id = ${session}`;
    return { states: rows.map((row) => row.state), ...room };
  });
}

async function told(id: string): Promise<string | undefined> {
  const entry = await findEntry(town.ctx, MEMBER, id);
  const [line] = entry ? await seatsKept(town.ctx, SIGN_UP, entry) : [];
  return line?.text.replaceAll(/[\u202f\u00a0]/g, " ");
}

describe("a session that fills up", () => {
  test("gives its places, then ranks in the order of arrival, then says that nobody else can wait", async () => {
    const session = await course({ places: 2, attente: 2 });
    const people = [];
    for (const name of ["Ada", "Bea", "Cléo", "Dora"]) people.push(await enrol(session, name));
    expect(await Promise.all(people.map(state))).toEqual(["inscrit", "inscrit", "attente", "attente"]);
    const third = await findEntry(town.ctx, MEMBER, people[2] ?? "");
    expect(third?.answers["place"]).toMatchObject({
      attente: true,
      rang: 1,
      intitule: "Aquagym",
      lieu: "Piscine des Jonquilles",
    });
    expect(await told(people[3] ?? "")).toContain("sur liste d’attente, 2e personne sur 2");
    expect(await refusal(session, "Eva")).toContain("complète, et sa liste d’attente aussi");
  });

  test("puts nobody on the list who did not agree to wait", async () => {
    const session = await course({ places: 1 });
    await enrol(session, "Ada");
    expect(await refusal(session, "Bea", {}, { wait: false })).toContain("Choisissez-la de nouveau");
    expect((await seats(session)).states).toEqual(["taken"]);
  });

  test("takes one person once, however she writes her name", async () => {
    const session = await course();
    await enrol(session, "Zoé Weber");
    expect(await refusal(session, "ZOE WEBER")).toContain("déjà inscrite à cette séance");
    expect(await refusal(session, "Zoé Weber", { naissance: "2001-02-03" })).toBeUndefined();
  });

  test("is never overbooked, were the code to try", async () => {
    const session = await course({ places: 1 });
    await enrol(session, "Ada");
    const waiting = await enrol(session, "Bea");
    const refused = await send(waiting, "admettre");
    expect(refused).toMatchObject({ ok: false, problem: { code: "invalid" } });
    const forced = withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`update enrolment set state = 'taken' where entry_id = ${waiting}`,
    );
    await expect(forced).rejects.toThrow(/no_overbooking/);
  });
});

describe("a place given back", () => {
  test("is offered to the first who waits, who is told until when and accepts", async () => {
    const session = await course({ places: 1 });
    const [ada, bea, cleo] = [await enrol(session, "Ada"), await enrol(session, "Bea"), await enrol(session, "Cléo")];
    await send(ada, "renoncer");
    await drain(town.ctx);
    expect([await state(bea), await state(cleo)]).toEqual(["proposee", "attente"]);
    expect(await told(bea)).toMatch(/une place vous est proposée jusqu’au \w+ \d+ \w+ 2026 à /);
    expect(await told(cleo)).toContain("1re personne sur 1");
    expect((await send(bea, "accepter", undefined, citizen("porteur-Bea"))).ok).toBe(true);
    expect(await seats(session)).toEqual({ states: ["released", "taken", "waiting"], taken: 1, capacity: 1 });
  });

  test("goes to the next when the offer expires, and she who let it go by is told", async () => {
    const session = await course({ places: 1 });
    const [ada, bea, cleo] = [await enrol(session, "Ada"), await enrol(session, "Bea"), await enrol(session, "Cléo")];
    await send(ada, "renoncer");
    await drain(town.ctx);
    town.advance(2 * DAY - HOUR);
    await drain(town.ctx);
    expect(await state(bea)).toBe("proposee");
    town.advance(HOUR);
    await drain(town.ctx);
    expect([await state(bea), await state(cleo)]).toEqual(["fin", "proposee"]);
    expect(await send(bea, "accepter")).toMatchObject({ ok: false });
  });

  test.each([
    { what: "loses her rank", definition: SIGN_UP_LAST, states: ["released", "offered", "waiting"] },
    { what: "keeps her rank", definition: SIGN_UP_KEPT, states: ["released", "waiting", "offered"] },
  ])(
    "that nobody answered goes to the next, and who let it go by $what as the definition says",
    async ({ definition, states }) => {
      const session = await course({ places: 1 });
      const [ada, bea] = [
        await enrol(session, "Ada", {}, { definition }),
        await enrol(session, "Bea", {}, { definition }),
        await enrol(session, "Cléo", {}, { definition }),
      ];
      await send(ada, "renoncer");
      await drain(town.ctx);
      town.advance(2 * DAY);
      await drain(town.ctx);
      expect(await state(bea)).toBe("attente");
      expect((await seats(session)).states).toEqual(states);
    },
  );

  test("is offered to nobody twice, and those declined go on", async () => {
    const session = await course({ places: 1 });
    const [ada, bea, cleo] = [await enrol(session, "Ada"), await enrol(session, "Bea"), await enrol(session, "Cléo")];
    await send(ada, "renoncer");
    await drain(town.ctx);
    await send(bea, "renoncer");
    await drain(town.ctx);
    await drain(town.ctx);
    expect([await state(bea), await state(cleo)]).toEqual(["fin", "proposee"]);
    expect((await seats(session)).taken).toBe(1);
  });
});

describe("a service that changes a session", () => {
  test("offers the places it adds, as many as wait", async () => {
    const session = await course({ places: 1 });
    const people = [];
    for (const name of ["Ada", "Bea", "Cléo", "Dora"]) people.push(await enrol(session, name));
    expect((await send(session, "modifier", courseAnswers({ places: 3 }))).ok).toBe(true);
    await drain(town.ctx);
    expect(await Promise.all(people.map(state))).toEqual(["inscrit", "proposee", "proposee", "attente"]);
  });

  test("takes a place from nobody when it lowers them, and those given back disappear", async () => {
    const session = await course({ places: 2 });
    const [ada, , cleo] = [await enrol(session, "Ada"), await enrol(session, "Bea"), await enrol(session, "Cléo")];
    await send(session, "modifier", courseAnswers({ places: 1 }));
    expect(await seats(session)).toMatchObject({ taken: 2, capacity: 2 });
    await send(ada, "renoncer");
    await drain(town.ctx);
    expect(await seats(session)).toEqual({ states: ["released", "taken", "waiting"], taken: 1, capacity: 1 });
    expect(await state(cleo)).toBe("attente");
  });

  test("tells everyone that it does not take place", async () => {
    const session = await course({ places: 1 });
    const [ada, bea] = [await enrol(session, "Ada"), await enrol(session, "Bea")];
    await send(session, "annuler");
    await drain(town.ctx);
    expect([await state(ada), await state(bea)]).toEqual(["fin", "fin"]);
    expect((await seats(session)).states).toEqual(["released", "released"]);
    expect(await refusal(session, "Cléo")).toBe("Cette séance n’est pas proposée. Choisissez-en une dans la liste.");
  });

  test("moves someone up the list, with a reason that the history keeps", async () => {
    const session = await course({ places: 1 });
    await enrol(session, "Ada");
    const [bea, cleo, dora] = [await enrol(session, "Bea"), await enrol(session, "Cléo"), await enrol(session, "Dora")];
    expect((await send(dora, "remonter", { rang: 1, motif: "Fratrie" })).ok).toBe(true);
    expect([await told(dora), await told(bea), await told(cleo)].map((text) => text?.match(/(\d)r?e/)?.[1])).toEqual([
      "1",
      "2",
      "3",
    ]);
    expect((await send(dora, "remonter", { rang: 2, motif: "Erreur" })).ok).toBe(true);
    expect(await told(dora)).toContain("2e personne sur 3");
    expect(await send(dora, "remonter", { rang: 1 })).toMatchObject({ ok: false });
  });
});

describe("who may sign up", () => {
  test("at a time: nobody before it opens but those who come first, nobody after it closes", async () => {
    const today = town.ctx.clock().toISOString().slice(0, 10);
    const later = (days: number) => new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);
    const dates = [{ jour: later(40), de: "18:00", a: "19:00" }];
    const session = await course({ ouverture: later(10), priorite: later(5), dates });
    expect(await refusal(session, "Ada")).toContain("ouvrent");
    town.advance(6 * DAY);
    expect(await refusal(session, "Ada")).toContain("ouvrent");
    expect(await refusal(session, "Bea", { habitant: true })).toBeUndefined();
    const closed = await course({ dates: [{ jour: later(7), de: "18:00" }], delai: 2 });
    expect(await refusal(closed, "Ada")).toContain("closes");
  });

  test("of an age on the first day, and of a level", async () => {
    const session = await course({ ageMin: 6, ageMax: 8, niveaux: ["debutant"] });
    expect(await refusal(session, "Ada", { naissance: "2020-05-06" })).toContain("pas pour cet âge (5 ans");
    expect(await refusal(session, "Bea", { naissance: "2017-05-05" })).toContain("pas pour cet âge (9 ans");
    expect(await refusal(session, "Cléo", { naissance: "2020-05-05", niveau: "confirme" })).toContain(
      "ne correspond pas",
    );
    expect(await refusal(session, "Dora", { naissance: "2020-05-05", niveau: "debutant" })).toBeUndefined();
  });

  test("of what exists: an unknown session, another town's or a made-up place are refused", async () => {
    const unknown = "0198c0de-0000-7000-8000-00000000000a";
    expect(await refusal(unknown, "Ada")).toContain("n’est pas proposée");
    const session = await course();
    const mine = await enrol(session, "Ada");
    const value = (await findEntry(town.ctx, MEMBER, mine))?.answers["place"];
    const stolen = await openEntry(town.ctx, {
      member: MEMBER,
      definition: SIGN_UP,
      actor: citizen("porteur-voleuse"),
      answers: { nom: "Bea", place: value ?? null },
    });
    expect(stolen).toMatchObject({ ok: false, problem: { code: "invalid" } });
  });
});

describe("the agent’s pages", () => {
  const register = `/${MEMBER}/agent/${COURSE.id}`;
  const page = async (path: string): Promise<string> => {
    const { headers } = await town.sitting("agent");
    const answer = await town.app.request(path, { headers });
    expect(answer.status).toBe(200);
    return (await answer.text()).replaceAll(/[\u202f\u00a0]/g, " ");
  };

  test("say of each session what is taken, who has it, who waits and why, who left", async () => {
    const session = await course({ nom: "Bébés nageurs", places: 1, attente: 5 });
    const names = ["Ada", "Bea", "Cléo", "Dora"];
    const ids = [];
    for (const name of names) ids.push(await enrol(session, name));
    await send(ids[3] ?? "", "remonter", { rang: 1, motif: "Fratrie" });
    await send(ids[1] ?? "", "renoncer");
    expect(await page(`${register}/places`)).toMatch(/Bébés nageurs.*1 sur 1.*>2<.*Complet/s);
    const shown = await page(`${register}/${session}/places`);
    expect(shown).toMatch(/Personnes inscrites \(1\).*Ada.*Liste d’attente, dans l’ordre \(2\).*Dora.*Fratrie.*Cléo/s);
    expect(shown).toMatch(/Ont quitté la séance \(1\).*Bea/s);
  });

  test("note who came, on each day, of those who have a place", async () => {
    const dates = [
      { jour: "2026-05-05", de: "18:00" },
      { jour: "2026-05-12", de: "18:00" },
    ];
    const session = await course({ places: 1, dates });
    const [ada, bea] = [await enrol(session, "Ada"), await enrol(session, "Bea")];
    const enrolment = async (id: string) => {
      const entry = await findEntry(town.ctx, MEMBER, id);
      return entry ? [...enrolmentsIn(SIGN_UP.form, entry.answers).values()][0] : undefined;
    };
    const { headers, csrf } = await town.sitting("agent");
    const form = new URLSearchParams({
      _csrf: csrf,
      jour: "2026-05-12",
      [`presence[${await enrolment(ada)}]`]: "excused",
      [`presence[${await enrolment(bea)}]`]: "present",
      "presence[autre]": "present",
    });
    const posted = await town.app.request(`${register}/${session}/places/presence`, {
      method: "POST",
      headers: { ...headers, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" },
      body: form,
    });
    expect(posted.headers.get("location")).toBe(`${register}/${session}/places?jour=2026-05-12&fait=presences#fait`);
    expect(await page(`${register}/${session}/places?jour=2026-05-12`)).toContain("0 présent, 0 absent, 1 excusé");
    expect(await page(`${register}/${session}/places?jour=2026-05-05`)).toContain("0 présent, 0 absent, 0 excusé");
  });
});
