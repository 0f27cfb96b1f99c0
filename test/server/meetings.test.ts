import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answers, type Entry, keptStanding } from "../../engine/index.ts";
import { auditWritten } from "../../server/audit.ts";
import { planDecisions } from "../../server/commands/decide-meeting.ts";
import { openMeeting, prepareMeeting, rankAgain, rankedLines, rankMeeting } from "../../server/commands/meeting.ts";
import { deviate, dropMoved } from "../../server/commands/meeting-lines.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { launchWork } from "../../server/commands/plan-work.ts";
import { publish } from "../../server/commands/publish.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { actorFor, actorsOf } from "../../server/identity/actor-for.ts";
import { type AgentIdentity, agentSubject } from "../../server/identity/subject.ts";
import { placeNames, type Sat, satOf, seenLines } from "../../server/meeting.ts";
import { adopt } from "../../server/store/definitions.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { findMeeting, type Meeting, meetingLines } from "../../server/store/meetings.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { readItems } from "../../server/store/work-items.ts";
import { findWork } from "../../server/store/works.ts";
import { drainWorks } from "../../server/worker/works.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";
import { PLACE, REQUEST } from "./meeting-definitions.ts";
import { hire } from "./routes/back-office.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const DAY = "2026-03-20";

let installation: DemoInstallation;
let ctx: Context;
let anne: AgentIdentity;
let sat: Sat;
let lutins: string;
let canal: string;
beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  ({ ctx } = installation);
  await publish(ctx.db, [PLACE, REQUEST]);
  for (const member of ["m2a", "mulhouse"]) await adopt(ctx.db, member, REQUEST.id);
  await adopt(ctx.db, "m2a", PLACE.id);
  await saveShare(ctx.db, { member: "m2a", definition: PLACE.id, with: "mulhouse", unit: null, role: "lecteur" });
  await saveShare(ctx.db, { member: "mulhouse", definition: REQUEST.id, with: "m2a", unit: null, role: "agent" });
  await ctx.catalogue.reload();
  anne = await hire(ctx, "Anne Keller", { member: "m2a" });
  [lutins, canal] = [await place("Les Lutins"), await place("Le Canal")];
  const found = satOf(REQUEST);
  if (!found) throw new Error("nothing ranks it");
  sat = found;
});
afterAll(() => installation.stop());
beforeEach(() =>
  Promise.all(
    ["m2a", "mulhouse"].map((member) =>
      readAs(ctx.db, { member }, (tx) => tx`update entry set state = 'close' where definition = ${REQUEST.id}`),
    ),
  ),
);

const agentAt = (member: string, definition = REQUEST) => actorFor(ctx, agentSubject(anne), member, definition);

