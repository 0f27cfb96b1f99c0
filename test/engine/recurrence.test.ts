import fc from "fast-check";
import rrule from "rrule";
import { describe, expect, test } from "vitest";
import {
  copiedSession,
  MOST_RECURRENCES,
  type Recurrence,
  recurrenceDays,
  recurrenceText,
  ruleSentence,
} from "../../engine/index.ts";
import { COURSE, courseAnswers } from "../helpers/sessions.ts";

const ALSACE = { alsaceMoselle: true, own: ["2027-05-07"] };
/** Every Wednesday, ten times. */
const WEDNESDAYS: Recurrence = { every: 1, weekdays: [2], end: { times: 10 }, holidays: false, except: [] };

const kept = (first: string, change: Partial<Recurrence>) =>
  recurrenceDays(first, { ...WEDNESDAYS, ...change }, ALSACE)
    .days.filter(({ left }) => left === null)
    .map(({ day }) => day);

describe("a session that comes again", () => {
  test("does so every so many weeks, on the days chosen, until a day included", () => {
    expect(kept("2027-01-06", { every: 2, weekdays: [0, 2], end: { until: "2027-02-03" } })).toEqual([
      "2027-01-06",
      "2027-01-18",
      "2027-01-20",
      "2027-02-01",
      "2027-02-03",
    ]);
  });

  test("does so as many times as asked, without counting what is left out", () => {
    const told = recurrenceDays(
      "2027-04-28",
      {
        ...WEDNESDAYS,
        weekdays: [2, 4],
        end: { times: 4 },
        holidays: true,
        except: [{ from: "2027-05-10", to: "2027-05-16" }],
      },
      ALSACE,
    );
    expect(told.days).toEqual([
      { day: "2027-04-28", left: null },
      { day: "2027-04-30", left: null },
      { day: "2027-05-05", left: null },
      { day: "2027-05-07", left: "holiday" },
      { day: "2027-05-12", left: "except" },
      { day: "2027-05-14", left: "except" },
      { day: "2027-05-19", left: null },
    ]);
    expect(told.rule).toBe("FREQ=WEEKLY;INTERVAL=1;BYDAY=WE,FR;COUNT=7");
    expect(told.exdates).toEqual(["2027-05-07", "2027-05-12", "2027-05-14"]);
  });

  test("leaves out Good Friday in Alsace, and a holiday on a Saturday", () => {
    expect(kept("2027-03-19", { weekdays: [4], end: { until: "2027-04-02" }, holidays: true })).not.toContain(
      "2027-03-26",
    );
    expect(kept("2027-04-24", { weekdays: [5], end: { until: "2027-05-08" }, holidays: true })).toEqual(["2027-04-24"]);
  });

  test("begins with its first day, even one the rule would not give", () => {
    expect(kept("2027-01-05", { end: { times: 2 } })).toEqual(["2027-01-05", "2027-01-06"]);
  });

  test("says when a rule gives more than it tells", () => {
    const every = { weekdays: [0, 1, 2, 3, 4], end: { until: "2030-01-01" } };
    const told = recurrenceDays("2027-01-04", { ...WEDNESDAYS, ...every }, ALSACE);
    expect(told.more).toBe(true);
    expect(told.days).toHaveLength(MOST_RECURRENCES);
    // A rule whose every day is left out ends all the same.
    expect(kept("2027-01-06", { except: [{ from: "2027-01-07", to: "2099-12-31" }] })).toEqual(["2027-01-06"]);
  });

  test("keeps a rule that gives the same days to whoever reads RFC 5545", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        fc.oneof(
          fc.integer({ min: 1, max: 30 }),
          fc.integer({ min: 0, max: 300 }).map((days) => dayAfter("2027-01-06", days)),
        ),
        (every, weekdays, end) => {
          const recurrence = {
            ...WEDNESDAYS,
            every,
            weekdays,
            end: typeof end === "number" ? { times: end } : { until: end },
          };
          const first = firstOf(weekdays);
          const { days, rule, more } = recurrenceDays(first, recurrence, ALSACE);
          fc.pre(!more);
          const read = rrule.rrulestr(`DTSTART:${first.replaceAll("-", "")}T000000Z\nRRULE:${rule}`).all();
          const after = read.map((date) => date.toISOString().slice(0, 10)).filter((day) => day !== first);
          expect(days.map(({ day }) => day)).toEqual([first, ...after]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("is told in French", () => {
    const rule = { every: 2, weekdays: [4, 2], end: { until: "2027-06-30" } };
    expect(recurrenceText(rule)).toBe("toutes les 2 semaines, le mercredi et le vendredi, jusqu’au 30 juin 2027");
    expect(recurrenceText(WEDNESDAYS)).toBe("toutes les semaines, le mercredi, 10 fois");
    expect(ruleSentence("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR;UNTIL=20270630", [])).toBe(recurrenceText(rule));
    expect(ruleSentence("FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=11", ["2027-02-10"])).toBe(recurrenceText(WEDNESDAYS));
  });
});

test("a session copied has its hours, and its days as much later; its other dates when asked", () => {
  const { form, sessions } = COURSE;
  if (!sessions) throw new Error("no sessions");
  const answers = courseAnswers({ ouverture: "2026-04-01" });
  const copied = copiedSession({ form, sessions }, { answers }, 14, false);
  expect(copied).toMatchObject({ nom: "Aquagym", ouverture: "2026-04-01" });
  expect(copied["dates"]).toEqual([{ jour: "2026-05-19", de: "18:00", a: "19:00" }]);
  expect(copiedSession({ form, sessions }, { answers }, -7, true)).toMatchObject({ ouverture: "2026-03-25" });
});

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The first day after 3 January 2027, a Sunday, that the rule gives. */
const firstOf = (weekdays: readonly number[]): string => dayAfter("2027-01-04", Math.min(...weekdays));
