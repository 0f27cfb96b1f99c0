import { describe, expect, test } from "vitest";
import { ago, ahead, longInstant, shortInstant } from "../../renderer/back/when.ts";

const NOW = "2026-03-03T09:30:00.000Z";

describe("how long ago", () => {
  test.each([
    ["2026-03-03T09:29:40.000Z", "à\u00a0l’instant"],
    ["2026-03-03T09:29:00.000Z", "il\u00a0y\u00a0a 1\u00a0minute"],
    ["2026-03-03T08:00:00.000Z", "il\u00a0y\u00a0a 1\u00a0heure"],
    ["2026-03-02T09:00:00.000Z", "hier"],
    ["2026-02-28T10:00:00.000Z", "il\u00a0y\u00a0a 3\u00a0jours"],
    ["2025-11-03T10:00:00.000Z", "il\u00a0y\u00a0a 3\u00a0mois"],
    ["2023-03-03T10:00:00.000Z", "il\u00a0y\u00a0a 3\u00a0ans"],
  ])("%s is said %s", (instant, sentence) => {
    expect(ago(instant, NOW)).toBe(sentence);
  });

  test("counts days in Paris: half past eleven at night, seen after midnight, is yesterday", () => {
    expect(ago("2026-03-02T20:30:00.000Z", "2026-03-02T23:30:00.000Z")).toBe("hier");
  });
});

describe("how long until", () => {
  test.each([
    ["2026-03-15T22:00:00.000Z", "dans\u00a012\u00a0jours"],
    ["2026-03-04T08:00:00.000Z", "demain"],
    ["2026-03-03T22:00:00.000Z", "aujourd’hui"],
    ["2026-03-01T08:00:00.000Z", "dépassé depuis\u00a02\u00a0jours"],
  ])("%s is %s", (instant, sentence) => {
    expect(ahead(instant, NOW)).toBe(sentence);
  });
});

describe("a date in full", () => {
  test("is French, on a clock of Paris, with an ordinal first of the month", () => {
    expect(longInstant("2026-03-03T13:30:00.000Z")).toBe("mardi 3 mars 2026 à 14\u00a0h\u00a030");
    expect(shortInstant("2026-08-01T07:05:00.000Z")).toBe("1er août 2026 à 9\u00a0h\u00a005");
  });
});
