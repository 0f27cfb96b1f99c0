import { describe, expect, test } from "vitest";
import { dayRange } from "../../engine/index.ts";

/** Tuesday 3 March 2026, a quarter past midnight in Paris: still Monday in UTC. */
const NOW = "2026-03-02T23:15:00.000Z";

describe("days said from today", () => {
  test.each([
    ["aujourdhui", "2026-03-03", "2026-03-03"],
    ["hier", "2026-03-02", "2026-03-02"],
    ["-7j", "2026-02-25", "2026-03-03"],
    ["+7j", "2026-03-03", "2026-03-09"],
    ["cette-semaine", "2026-03-02", "2026-03-08"],
    ["semaine-derniere", "2026-02-23", "2026-03-01"],
    ["ce-mois", "2026-03-01", "2026-03-31"],
    ["mois-dernier", "2026-02-01", "2026-02-28"],
    ["cette-annee", "2026-01-01", "2026-12-31"],
    ["annee-derniere", "2025-01-01", "2025-12-31"],
    ["passe", null, "2026-03-02"],
  ])("%s is from %s to %s, on the day of Paris", (text, from, to) => {
    expect(dayRange(text, NOW)).toEqual({ from, to });
  });

  test("a month ago in January is in December of the year before", () => {
    expect(dayRange("mois-dernier", "2026-01-15T10:00:00Z")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });

  test("a Sunday ends its week", () => {
    expect(dayRange("cette-semaine", "2026-03-08T10:00:00Z")).toEqual({ from: "2026-03-02", to: "2026-03-08" });
  });
});

describe("days written", () => {
  test("are one day, or a range whose ends may lack", () => {
    expect(dayRange("2026-03-01", NOW)).toEqual({ from: "2026-03-01", to: "2026-03-01" });
    expect(dayRange("2026-03-01..2026-04-01", NOW)).toEqual({ from: "2026-03-01", to: "2026-04-01" });
    expect(dayRange("..2026-04-01", NOW)).toEqual({ from: null, to: "2026-04-01" });
    expect(dayRange("2026-03-01..", NOW)).toEqual({ from: "2026-03-01", to: null });
  });

  test("are nothing when the calendar has no such day, or the text is no range", () => {
    for (const text of [
      "2026-02-30",
      "2026-02-30..",
      "0000-01-01",
      "..",
      "",
      "demain-matin",
      "-0j",
      "+99999j",
      "2026-3-1",
    ]) {
      expect(dayRange(text, NOW), text).toBeNull();
    }
  });
});
