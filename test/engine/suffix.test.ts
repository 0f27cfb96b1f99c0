import { describe, expect, test } from "vitest";
import { display, suffixOf } from "../../engine/index.ts";
import { field } from "../helpers/fields.ts";

describe("the unit of a number", () => {
  test.each([
    ["places", 0, "place"],
    ["places", 1, "place"],
    ["places", 1.5, "place"],
    ["places", 2, "places"],
    ["places", -1, "place"],
    ["enfants accueillis", 1, "enfant accueilli"],
    ["jours ouvrés", 1, "jour ouvré"],
    ["heures par semaines", 1, "heure par semaines"],
    ["places d’adultes", 1, "place d’adultes"],
    ["mois", 1, "mois"],
    ["repas", 1, "repas"],
    ["tonneaux", 1, "tonneau"],
    ["m³", 1, "m³"],
    ["€/mois", 1, "€/mois"],
    ["ans", 1, "an"],
  ])("« %s » after %d is « %s »", (suffix, count, said) => {
    expect(suffixOf({ suffix }, count)).toBe(said);
  });

  test("is the one the definition gives where the rule would be wrong", () => {
    expect(suffixOf({ suffix: "chevaux", suffixOne: "cheval" }, 1)).toBe("cheval");
    expect(suffixOf({ suffix: "chevaux", suffixOne: "cheval" }, 3)).toBe("chevaux");
  });

  test("is read on a fiche as one says it", () => {
    const free = field("libres", "number", { type: "integer", suffix: "places" });
    expect(display(free, 1)).toBe("1\u202fplace");
    expect(display(free, 4)).toBe("4\u202fplaces");
  });
});
