import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers, Recurrence } from "../../engine/index.ts";
import { followSession } from "../../server/commands/follow-session.ts";
import { makeSeries } from "../../server/commands/make-series.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { oneSitting, theseSittings } from "../../server/sittings.ts";
import { findEntry } from "../../server/store/entries.ts";
import { seriesOf } from "../../server/store/session-series.ts";
import { countsOf } from "../../server/store/sittings.ts";
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

/** Every Tuesday, four times; 5 May 2026 is one. */
const TUESDAYS: Recurrence = { every: 1, weekdays: [1], end: { times: 4 }, holidays: true, except: [] };
const actor = agent();

async function repeat(
  session: string,
  change: Partial<Recurrence> = {},
  { series = randomUUID(), others = false } = {},
) {
  const [sitting, entry] = [
    await oneSitting(town.ctx, MEMBER, COURSE.id, session),
    await findEntry(town.ctx, MEMBER, session),
  ];
  if (!sitting || !entry) throw new Error("no session");
  return makeSeries(town.ctx, {
    ...{ member: MEMBER, definition: COURSE, actor, actorIn: () => actor, sitting, answers: entry.answers },
    ...{ recurrence: { ...TUESDAYS, ...change }, others, series },
  });
}

const found = async (session: string) => seriesOf(town.ctx, MEMBER, session);
const items = async (session: string) => (await found(session))?.items ?? [];
const answersOf = async (id: string) => (await findEntry(town.ctx, MEMBER, id))?.answers ?? {};
const dates = (answers: Answers) =>
  (answers["dates"] as { jour: string; de: string }[]).map(({ jour, de }) => [jour, de]);
const course = (more: Answers = {}) => file(town.ctx, COURSE, courseAnswers(more));
const refusedWith = (code: string) => ({ ok: false, problem: { code } });

async function edit(id: string, more: Answers) {
  const entry = await findEntry(town.ctx, MEMBER, id);
  const answers = { ...entry?.answers, ...more };
  const request = { member: MEMBER, definitionId: COURSE.id, id, actor, type: "modifier", answers };
  expect(await sendEvent(town.ctx, { ...request, revision: entry?.revision ?? 0 })).toMatchObject({ ok: true });
}

async function follow(session: string) {
  const [all, answers] = [await items(session), await answersOf(session)];
  const here = all.find(({ id }) => id === session);
  const source = { id: session, day: here?.day ?? "", answers };
  const after = all.filter(({ day }) => day > source.day);
  const where = { member: MEMBER, definition: COURSE.id, actorIn: () => actor };
  return followSession(town.ctx, { ...where, source, items: after, others: false });
}

