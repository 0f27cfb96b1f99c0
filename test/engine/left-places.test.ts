import { describe, expect, test } from "vitest";
import { freeIn, type LeftPlaces, leftPlaces, searchedUntil, within } from "../../engine/index.ts";
import { DAY, dayAt, randomFrom, randomOccupation, randomUse, START, slowFree } from "../helpers/random-occupation.ts";

/** What comes back from where it is kept. */
const kept = (left: LeftPlaces): LeftPlaces => JSON.parse(JSON.stringify(left));

describe("what is left of the places, over random agréments, placements and dates", () => {
  test("tells as many free places as counting every quarter of an hour of every day", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomFrom(seed);
      const occupation = randomOccupation(random);
      const from = START + random(60) * DAY;
      const days = random(5) === 0 ? random(5) : random(60);
      const { week, birth } = randomUse(random);
      const asked = { from: dayAt(from), to: dayAt(from + days * DAY), birth, week };
      const left = kept(leftPlaces(occupation, "accueils", dayAt(START - random(30) * DAY)));
      const to = searchedUntil(left.covered, asked.from, asked.to);
      const slow = slowFree(occupation, { ...asked, to, kind: "accueils" });
      expect([seed, freeIn(left, asked)]).toEqual([seed, slow]);
    }
  });

  test("says nothing of who takes them: no birth, no day on which a child of any age comes or goes alone", () => {
    const child = {
      kind: "accueils",
      from: null,
      to: null,
      birth: "2026-05-17",
      week: [{ weekday: 0, from: 480, to: 1020 }],
    };
    const limit = { id: "a", title: "A", under: null, kinds: null, places: [{ from: null, to: null, number: 4 }] };
    const left = leftPlaces({ limits: [limit], uses: [child, child] }, "accueils", "2026-11-23");
    expect(JSON.stringify(left)).not.toContain("2026-05-17");
    expect(left.limits[0]?.hours.filter(({ weekday }) => weekday === 0)).toEqual([
      { weekday: 0, from: 0, to: 480, first: "2026-11-23", last: null, left: 4 },
      { weekday: 0, from: 480, to: 1020, first: "2026-11-23", last: null, left: 2 },
      { weekday: 0, from: 1020, to: 1440, first: "2026-11-23", last: null, left: 4 },
    ]);
  });
});

test("a place is looked for a year ahead, and not beyond an agrément that will be renewed", () => {
  expect(searchedUntil([], "2026-09-01", null)).toBe("2027-08-31");
  expect(searchedUntil(["2027-02-01"], "2026-09-01", null)).toBe("2027-02-01");
  expect(searchedUntil(["2026-02-01"], "2026-09-01", null)).toBe("2027-08-31");
  expect(searchedUntil(["2027-02-01"], "2026-09-01", "2026-10-01")).toBe("2026-10-01");
});

test("a use is within another when it takes no day and no hour more", () => {
  const use = { kind: "a", from: "2026-01-01", to: null, birth: null, week: [{ weekday: 0, from: 480, to: 720 }] };
  expect(within({ ...use, to: "2026-06-30" }, use)).toBe(true);
  expect(within(use, { ...use, to: "2026-06-30" })).toBe(false);
  expect(within({ ...use, from: "2025-12-31" }, use)).toBe(false);
  expect(within({ ...use, week: [{ weekday: 0, from: 480, to: 721 }] }, use)).toBe(false);
  expect(within({ ...use, birth: "2025-01-01" }, use)).toBe(false);
});
