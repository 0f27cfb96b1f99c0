import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf, keySlots, keys } from "../../engine/index.ts";
import { CHILDMINDER, COMPLETE } from "../helpers/childminder.ts";
import { field } from "../helpers/fields.ts";

describe("keys", () => {
  test("fills a slot per column, empty for an absent answer and null where there is no column", () => {
    expect(keySlots(CHILDMINDER).map(({ slot, column }) => [slot, column.key])).toEqual([
      [0, "nom"],
      [1, "naissance"],
      [2, "places"],
    ]);
    const { places: _, ...without } = COMPLETE;
    expect(keys(CHILDMINDER, without).keys).toEqual(["le goff", "1987-08-01", "", null, null, null]);
  });

  test("finds an entry by name, commune, label of a choice or telephone, however they are written", () => {
    const { search } = keys(CHILDMINDER, COMPLETE);
    for (const words of ["le goff", "la hague", "a domicile", "06 12 34 56 78", "0612345678", "33612345678"]) {
      expect(search).toContain(words);
    }
  });

  test("bounds what an index holds", () => {
    const long = { nom: "é".repeat(10_000) };
    expect(keys(CHILDMINDER, long).keys[0]).toHaveLength(120);
    expect(keys(CHILDMINDER, long).search.length).toBeLessThanOrEqual(2000);
  });
});

describe("keyOf", () => {
  const number = field("places", "number");

  test("orders numbers as numbers, negative ones and cents included", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    const rounded = finite.map((value) => Math.round(value * 100) / 100);
    fc.assert(
      fc.property(rounded, rounded, (a, b) => {
        expect(compare(keyOf(number, a), keyOf(number, b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test("keeps choices and dates as they are and normalises names", () => {
    const choices = [{ value: "Non-renseigné", label: "Non renseigné" }];
    expect(keyOf(field("statut", "select", { choices }), "Non-renseigné")).toBe("Non-renseigné");
    expect(keyOf(field("le", "date"), "2026-03-03")).toBe("2026-03-03");
    expect(keyOf(field("nom", "text"), "D’Été")).toBe("d ete");
    expect(keyOf(field("ok", "radio", { type: "boolean" }), true)).toBe("1");
  });

  test("never throws nor grows without bound on a value of a wrong shape", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(keyOf(number, value as never).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
