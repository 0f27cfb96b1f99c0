import { describe, expect, test } from "vitest";
import { homeKey, postalAddress, postalBlock } from "../../engine/index.ts";

const address = (parts: Record<string, string>) => {
  const found = postalAddress({
    voie: "4 rue des Tilleuls",
    codePostal: "50100",
    commune: "Cherbourg-en-Cotentin",
    ...parts,
  });
  if (!found) throw new Error("no address");
  return found;
};

describe("an address on an envelope", () => {
  test("says who, then where, in capitals without accents nor signs", () => {
    const { lines, cut } = postalBlock(
      ["Camille Le Goff", "Dominique Ménard"],
      address({ complement: "Bât. B, 2e étage" }),
    );
    expect(lines).toEqual([
      "Camille Le Goff",
      "Dominique Ménard",
      "BAT B 2E ETAGE",
      "4 RUE DES TILLEULS",
      "50100 CHERBOURG EN COTENTIN",
    ]);
    expect(cut).toBe(false);
  });

  test("ends with the country when it is not France", () => {
    const said = { voie: "Gartenstraße 3", codePostal: "79098", commune: "Freiburg", pays: "Allemagne" };
    expect(postalBlock(["Ada"], address(said)).lines.slice(-2)).toEqual(["79098 FREIBURG", "ALLEMAGNE"]);
    expect(postalBlock(["Ada"], address({ pays: "France" })).lines.at(-1)).toBe("50100 CHERBOURG EN COTENTIN");
  });

  test("has six lines of thirty-eight signs at most, whatever is typed", () => {
    const long = "x".repeat(200);
    const wide = "avenue du Maréchal de Lattre de Tassigny et du Général Leclerc de Hauteclocque ".repeat(3);
    for (const parts of [{ voie: long }, { voie: wide }, { complement: wide, voie: wide }, { commune: long }]) {
      const { lines, cut } = postalBlock([long, wide, "Zoé"], address(parts));
      expect(lines.length).toBeLessThanOrEqual(6);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(38);
      expect(cut).toBe(true);
    }
  });

  test("shortens the words of a street before anything is cut", () => {
    const voie = "125 bis boulevard du Général de Gaulle Résidence";
    const complement = "Appartement 12 bâtiment Les Marronniers escalier C";
    const block = postalBlock(["Camille Le Goff", "Dominique Ménard"], address({ voie, complement }));
    expect(block.lines.slice(2)).toEqual([
      "APP 12 BAT LES MARRONNIERS ESC C",
      "125 BIS BD DU GAL DE GAULLE RES",
      "50100 CHERBOURG EN COTENTIN",
    ]);
    expect(block.cut).toBe(false);
  });

  test.each([{ voie: "" }, { codePostal: " " }, { commune: "" }])("is none without %o", (parts) => {
    expect(postalAddress({ voie: "4 rue A", codePostal: "50100", commune: "Cherbourg", ...parts })).toBeNull();
  });

  test("is one home however it is typed, and another at another number", () => {
    const home = homeKey(address({ voie: "12 av. du Gal Leclerc" }));
    expect(homeKey(address({ voie: "12, Avenue du Général LECLERC", commune: "CHERBOURG EN COTENTIN" }))).toBe(home);
    expect(homeKey(address({ voie: "14 av. du Gal Leclerc" }))).not.toBe(home);
    expect(homeKey(address({ voie: "12 av. du Gal Leclerc", complement: "Bât. A" }))).not.toBe(home);
  });
});