describe("a session that comes again", () => {
  test("is as many sessions, each with its own places, and the series keeps its rule for calendars", async () => {
    const session = await course({ places: 1 });
    expect(await repeat(session, { except: [{ from: "2026-05-11", to: "2026-05-13" }] })).toEqual({
      ok: true,
      value: 4,
    });
    const all = await items(session);
    expect(all.map(({ day }) => day)).toEqual(["2026-05-05", "2026-05-19", "2026-05-26", "2026-06-02"]);
    expect((await found(session))?.series).toMatchObject({
      firstDay: "2026-05-05",
      rule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=5",
      exceptDays: ["2026-05-12"],
    });
    const ids = all.map(({ id }) => id);
    const sittings = await theseSittings(town.ctx, MEMBER, COURSE.id, ids);
    expect(sittings.map(({ days, state }) => [days[0]?.day, days[0]?.from, state])).toEqual(
      all.map(({ day }) => [day, 18 * 60, "ouvert"]),
    );
    const opened = await openEntry(town.ctx, {
      ...{ member: MEMBER, definition: SIGN_UP, actor: citizen("porteur-Ada") },
      answers: { nom: "Ada", courriel: "personne@exemple.fr", place: { seance: ids[1] ?? "", attente: false } },
    });
    expect(opened).toMatchObject({ ok: true });
    const counts = await countsOf(town.ctx, MEMBER, ids);
    expect(ids.map((id) => counts.get(id)?.rooms[0]?.taken)).toEqual([0, 1, 0, 0]);
  });

  test("moves its other dates when asked", async () => {
    const session = await course({ ouverture: "2026-04-01" });
    await repeat(session, { end: { until: "2026-05-12" } }, { others: true });
    const [, second] = await items(session);
    expect(await answersOf(second?.id ?? "")).toMatchObject({ ouverture: "2026-04-08" });
  });

  test("makes one series of a form sent twice, at once or later, and is in one series alone", async () => {
    const session = await course();
    const series = randomUUID();
    const both = await Promise.all([repeat(session, {}, { series }), repeat(session, {}, { series })]);
    expect(both).toEqual([
      { ok: true, value: 4 },
      { ok: true, value: 4 },
    ]);
    expect(await items(session)).toHaveLength(4);
    const others = await Promise.all([repeat(session), repeat(session)]);
    expect(others).toMatchObject([refusedWith("stale"), refusedWith("stale")]);
    expect(await items(session)).toHaveLength(4);
  });

  test("makes nothing when one of its sessions cannot be, when none is left, or when there would be too many", async () => {
    const session = await course();
    const before = await count();
    const reader = agent({ roles: ["lecteur"] });
    const entry = await findEntry(town.ctx, MEMBER, session);
    const sitting = await oneSitting(town.ctx, MEMBER, COURSE.id, session);
    if (!sitting || !entry) throw new Error("no session");
    const asked = {
      member: MEMBER,
      definition: COURSE,
      actorIn: () => actor,
      sitting,
      recurrence: TUESDAYS,
      others: false,
    };
    const wrong = { ...asked, actor, answers: { ...entry.answers, places: -1 }, series: randomUUID() };
    expect(await makeSeries(town.ctx, wrong)).toMatchObject(refusedWith("invalid"));
    const forbidden = { ...asked, actor: reader, answers: entry.answers, series: randomUUID() };
    expect(await makeSeries(town.ctx, forbidden)).toMatchObject(refusedWith("not-allowed"));
    expect(await repeat(session, { except: [{ from: "2026-05-06", to: "2099-01-01" }] })).toMatchObject(
      refusedWith("invalid"),
    );
    expect(await repeat(session, { weekdays: [0, 1, 2, 3, 4], end: { until: "2028-01-01" } })).toMatchObject(
      refusedWith("invalid"),
    );
    expect(await count()).toBe(before);
    expect(await found(session)).toBeNull();
  });
});

describe("this session and those that follow", () => {
  test("take its answers and its hours, and move as many days as it did; one edited alone changes no other", async () => {
    const session = await course();
    await repeat(session);
    const [first, second, third, fourth] = (await items(session)).map(({ id }) => id);
    await edit(second ?? "", { nom: "Aquagym douce", dates: [{ jour: "2026-05-13", de: "10:00", a: "11:00" }] });
    expect(dates(await answersOf(third ?? ""))).toEqual([["2026-05-19", "18:00"]]);
    expect(await follow(second ?? "")).toEqual({ changed: 2, left: [] });
    expect(dates(await answersOf(third ?? ""))).toEqual([["2026-05-20", "10:00"]]);
    expect(await answersOf(fourth ?? "")).toMatchObject({ nom: "Aquagym douce" });
    expect(await answersOf(first ?? "")).toMatchObject({ nom: "Aquagym" });
    expect((await items(session)).map(({ day }) => day)).toEqual([
      "2026-05-05",
      "2026-05-12",
      "2026-05-19",
      "2026-05-26",
    ]);
  });

  test("leave out one that is cancelled, and say so", async () => {
    const session = await course();
    await repeat(session);
    const [, , third] = await items(session);
    const entry = await findEntry(town.ctx, MEMBER, third?.id ?? "");
    const request = { member: MEMBER, definitionId: COURSE.id, id: third?.id ?? "", actor, type: "annuler" };
    expect(await sendEvent(town.ctx, { ...request, revision: entry?.revision ?? 0 })).toMatchObject({ ok: true });
    await edit(session, { nom: "Nage libre" });
    expect(await follow(session)).toEqual({ changed: 2, left: ["2026-05-19"] });
  });
});

