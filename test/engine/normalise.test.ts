import { expect, test } from "vitest";
import { normalise } from "../../engine/index.ts";

test("makes the spellings of a name meet", () => {
  const forms = ["Saint-Père d’Œuilly", "SAINT PERE D'OEUILLY", "  saint  père\td'œuilly "];
  expect(forms.map(normalise)).toEqual(Array(3).fill("saint pere d oeuilly"));
  expect(normalise("Gaëlle Nuñez-Straße")).toBe("gaelle nunez strasse");
});

test("gives the same text when applied twice, and nothing for punctuation alone", () => {
  expect(normalise(normalise("N° 12 bis, l'Île"))).toBe(normalise("N° 12 bis, l'Île"));
  expect(normalise("… % _ \\")).toBe("");
});
