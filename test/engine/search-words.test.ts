import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorsBetween, isNear, searchWords, withoutOne } from "../../engine/index.ts";

describe("the words of a search", () => {
  test("have neither accents nor case", () => {
    expect(searchWords("  Zélie BRÛLÉ-d’Œuilly ")).toEqual(["zelie", "brule", "d", "oeuilly"]);
  });

  test("are one for a telephone number or a day, however they are spaced", () => {
    expect(searchWords("06 12 34 56 78")).toEqual(["0612345678"]);
    expect(searchWords("06.12.34")).toEqual(["061234"]);
    expect(searchWords("12/03/2026")).toEqual(["12032026"]);
    expect(searchWords("2026-03-12 martin")).toEqual(["20260312", "martin"]);
  });

  test("leave out numbers of a figure or two beside others, and keep one that stands alone", () => {
    expect(searchWords("12 rue du Sauvage")).toEqual(["rue", "du", "sauvage"]);
    expect(searchWords("12")).toEqual(["12"]);
  });

  test("are eight at most", () => {
    expect(searchWords("a b c d e f g h i j")).toHaveLength(8);
  });
});

describe("a typing error", () => {
  test("is a letter added, lacking, changed, or two swapped", () => {
    for (const typed of ["schoenaur", "schoenauuer", "schoenauet", "shcoenauer"]) {
      expect(errorsBetween(typed, "schoenauer"), typed).toBe(1);
      expect(isNear(typed, "schoenauer"), typed).toBe(true);
    }
  });

  test("is forgiven once in a short word, twice in a long one", () => {
    expect(isNear("martun", "martin")).toBe(true);
    expect(isNear("mortun", "martin")).toBe(false);
    expect(isNear("shoenaur", "schoenauer")).toBe(true);
  });

  test("leaves two words with a common remainder, which is how one is found by the other", () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    const change = fc.record({ at: fc.nat(30), letter: fc.stringMatching(/^[a-z]$/), kind: fc.nat(3) });
    fc.assert(
      fc.property(word, change, (right, { at, letter, kind }) => {
        const place = at % (right.length - 1);
        const [head, tail] = [right.slice(0, place), right.slice(place)];
        const typed = [
          head + letter + tail,
          head + tail.slice(1),
          head + letter + tail.slice(1),
          head + (tail[1] ?? "") + (tail[0] ?? "") + tail.slice(2),
        ][kind];
        if (typed === undefined) throw new Error("no such error");
        expect(errorsBetween(typed, right)).toBeLessThanOrEqual(1);
        const known = new Set([right, ...withoutOne(right)]);
        expect([typed, ...withoutOne(typed)].some((variant) => known.has(variant))).toBe(true);
      }),
    );
  });
});