describe("an agent", () => {
  test("sees the dates before she makes the series, then repeats, edits and cancels from the page of a session", async () => {
    const session = await course();
    const { headers, csrf } = await town.sitting("agent");
    const page = `/${MEMBER}/agent/${COURSE.id}/${session}/serie`;
    const get = async (path: string) => plain(await (await town.app.request(path, { headers })).text());
    const post = (path: string, form: Record<string, string>) =>
      town.app.request(path, { method: "POST", headers, body: new URLSearchParams({ _csrf: csrf, ...form }) });
    const query = "voir=dates&semaines=1&jours=mardi&fois=3&feries=oui&du-1=2026-05-11&au-1=2026-05-13";
    expect(await get(`/${MEMBER}/agent/${COURSE.id}/${session}/places`)).toContain("Répéter cette séance");
    expect(await get(page)).toContain("Toutes les combien de semaines");
    const told = await get(`${page}?${query}`);
    expect(told).toContain("3 séances");
    expect(told).toContain('<s>mardi 12 mai 2026</s><span class="hint"> période retirée');
    expect(told).toContain("Créer les 2 autres séances");
    const wrong = await town.app.request(`${page}?voir=dates&semaines=0&jours=lundi&fois=3&fin=2026-06-01`, {
      headers,
    });
    expect(wrong.status).toBe(422);
    expect(plain(await wrong.text())).toContain("Cochez aussi le mardi");
    const made = await post(page, Object.fromEntries(new URLSearchParams(`${query}&cle=${randomUUID()}`)));
    expect([made.status, made.headers.get("location")]).toEqual([303, `${page}?fait=serie#fait`]);
    const shown = await get(page);
    expect(shown).toContain("Répétition : toutes les semaines, le mardi, 3 fois.");
    expect(shown).toContain("Dates retirées : mardi 12 mai 2026.");
    expect((await post(`${page}/suivantes`, { quoi: "reprendre" })).headers.get("location")).toBe(
      `${page}?repris=2#fait`,
    );
    const work = await post(`${page}/suivantes`, { quoi: "agir" });
    expect(work.status).toBe(303);
    expect(await get(work.headers.get("location") ?? "")).toContain("Annuler la séance");
  });
});

const plain = (html: string): string => html.replaceAll(/[\u202f\u00a0]/g, " ");

async function count(): Promise<number> {
  const rows = await town.database.owner<{ n: number }[]>`
    select count(*)::integer as n from entry where definition = ${COURSE.id}`;
  return rows[0]?.n ?? 0;
}

describe("the sessions of a register", () => {
  test("are shown as a list, a week or a month, with what is taken of each; a course on every day it has", async () => {
    const session = await course({
      nom: "Stage de mars",
      dates: [
        { jour: "2027-03-01", de: "09:00", a: "10:00" },
        { jour: "2027-03-31", de: "14:00", a: "15:30" },
      ],
    });
    const { headers } = await town.sitting("agent");
    const href = `/${MEMBER}/agent/${COURSE.id}`;
    const get = async (query: string) =>
      plain(await (await town.app.request(`${href}/places${query}`, { headers })).text());
    const month = await get("?vue=mois&jour=2027-03-15");
    expect(month).toContain("<h2>Mars 2027</h2>");
    const links = month.split(`${href}/${session}/places`).length - 1;
    expect(links).toBe(2);
    expect(month).toContain("14 h – 15 h 30, places prises : 0 sur 2");
    // The weeks of a month are whole: 1 March is a Monday, 31 March a Wednesday.
    expect([...month.matchAll(/class="month-number"[^>]*>(\d+)</g)].map(([, day]) => Number(day))).toHaveLength(35);
    const week = await get("?vue=semaine&jour=2027-04-02");
    expect(week).toContain("Semaine du lundi 29 mars 2027");
    expect(week).toContain("mercredi 31 mars 2027");
    expect(await get("?vue=semaine&jour=2027-03-10")).toContain("Aucune séance cette semaine.");
    expect(await get("?vue=mois&jour=hier")).toContain("<h2>Mars 2026</h2>");
    expect(await get("")).toContain("Stage de mars");
  });
});
