import { afterAll, beforeAll, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { engineToken } from "../../server/national.ts";
import { saveMember } from "../../server/store/members.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, deskAnswers, HALL, NATIONAL_VISIT, publicPlace } from "../helpers/agenda.ts";
import { commune } from "../helpers/members.ts";
import { offer } from "../helpers/offer.ts";
import { openTown, type Town } from "./whole-town.ts";

const MEMBERS = 20;
const DAYS = 90;
const BOOKINGS = 100_000;
/** Of each member: half-hours of a day, desks open at once. */
const HALVES = 20;
const LANES = 4;
const ROUNDS = 7;
/** What answering may cost: that many reads of the same rows and nothing else. */
const READS = 5;
/** The national engine waits no longer, in milliseconds. */
const PATIENCE = 15_000;

let town: Town;
let halls: readonly string[];
const members = Array.from({ length: MEMBERS }, (_, rank) => `commune-${rank + 1}`);
const desks: string[] = [];

beforeAll(async () => {
  town = await openTown();
  const { ctx } = town;
  for (const id of members) await saveMember(ctx.db, commune(id, `Commune ${id}`));
  for (const definition of [HALL, DESK, NATIONAL_VISIT]) await offer(ctx, definition, members);
  halls = await Promise.all(members.map((member) => openHall(member)));
  await town.database.owner`vacuum analyze booking`;
}, 240_000);
afterAll(() => town.stop());

const DAYS_OF_WEEK = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/** A town hall of a member, its desk, and its share of the bookings over the ninety days. */
async function openHall(member: string): Promise<string> {
  const hall = await file(member, HALL, publicPlace("Mairie", member));
  const horaires = [{ jours: DAYS_OF_WEEK, de: "08:00", a: "18:00" }];
  const answers = deskAnswers(hall, { duree: 30, places: LANES, motifs: [{ motif: "depot" }], horaires });
  const desk = await file(member, DESK, answers);
  desks.push(desk);
  await withActor(
    town.ctx.db,
    { member },
    (tx) => tx`
      insert into booking (member_id, id, definition, resource_id, lane, starts_at, ends_at, state, entry_id, place, label, units,
                           created_at)
      select ${member}, gen_random_uuid(), ${DESK.id}, ${desk}, lane, at, at + interval '30 minutes', 'booked',
             gen_random_uuid(), ${hall}, 'Mairie', 1, ${town.ctx.clock()}
      from generate_series(1, ${LANES}) as lane, generate_series(0, ${DAYS - 1}) as day, generate_series(0, ${HALVES - 1}) as half,
           lateral (select ('2026-03-04T07:00:00Z'::timestamptz + day * interval '1 day' + half * interval '30 minutes') as at) as t
      order by day, half, lane limit ${BOOKINGS / MEMBERS}`,
  );
  return hall;
}

async function file(member: string, definition: typeof HALL, answers: Parameters<typeof deskAnswers>[1] & object) {
  const opened = await openEntry(town.ctx, { member, definition, actor: agent({ member }), answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** The rows themselves, by their index and nothing else. */
async function bareRead(): Promise<number> {
  const rows = await readAs(
    town.ctx.db,
    { system: true },
    (tx) => tx`
      select resource_id, lane, starts_at, ends_at from booking
      where member_id = any(${[...members]}::text[]) and resource_id = any(${[...desks]}::uuid[]) and state <> 'released'
        and starts_at >= '2026-03-04T00:00:00Z' and starts_at < '2026-06-02T00:00:00Z'`,
  );
  return rows.length;
}

/** What the national engine asks, of every place at once. */
async function answer(): Promise<Record<string, readonly object[]>> {
  const query = new URLSearchParams({ start_date: "2026-03-04", end_date: "2026-06-01", reason: "CNI" });
  for (const id of halls) query.append("meeting_point_ids", id);
  const headers = { "x-hub-rdv-auth-token": engineToken(town.ctx) ?? "" };
  const response = await town.app.request(`/api/ants/availableTimeSlots?${query}`, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, readonly object[]>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test("twenty members answer the national engine for ninety days, among a hundred thousand bookings, within five bare reads", async () => {
  expect(await bareRead()).toBe(BOOKINGS);
  const found = await answer();
  expect(Object.keys(found)).toHaveLength(MEMBERS);
  for (const slots of Object.values(found)) expect(slots.length).toBeGreaterThan(100);
  const [bare, whole]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await timed(bareRead));
    whole.push(await timed(answer));
  }
  const [one, all] = [median(bare), median(whole)];
  console.info(
    `national engine: ${all.toFixed(0)} ms, a bare read ${one.toFixed(0)} ms, ${(all / one).toFixed(2)} times`,
  );
  expect(all).toBeLessThan(READS * one);
  expect(Math.max(...whole)).toBeLessThan(PATIENCE);
});
