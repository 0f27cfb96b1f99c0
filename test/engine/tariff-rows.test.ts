import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandText, readBand, rowFaults, type TariffColumn, type TariffRow } from "../../engine/index.ts";
import { rowHolds } from "../../engine/tariff.ts";

const value = { source: "", reads: [], evaluate: () => undefined };
const HOME: TariffColumn = {
  id: "domicile",
  title: "Domicile",
  kind: "choice",
  value,
  choices: [
    { value: "commune", label: "Dans la commune" },
    { value: "ailleurs", label: "Ailleurs" },
  ],
};
const AGE: TariffColumn = { id: "age", title: "Âge", kind: "band", value, minimum: 0, maximum: null, suffix: "ans" };
const columns = [HOME, AGE];

const row = (domicile: string | null, age: string | null, amount = 100): TariffRow => ({
  amount,
  cells: { ...(domicile !== null && { domicile }), ...(age !== null && { age }) },
});
const said = (rows: readonly TariffRow[]) => rowFaults({ columns }, rows).map(({ message }) => message);

describe("the rows of a table", () => {
  test("are right when each case has one", () => {
    expect(said([row("commune", "0 à 17"), row("commune", "18 et plus"), row("ailleurs", null)])).toEqual([]);
  });

  test("are refused with the case that has none, in words", () => {
    expect(said([row("commune", "0 à 17"), row("commune", "20 et plus"), row("ailleurs", null)])).toEqual([
      "Aucune ligne ne donne le tarif pour : Domicile : Dans la commune, Âge : 18 à 19 ans.",
    ]);
  });

  test("are refused with the two that speak of the same case", () => {
    expect(said([row(null, "jusqu’à 17"), row(null, "17 et plus")])).toEqual([
      "Les lignes 1 et 2 donnent toutes deux un tarif pour : Domicile : Dans la commune, Âge : 17 ans.",
    ]);
  });

  test("are refused each for its own fault before any case is looked at", () => {
    expect(said([row("commun", "dix"), row("ailleurs", "9 à 2", -1), row(null, null, 1.5)])).toEqual([
      "Ligne 1 : « Domicile » : « commun » n’est pas un choix proposé.",
      "Ligne 1 : « Âge » : « dix » n’est pas une tranche. Écrivez par exemple « 0 à 17 » ou « 18 et plus ».",
      "Ligne 2 : « Âge » : la tranche « 9 à 2 » finit avant de commencer.",
      "Ligne 2 : le tarif ne peut pas être négatif.",
      "Ligne 3 : le tarif n’est pas une somme.",
    ]);
  });

  test("are refused when empty, or beyond what anyone reads", () => {
    expect(said([])).toEqual(["La grille n’a aucune ligne : ajoutez-en une."]);
    expect(said(Array.from({ length: 201 }, () => row(null, null)))).toEqual(["Une grille a au plus 200 lignes."]);
  });

  test("leave no case without a price and none with two, whatever they are", () => {
    const bound = fc.integer({ min: 0, max: 12 });
    const band = fc.tuple(fc.option(bound), fc.option(bound)).map(([from, to]) => bandText({ from, to }) || null);
    const home = fc.constantFrom("commune", "ailleurs", null);
    const rows = fc.array(fc.tuple(home, band), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (drawn) => {
        const table = drawn.map(([domicile, age]) => row(domicile, age));
        const backwards = table.some(({ cells }) => {
          const { from, to } = readBand(cells["age"] ?? "") ?? { from: null, to: null };
          return from !== null && to !== null && from > to;
        });
        const once = ["commune", "ailleurs"].every((place) =>
          Array.from({ length: 20 }, (_, age) => age).every(
            (age) => table.filter((each) => rowHolds(HOME, each, place) && rowHolds(AGE, each, age)).length === 1,
          ),
        );
        expect(rowFaults({ columns }, table).length === 0).toBe(once && !backwards);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ["0 à 17", { from: 0, to: 17 }],
  ["0..17", { from: 0, to: 17 }],
  ["18 et plus", { from: 18, to: null }],
  ["18+", { from: 18, to: null }],
  ["Jusqu'à 17", { from: null, to: 17 }],
  ["1 200 à 1 500", { from: 1_200, to: 1_500 }],
  ["-5 à -1", { from: -5, to: -1 }],
  ["42", { from: 42, to: 42 }],
  ["17,5 à 18", null],
  ["de 0 jusqu’à", null],
  ["99999999999 et plus", null],
])("the band « %s » is read", (text, band) => {
  expect(readBand(text)).toEqual(band);
});
