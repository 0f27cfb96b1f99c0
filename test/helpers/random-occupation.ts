import { type DayMinutes, type Limit, type Occupation, type Use, weekdayOf } from "../../engine/index.ts";

export const DAY = 86_400_000;
export const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);
/** Random numbers that a failure can repeat. */
export function randomFrom(seed: number) {
  let state = seed;
  return (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

// The slow, obvious computation: every day, every quarter of an hour, counted one by one.

const age = (birth: string, day: string): number => {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
};
export const isThere = (use: Use, day: string, minute: number): boolean =>
  (use.from === null || use.from <= day) &&
  (use.to === null || day <= use.to) &&
  use.week.some(({ weekday, from, to }) => weekday === weekdayOf(day) && from <= minute && minute < to);
const concerns = ({ under, kinds }: Limit, use: Use, day: string): boolean =>
  (kinds === null || kinds.includes(use.kind)) && (under === null || use.birth === null || age(use.birth, day) < under);
export const leaves = (limit: Limit, uses: readonly Use[], day: string, minute: number): number => {
  const places = limit.places.filter(({ from, to }) => (from === null || from <= day) && (to === null || day <= to));
  const allowed = places.reduce((sum, { number }) => sum + number, 0);
  return allowed - uses.filter((use) => isThere(use, day, minute) && concerns(limit, use, day)).length;
};
export function* everyQuarter(from: string, to: string): Generator<readonly [string, number]> {
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY)
    for (let minute = 0; minute < 1440; minute += 15) yield [dayAt(time), minute];
}
export function slowFree({ limits, uses }: Occupation, wanted: Use & { from: string; to: string }): number {
  let free = Number.POSITIVE_INFINITY;
  for (const [day, minute] of everyQuarter(wanted.from, wanted.to)) {
    if (!isThere(wanted, day, minute)) continue;
    for (const limit of limits) {
      if (concerns(limit, wanted, day)) free = Math.min(free, Math.max(0, leaves(limit, uses, day, minute)));
    }
  }
  return free;
}

// Childminders at random: agréments one after the other or apart, exemptions, children of all ages, weeks of all shapes.

export const START = Date.parse("2027-11-01");
function randomWeek(random: (most: number) => number): readonly DayMinutes[] {
  return Array.from({ length: 1 + random(4) }, () => {
    const from = random(90) * 15;
    return { weekday: random(7), from, to: Math.min(1440, from + 15 * (1 + random(40))) };
  }).filter((hours, index, all) => all.findIndex((other) => other.weekday === hours.weekday) === index);
}
export function randomUse(random: (most: number) => number): Use {
  const from = START + (random(160) - 60) * DAY;
  // Some were born on 29 February, some turn three or eleven in the middle.
  const born = random(12) === 0 ? "2024-02-29" : dayAt(START + (random(160) - 20) * DAY - random(12) * 365.25 * DAY);
  return {
    kind: random(4) === 0 ? "foyer" : "accueils",
    from: random(6) === 0 ? null : dayAt(from),
    to: random(3) === 0 ? null : dayAt(from + random(120) * DAY),
    birth: random(9) === 0 ? null : born,
    week: randomWeek(random),
  };
}
export function randomOccupation(random: (most: number) => number): Occupation {
  const period = (number: number) => {
    const from = START + (random(120) - 80) * DAY;
    const to = random(3) === 0 ? null : dayAt(from + random(150) * DAY);
    return { from: random(4) === 0 ? null : dayAt(from), to, number };
  };
  const exemption = random(2) === 0 ? [period(1 + random(2))] : [];
  const agreement = [period(1 + random(4)), ...(random(2) === 0 ? [period(1 + random(3))] : []), ...exemption];
  return {
    limits: [
      { id: "agrement", title: "Agrément", under: null, kinds: ["accueils"], places: agreement },
      { id: "trois", title: "Moins de 3 ans", under: 3, kinds: null, places: [{ from: null, to: null, number: 4 }] },
      {
        ...{ id: "onze", title: "Moins de 11 ans", under: 11, kinds: null },
        places: [{ from: null, to: null, number: 1 + random(6) }, ...exemption],
      },
    ],
    uses: Array.from({ length: random(10) }, () => randomUse(random)),
  };
}
