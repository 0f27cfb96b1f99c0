import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDuration, parisDay, parisMidnight, parseDuration } from "../../engine/duration.ts";

function added(instant: string, text: string): string {
  const duration = parseDuration(text);
  if (!duration) throw new Error(`not a duration: ${text}`);
  return addDuration(instant, duration);
}

describe("reading a duration", () => {
  test("takes years, months, weeks, days and hours", () => {
    expect(parseDuration("P1Y2M1W3DT4H5M6S")).toEqual({
      years: 1,
      months: 2,
      days: 10,
      hours: 4,
      minutes: 5,
      seconds: 6,
    });
  });

  test.each(["", "P", "PT", "P0D", "PT0S", "P-1D", "-P1D", "P1.5D", "15 jours", "P1D ", "p1d", "P1DT", "P1H"])(
    "refuses « %s »",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe("adding a duration on a clock of Paris", () => {
  test("keeps the hour of the day when summer time begins in between", () => {
    expect(added("2026-03-20T09:00:00.000Z", "P15D")).toBe("2026-04-04T08:00:00.000Z");
  });

  test("keeps the hour of the day when summer time ends in between", () => {
    expect(added("2026-10-20T08:00:00.000Z", "P15D")).toBe("2026-11-04T09:00:00.000Z");
  });

  test("counts hours as elapsed time, even across a change of hour", () => {
    expect(added("2026-03-28T23:30:00.000Z", "PT48H")).toBe("2026-03-30T23:30:00.000Z");
  });

  test("ends a month that has no such day on its last day", () => {
    expect(added("2026-01-31T11:00:00.000Z", "P1M")).toBe("2026-02-28T11:00:00.000Z");
    expect(added("2024-02-29T11:00:00.000Z", "P1Y")).toBe("2025-02-28T11:00:00.000Z");
  });

  test("takes an hour that spring skips one hour later", () => {
    expect(added("2026-03-28T01:30:00.000Z", "P1D")).toBe("2026-03-29T01:30:00.000Z");
  });

  test("takes the first of the two same hours of autumn", () => {
    expect(added("2026-10-24T00:30:00.000Z", "P1D")).toBe("2026-10-25T00:30:00.000Z");
  });

  test("never goes back in time", () => {
    const instants = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 400 }), (date, days) => {
        const later = Date.parse(added(date.toISOString(), `P${days}D`));
        const elapsed = later - date.getTime();
        return Math.abs(elapsed - days * 86_400_000) <= 3_600_000;
      }),
    );
  });
});

describe("the day in Paris", () => {
  test("begins before the day of Greenwich", () => {
    expect(parisDay("2026-06-30T22:30:00.000Z")).toBe("2026-07-01");
    expect(parisDay("2026-12-31T22:59:59.999Z")).toBe("2026-12-31");
  });

  test("begins at the midnight of Paris, summer and winter", () => {
    expect(parisMidnight("2026-07-01")).toBe("2026-06-30T22:00:00.000Z");
    expect(parisMidnight("2026-01-01")).toBe("2025-12-31T23:00:00.000Z");
  });
});