async function place(nom: string): Promise<string> {
  const opened = await openEntry(ctx, {
    member: "m2a",
    definition: PLACE,
    actor: agentAt("m2a", PLACE),
    answers: { nom },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** A request filed by a citizen of a town. */
async function request(
  nom: string,
  points: number,
  wanted: readonly string[],
  more: Answers = {},
  member = "mulhouse",
) {
  const voeux = wanted.map((lieu) => ({ lieu }));
  const actor = { kind: "citizen", id: `p-${nom}`, roles: [], units: [], holders: [`p-${nom}`] } as const;
  const answers = { nom, points, voeux, jours: ["lundi"], ...more };
  const definition = ctx.catalogue.definition(member, REQUEST.id) ?? REQUEST;
  const opened = await openEntry(ctx, { member, definition, actor, actorIn: () => actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return { id: opened.value.view.id, member, actor };
}

type Request = Awaited<ReturnType<typeof request>>;

async function entryOf({ member, id }: Pick<Request, "member" | "id">): Promise<Entry> {
  const found = await findEntry(ctx, member, id);
  if (!found) throw new Error("gone");
  const { head: _, ...entry } = found;
  return entry;
}

async function* chosen(requests: readonly Request[]): AsyncGenerator<readonly Entry[]> {
  yield await Promise.all(requests.map(entryOf));
}

async function current(id: string): Promise<Meeting> {
  const meeting = await findMeeting(ctx.db, "m2a", id);
  if (!meeting) throw new Error("no meeting");
  return meeting;
}

const box = (where: string, text: string, part = "lundi") => ({
  ...{ name: `${where}-${part}`, place: where, group: "", part, text, title: "" },
});

/** A meeting with one place on Mondays in each, ranked. */
async function ranked(requests: readonly Request[], counts = [box(lutins, "1"), box(canal, "1")]): Promise<Meeting> {
  const opened = await openMeeting(ctx, anne, sat, { day: DAY, list: "" });
  if (!opened.ok) throw new Error("not opened");
  const meeting = await current(opened.value);
  const prepared = await prepareMeeting(ctx, anne, meeting, { day: DAY, viewers: [], counts }, meeting.revision);
  expect(prepared.ok).toBe(true);
  const ready = await current(meeting.id);
  expect(await rankMeeting(ctx, anne, sat, ready, ready.revision, chosen(requests))).toMatchObject({ ok: true });
  return current(meeting.id);
}

const seen = async (meeting: Meeting) => seenLines(ctx, sat, meeting, await meetingLines(ctx.db, meeting));
const given = async (meeting: Meeting, requests: readonly Request[]) => {
  const byId = new Map((await seen(meeting)).map(({ line, placement }) => [line.entryId, placement.place]));
  return requests.map(({ id }) => byId.get(id));
};

async function decided(meeting: Meeting): Promise<string> {
  const planned = await planDecisions(ctx, anne, actorsOf(ctx, agentSubject(anne)), meeting, await seen(meeting));
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  return planned.value;
}

async function launched(id: string) {
  const work = await findWork(ctx.db, "m2a", anne.id, id);
  if (work?.kind !== "bulk") throw new Error("no work");
  return launchWork(ctx, work);
}

describe("a meeting", () => {
  test("ranks the requests of every town, matches wishes to places, and tells each family why", async () => {
    const [one, two, three] = [
      await request("Weber", 9, [lutins, canal]),
      await request("Haddad", 7, [lutins, canal], {}, "m2a"),
      await request("Muller", 5, [canal]),
    ];
    const meeting = await ranked([three, one, two]);
    expect(await given(meeting, [one, two, three])).toEqual([lutins, canal, null]);
    expect(await launched(await decided(meeting))).toMatchObject({ ok: true });
    await drainWorks(ctx);
    expect((await Promise.all([one, two, three].map(entryOf))).map(({ state }) => state)).toEqual([
      ...["proposee", "proposee"],
      "attente",
    ]);
    const [last] = (await entryHistory(ctx, "mulhouse", three.id)).slice(-1);
    expect(last?.data.answers).toMatchObject({ motif: expect.stringContaining("Le Canal : complet (lundi)") });
    const standing = keptStanding(await entryHistory(ctx, "mulhouse", three.id));
    expect(standing).toMatchObject({ rank: 3, of: 3, score: { total: 5 }, list: "Commission du 20 mars 2026" });
    expect(standing?.path.at(-1)).toEqual({ label: "Résultat", text: "aucune place" });
    const placed = (await entryHistory(ctx, "mulhouse", one.id)).at(-1);
    expect(placed?.data.answers).toMatchObject({ lieu: lutins, nom: "Les Lutins", seance: DAY });
    expect((await current(meeting.id)).decidedAt).not.toBeNull();
  });

  test("ranks the same list, day and criteria to the byte, equals by a draw that its seed makes again", async () => {
    const requests = [];
    for (const nom of ["Ada", "Bea", "Cléo", "Dan"]) requests.push(await request(nom, 3, [lutins]));
    const meeting = await ranked(requests);
    const lines = await meetingLines(ctx.db, meeting);
    const entries = await Promise.all([...requests].reverse().map(entryOf));
    expect(JSON.stringify(rankedLines(ctx, sat, meeting, entries))).toBe(JSON.stringify(lines));
    const texts = lines.map(({ frozen }) => frozen.draw);
    expect(texts.map(({ result }) => result)).toEqual(texts.map(({ result }) => result).sort());
    expect(texts[0]?.text).toBe(`${meeting.seed} mulhouse ${lines[0]?.reference}`);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(texts[0]?.text));
    expect(texts[0]?.result).toBe(Buffer.from(digest).toString("hex"));
    expect(lines[1]?.frozen.separation).toBe("À égalité, départagé par le tirage au sort");
  });

  test("keeps its seed when the ranking is made again: nobody draws until it suits", async () => {
    const meeting = await ranked([await request("Weber", 1, [lutins])]);
    expect(await rankAgain(ctx, anne, meeting, meeting.revision)).toMatchObject({ ok: true });
    const after = await current(meeting.id);
    expect([after.rankedAt, after.seed]).toEqual([null, meeting.seed]);
  });

  test("is moved by one agent at a time: the other is told", async () => {
    const requests = [await request("Weber", 9, [lutins])];
    const opened = await openMeeting(ctx, anne, sat, { day: DAY, list: "" });
    const meeting = await current(opened.ok ? opened.value : "");
    const typed = { day: DAY, viewers: [], counts: [box(lutins, "1")] };
    const both = await Promise.all([1, 2].map(() => prepareMeeting(ctx, anne, meeting, typed, meeting.revision)));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const ready = await current(meeting.id);
    const twice = await Promise.all(
      [1, 2].map(() => rankMeeting(ctx, anne, sat, ready, ready.revision, chosen(requests))),
    );
    expect(twice.map((outcome) => (outcome.ok ? "ranked" : outcome.problem.code)).sort()).toEqual(["ranked", "stale"]);
    expect(await meetingLines(ctx.db, ready)).toHaveLength(1);
  });

  test("asks for places and requests before it ranks", async () => {
    const opened = await openMeeting(ctx, anne, sat, { day: DAY, list: "" });
    const meeting = await current(opened.ok ? opened.value : "");
    const bare = await rankMeeting(ctx, anne, sat, { ...meeting, places: [] }, meeting.revision, chosen([]));
    expect(bare).toMatchObject({ problem: { code: "invalid", issues: [{ pointer: "/places" }] } });
    const places = [{ place: lutins, group: "", parts: { lundi: 1 } }];
    expect(await rankMeeting(ctx, anne, sat, { ...meeting, places }, meeting.revision, chosen([]))).toMatchObject({
      problem: { code: "invalid", issues: [{ pointer: "/classer" }] },
    });
    expect(await openMeeting(ctx, anne, sat, { day: "", list: "" })).toMatchObject({ ok: false });
  });
});

describe("a commission that departs from its list", () => {
  const names = (meeting: Meeting) =>
    placeNames(
      ctx,
      "m2a",
      PLACE.id,
      meeting.places.map(({ place: id }) => id),
    );

  test("gives a reason, which the family reads, is logged, and serves first whom it chose", async () => {
    const [one, two] = [await request("Weber", 9, [lutins]), await request("Haddad", 2, [lutins])];
    const meeting = await ranked([one, two]);
    const lines = await meetingLines(ctx.db, meeting);
    const of = { sat, meeting, lines, names: await names(meeting) };
    const reason = "Accueil demandé par la protection maternelle.";
    expect(await deviate(ctx, anne, of, { rank: 2, place: lutins, reason: "oui" }, meeting.revision)).toMatchObject({
      problem: { code: "invalid", issues: [{ pointer: "/motif-2" }] },
    });
    expect(await deviate(ctx, anne, of, { rank: 2, place: lutins, reason }, meeting.revision)).toMatchObject({
      ok: true,
    });
    const after = await current(meeting.id);
    expect(await given(after, [one, two])).toEqual([null, lutins]);
    await launched(await decided(after));
    await drainWorks(ctx);
    const history = await entryHistory(ctx, "mulhouse", two.id);
    expect(keptStanding(history)).toMatchObject({ rank: 2, deviation: reason });
    await auditWritten(ctx);
    const [noted] = await readAs(
      ctx.db,
      { member: "m2a" },
      (tx) => tx`select detail from audit where detail->>'change' = 'meeting-deviated' order by at desc limit 1`,
    );
    expect(noted).toMatchObject({ detail: { rank: 2 } });
    expect(JSON.stringify(noted)).not.toContain(reason);
  });

  test("cannot give a place twice, nor one that the meeting does not have", async () => {
    const requests = [await request("Weber", 9, [canal]), await request("Haddad", 2, [canal])];
    const meeting = await ranked(requests, [box(lutins, "1")]);
    const of = { sat, meeting, lines: await meetingLines(ctx.db, meeting), names: await names(meeting) };
    const reason = "Rapprochement de fratrie.";
    expect(await deviate(ctx, anne, of, { rank: 1, place: canal, reason }, meeting.revision)).toMatchObject({
      ok: false,
    });
    expect(await deviate(ctx, anne, of, { rank: 1, place: lutins, reason }, meeting.revision)).toMatchObject({
      ok: true,
    });
    const after = await current(meeting.id);
    const then = { ...of, meeting: after, lines: await meetingLines(ctx.db, after) };
    expect(await deviate(ctx, anne, then, { rank: 2, place: lutins, reason }, after.revision)).toMatchObject({
      problem: { code: "invalid", issues: [{ pointer: "/place-2", message: expect.stringContaining("lundi") }] },
    });
  });
});

describe("what happens between the ranking and the decisions", () => {
  test("a request withdrawn or changed stops the decisions until the commission says what becomes of it", async () => {
    const [gone, moved, next] = [
      await request("Weber", 9, [lutins]),
      await request("Haddad", 7, [canal]),
      await request("Muller", 5, [lutins, canal]),
    ];
    const meeting = await ranked([gone, moved, next]);
    const retire = { member: "mulhouse", definitionId: REQUEST.id, revision: null } as const;
    expect(await sendEvent(ctx, { ...retire, id: gone.id, actor: gone.actor, type: "retirer" })).toMatchObject({
      ok: true,
    });
    const answers = { nom: "Haddad", points: 1, voeux: [{ lieu: canal }], jours: ["lundi"] };
    const edited = {
      ...retire,
      id: moved.id,
      actor: moved.actor,
      actorIn: () => moved.actor,
      type: "modifier",
      answers,
    };
    expect(await sendEvent(ctx, edited)).toMatchObject({ ok: true });
    expect((await seen(meeting)).map(({ status }) => status)).toEqual(["left", "changed", "ranked"]);
    const refused = await planDecisions(ctx, anne, actorsOf(ctx, agentSubject(anne)), meeting, await seen(meeting));
    expect(refused).toMatchObject({ problem: { code: "stale" } });
    expect(await dropMoved(ctx, anne, meeting, await seen(meeting), meeting.revision)).toMatchObject({ value: 2 });
    const after = await current(meeting.id);
    expect(await given(after, [gone, moved, next])).toEqual([null, null, lutins]);
    await launched(await decided(after));
    await drainWorks(ctx);
    expect((await Promise.all([moved, next].map(entryOf))).map(({ state }) => state)).toEqual(["attente", "proposee"]);
    expect(keptStanding(await entryHistory(ctx, "mulhouse", moved.id))).toBeNull();
  });

  test("a request given to a colleague is decided all the same: nothing that counts has changed", async () => {
    const one = await request("Weber", 9, [lutins]);
    const meeting = await ranked([one]);
    await readAs(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx`update entry set revision = revision + 1 where id = ${one.id}`,
    );
    expect((await seen(meeting)).map(({ status }) => status)).toEqual(["ranked"]);
  });

  test("a request that changes once its agent was told is left alone, and the report says so", async () => {
    const [one, two] = [await request("Weber", 9, [lutins]), await request("Haddad", 7, [canal])];
    const meeting = await ranked([one, two]);
    const work = await decided(meeting);
    const retire = { member: "mulhouse", definitionId: REQUEST.id, revision: null } as const;
    await sendEvent(ctx, { ...retire, id: one.id, actor: one.actor, type: "retirer" });
    await launched(work);
    await drainWorks(ctx);
    const items = await readItems(ctx.db, { member: "m2a", id: work }, { limit: 10 });
    expect(items.map(({ outcome }) => outcome)).toEqual(["changed", "done"]);
  });

  test("decisions planned before a colleague departed from the list are not launched, and no meeting is decided twice", async () => {
    const requests = [await request("Weber", 9, [lutins]), await request("Haddad", 7, [canal])];
    const meeting = await ranked(requests);
    const early = await decided(meeting);
    const lines = await meetingLines(ctx.db, meeting);
    const typed = { rank: 1, place: null, reason: "La famille a déménagé." };
    await deviate(ctx, anne, { sat, meeting, lines, names: new Map() }, typed, meeting.revision);
    expect(await launched(early)).toMatchObject({ problem: { code: "stale" } });
    const after = await current(meeting.id);
    const works = [await decided(after), await decided(after)];
    const outcomes = await Promise.all(works.map(launched));
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await drainWorks(ctx);
    expect(
      await planDecisions(ctx, anne, actorsOf(ctx, agentSubject(anne)), await current(meeting.id), []),
    ).toMatchObject({
      problem: { code: "not-found" },
    });
  });
});

test("what nothing ranks costs no reading and shows no points", () => {
  const { scoring, commission } = buildDefinition();
  expect([scoring, commission]).toEqual([null, null]);
});
