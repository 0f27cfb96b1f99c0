import { afterAll, beforeAll, expect, test } from "vitest";
import { freeOf, offerOf } from "../../server/agenda.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { DESK, deskAnswers, HALL, VISIT } from "../helpers/agenda.ts";
import { offer } from "../helpers/offer.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const PLACES = 20;
const DAYS = 90;
const BOOKINGS = 100_000;
/** Desks of a place take so many people at once. */
const LANES = 4;
const ROUNDS = 7;
/** What the town hall's page may cost: that many reads of the same rows and nothing else. */
const READS = 5;

let town: Town;
let desks: readonly string[];

beforeAll(async () => {
  town = await openTown();
  const { ctx } = town;
  for (const definition of [HALL, DESK, VISIT]) await offer(ctx, definition);
  const days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
  const horaires = [{ jours: days, de: "08:00", a: "18:00" }];
  const found: string[] = [];
  for (let rank = 0; rank < PLACES; rank += 1) {
    const place = await file(ctx, HALL, { nom: `Mairie ${rank + 1}` });
    const motifs = [{ motif: "depot" }];
    found.push(await file(ctx, DESK, deskAnswers(place, { duree: 30, places: LANES, motifs, horaires })));
  }
  desks = found;
  await fill();
}, 120_000);
afterAll(() => town.stop());

/** A hundred thousand bookings of half an hour, over the ninety days and the desks, lane after lane. */
async function fill(): Promise<void> {
  await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx`
      insert into booking (member_id, id, definition, resource_id, lane, starts_at, ends_at, state, entry_id, place, label, units,
                           created_at)
      select ${MEMBER}, gen_random_uuid(), ${DESK.id}, desk, lane, at, at + interval '30 minutes', 'booked',
             gen_random_uuid(), 'lieu', 'Mairie', 1, ${town.ctx.clock()}
      from unnest(${[...desks]}::uuid[]) as desk, generate_series(1, ${LANES}) as lane, generate_series(0, ${DAYS - 1}) as day,
           generate_series(0, 19) as half,
           lateral (select ('2026-03-04T07:00:00Z'::timestamptz + day * interval '1 day' + half * interval '30 minutes') as at) as t
      order by day, half, lane limit ${BOOKINGS}`,
  );
  await town.database.owner`vacuum analyze booking`;
}

const WITHIN = { from: "2026-03-04", to: "2026-06-01" };

/** The rows themselves, by their index and nothing else. */
const bareRead = () =>
  readAs(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx<{ resourceId: string; startsAt: Date; endsAt: Date }[]>`
      select resource_id, lane, starts_at, ends_at from booking
      where member_id = ${MEMBER} and resource_id = any(${[...desks]}::uuid[]) and state <> 'released'
        and starts_at >= '2026-03-04T00:00:00Z' and starts_at < '2026-06-02T00:00:00Z'`,
  );

async function answer(): Promise<number> {
  const offered = await offerOf(town.ctx, MEMBER, DESK.id);
  if (!offered) throw new Error("nothing is offered");
  return (await freeOf(town.ctx, offered, { reason: "depot", units: 1, place: null }, [], WITHIN)).length;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test("what twenty places have free for ninety days, among a hundred thousand bookings, costs less than five bare reads", async () => {
  expect(await bareRead()).toHaveLength(BOOKINGS);
  const [bare, whole]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await timed(bareRead));
    whole.push(await timed(answer));
  }
  expect(median(whole)).toBeLessThan(READS * median(bare));
});
