import { describe, expect, test } from "vitest";
import { birthday, breaches, freeHours, freePlaces, weekdayOf } from "../../engine/index.ts";
import {
  DAY,
  dayAt,
  everyQuarter,
  isThere,
  leaves,
  randomFrom,
  randomOccupation,
  randomUse,
  START,
  slowFree,
} from "../helpers/random-occupation.ts";

describe("places free, over random agréments, placements and dates", () => {
  test("are those that counting every quarter of an hour of every day finds", () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomFrom(seed);
      const occupation = randomOccupation(random);
      const from = START + random(60) * DAY;
      const days = random(5) === 0 ? random(5) : random(60);
      const wanted = { ...randomUse(random), from: dayAt(from), to: dayAt(from + days * DAY) };
      expect([seed, freePlaces(occupation, wanted).free]).toEqual([seed, slowFree(occupation, wanted)]);
    }
  });

  test("lack where the answer says, on a day and at an hour that are asked for", () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomFrom(seed);
      const occupation = randomOccupation(random);
      const wanted = { ...randomUse(random), from: dayAt(START), to: dayAt(START + 40 * DAY) };
      const { free, where } = freePlaces(occupation, wanted);
      if (where === null) continue;
      expect(isThere(wanted, where.firstDay, where.from)).toBe(true);
      expect(Math.max(0, leaves(where.limit, occupation.uses, where.firstDay, where.from))).toBe(free);
      expect(leaves(where.limit, occupation.uses, where.lastDay, where.to - 15)).toBe(where.allowed - where.count);
    }
  });

  test("are too many exactly at the quarters that breaches cover", () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const occupation = randomOccupation(randomFrom(seed));
      const [from, to] = [dayAt(START), dayAt(START + 60 * DAY)];
      const found = breaches(occupation, from, to, 10_000);
      for (const [day, minute] of everyQuarter(from, to)) {
        const covered = found.filter(
          (each) =>
            each.firstDay <= day &&
            day <= each.lastDay &&
            each.weekday === weekdayOf(day) &&
            each.from <= minute &&
            minute < each.to,
        );
        const broken = occupation.limits.filter((limit) => leaves(limit, occupation.uses, day, minute) < 0);
        if (covered.length > 0 || broken.length > 0) {
          expect([seed, day, minute, covered.map(({ limit }) => limit.id).sort()]).toEqual([
            ...[seed, day, minute],
            broken.map(({ id }) => id).sort(),
          ]);
        }
      }
    }
  });

  test("fill a day, hour after hour, without a gap", () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed);
      const occupation = randomOccupation(random);
      const day = dayAt(START + random(60) * DAY);
      const asked = { day, birth: dayAt(START - random(4000) * DAY), kind: "accueils" };
      const hours = freeHours(occupation, asked, { from: 360, to: 1260 });
      expect([hours[0]?.from, hours.at(-1)?.to]).toEqual([360, 1260]);
      hours.forEach(({ from, to, free }, index) => {
        if (index > 0) expect(from).toBe(hours[index - 1]?.to);
        for (let minute = from; minute < to; minute += 15) {
          const week = [{ weekday: weekdayOf(day), from: minute, to: minute + 15 }];
          expect(free).toBe(slowFree(occupation, { ...asked, from: day, to: day, week }));
        }
      });
    }
  });
});

test("a child stops counting among the youngest on its third birthday, 1 March when born on a 29 February", () => {
  expect(birthday("2023-05-10", 3)).toBe("2026-05-10");
  expect(birthday("2024-02-29", 3)).toBe("2027-03-01");
  expect(birthday("2024-02-29", 4)).toBe("2028-02-29");
});

test("nobody limited is free without end, no day at all leaves nothing to limit", () => {
  const wanted = { kind: "a", from: "2026-03-02", to: "2026-03-06", birth: null, week: [] };
  expect(freePlaces({ limits: [], uses: [] }, wanted)).toEqual({ free: Number.POSITIVE_INFINITY, where: null });
});
