import fc from "fast-check";
import { expect, test } from "vitest";
import { pastedRows, readTypedRows, rowFaults, sheetOfRows, type TariffRow, typedRows } from "../../engine/index.ts";
import { pricedDefinition } from "./fees.definition.ts";

const [tariff] = pricedDefinition().tariffs;
if (!tariff) throw new Error("no table");

test("what is typed is read as people write it", () => {
  const typed = [
    { cells: { domicile: "dans la COMMUNE", age: "0 a 17 ans", quotient: " jusqu'à 700 " }, amount: "45" },
    { cells: { domicile: "commune", age: "18+", quotient: "Tous" }, amount: "1 234,50 €" },
    { cells: { domicile: "lune", age: "vieux", quotient: "" }, amount: "-" },
  ];
  const rows = readTypedRows(tariff, typed);
  expect(rows.slice(0, 2)).toEqual([
    { amount: 4_500, cells: { domicile: "commune", age: "0 à 17", quotient: "jusqu’à 700" } },
    { amount: 123_450, cells: { domicile: "commune", age: "18 et plus" } },
  ]);
  expect(rowFaults(tariff, rows).map(({ row, column }) => [row, column])).toEqual([
    [2, "domicile"],
    [2, "age"],
    [2, "amount"],
  ]);
});

test("what is exported is read again as it was, from a file or from a sheet", () => {
  const row = fc.record({
    amount: fc.integer({ min: 0, max: 1_000_000_000 }),
    cells: fc.record(
      {
        domicile: fc.constantFrom("commune", "ailleurs"),
        age: fc.constantFrom("0 à 17", "18 et plus", "jusqu’à 3", "7"),
        quotient: fc.constantFrom("0 à 700", "701 et plus"),
      },
      { requiredKeys: [] },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(";", "\t"),
      (rows: TariffRow[], mark) => {
        const sheet = sheetOfRows(tariff, rows).map((cells) => cells.map((cell) => `"${cell}"`).join(mark));
        expect(readTypedRows(tariff, pastedRows(tariff, `\ufeff${sheet.join("\r\n")}\r\n`))).toEqual(rows);
        expect(readTypedRows(tariff, typedRows(tariff, rows))).toEqual(rows);
      },
    ),
    { numRuns: 200 },
  );
});

test("a text that is no table never harms", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(() => rowFaults(tariff, readTypedRows(tariff, pastedRows(tariff, text)))).not.toThrow();
    }),
  );
  expect(pastedRows(tariff, `"${';"a'.repeat(20_000)}`).length).toBeGreaterThan(0);
});
