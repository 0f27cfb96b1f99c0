import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellPattern, guessMapping, lineReader, settle } from "../../engine/index.ts";
import { readDay } from "../../engine/mapping-convert.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { BEEKEEPERS } from "../server/import/import-town.ts";

const { form } = BEEKEEPERS;

/** What is guessed of a file, and what its lines then say. */
function read(headings: readonly string[], ...lines: readonly (readonly string[])[]) {
  const samples = headings.map((heading, index) => ({
    heading,
    values: lines.flatMap((line) => ((line[index] ?? "") === "" ? [] : [line[index] ?? ""])),
  }));
  const mapping = guessMapping(form, samples, 2026);
  return { mapping, said: lines.map(lineReader(form, mapping)) };
}

describe("what columns mean is guessed", () => {
  test("from headings in capitals, shortened, with dates whose years have two figures", () => {
    const { said, mapping } = read(
      ["NOM NAISSANCE", "PRENOM", "NE LE", "TEL", "PORTABLE", "N PERMIS", "DEBUT PERMIS", "OBSERVATIONS"],
      ["LE GOFF", "ANNE", "12/05/1958", "0389001122", "06.12.34.56.78", "68-001", "01/03/2020", "à rappeler"],
      ["D'ORVAL", "ÉLISE", "03/10/84", "389001123", "", "68-002", "29/12/17", ""],
      ["NEUHAUS", "ODE", "05/10/01", "", "", "", "", ""],
      ["MORIN", "LISE", "05/10/1999", "", "", "", "", ""],
    );
    expect(said[0]?.answers).toEqual({
      nom: "Le Goff",
      prenom: "Anne",
      naissance: "1958-05-12",
      telephone: "+33389001122",
      portable: "+33612345678",
      permis: [{ numero: "68-001", debut: "2020-03-01" }],
    });
    expect(said[1]?.answers).toMatchObject({ naissance: "1984-10-03", telephone: "+33389001123" });
    expect(said[2]?.answers).toMatchObject({ naissance: "2001-10-05" });
    expect(said[0]?.aside).toEqual([{ title: "OBSERVATIONS", text: "à rappeler" }]);
    expect(mapping.columns.at(-1)).toMatchObject({ use: "note" });
  });

  test("from headings in English, dates written the year first", () => {
    const { said } = read(
      ["birth_name", "married_name", "firstname", "birthdate", "street", "zip", "city", "phone1", "email", "bees"],
      [
        "Klein",
        "Roth",
        "Odile",
        "1960-06-25",
        "3 rue du Moulin",
        "68100",
        "Mulhouse",
        "03 89 00 11 22",
        "o@k.example",
        "12",
      ],
    );
    expect(said[0]).toEqual({
      answers: {
        nom: "Klein",
        nomUsage: "Roth",
        prenom: "Odile",
        naissance: "1960-06-25",
        adresse: { voie: "3 rue du Moulin", codePostal: "68100", commune: "Mulhouse" },
        telephone: "+33389001122",
        courriel: "o@k.example",
      },
      aside: [{ title: "bees", text: "12" }],
    });
  });

  test("of columns that hold several things, and what is cut otherwise is told", () => {
    const { said } = read(
      ["Nom et prénom", "Nom de jeune fille", "Adresse complète", "Permis"],
      ["JEAN Vanessa", "BOURDON", "75 rue des Écoles, 50700 Valognes", "2 ruches du 10/12/2017 au 10/12/2022"],
      ["LE GOFF Marie Anne", "ROY", "1 allée du Bois, 50100 Orville", "1 ruche du 01/02/20 au 01/02/2025"],
      ["PETIT Zoé", "PETIT", "sans adresse connue", "5 ruches du 10/12/2018 au 10/12/2023"],
      ["ROSE Lou", "ROSE", "4 rue X, 50100 Orville", "retiré"],
    );
    expect(said[1]?.answers).toEqual({
      nom: "Roy",
      nomUsage: "Le Goff",
      prenom: "Marie Anne",
      adresse: { voie: "1 allée du Bois", codePostal: "50100", commune: "Orville" },
      permis: [{ ruches: 1, debut: "2020-02-01", fin: "2025-02-01" }],
    });
    expect(said[2]?.aside).toEqual([
      expect.objectContaining({ title: "Adresse complète", text: "sans adresse connue", reason: expect.any(String) }),
    ]);
    expect(said[3]?.aside).toMatchObject([{ title: "Permis", text: "retiré" }]);
  });

  test("of the person before those of a list: a date of birth is not her child’s unless the heading says so", () => {
    const day = (title: string) => ({ type: "string", format: "date", title }) as const;
    const { form: household } = buildDefinition({
      properties: {
        nom: { type: "string", title: "Nom" },
        dateNaissance: day("Date de naissance"),
        enfants: {
          type: "array",
          title: "Enfants",
          items: { type: "object", properties: { naissance: day("Date de naissance") } },
        },
      },
    });
    const guess = (...headings: readonly string[]) =>
      guessMapping(
        household,
        headings.map((heading) => ({ heading, values: ["12/05/1978"] })),
        2026,
      ).columns.map(({ to }) => to[0]);
    expect(guess("NE LE")).toEqual(["dateNaissance"]);
    expect(guess("Naissance enfant", "Né(e) le")).toEqual(["enfants.1.naissance", "dateNaissance"]);
  });

  test("and nothing of a heading that means nothing here", () => {
    const { mapping } = read(["Zorglub", "", "constructor"], ["a", "b", "c"]);
    expect(mapping.columns.map(({ use }) => use)).toEqual(["note", "note", "note"]);
  });
});

describe("a mapping", () => {
  const column = (heading: string, more: object) => ({ heading, use: "field" as const, to: [], ...more });

  test("gives items of a list from one cell, several columns and constants, without losing one", () => {
    const mapping = {
      columns: [
        column("Permis", { to: ["permis.1.numero"], separator: ";" }),
        column("Début du deuxième", { to: ["permis.2.debut"] }),
        column("Nom", { to: ["nom"] }),
      ],
      constants: [
        { to: "permis.1.ruches", text: "3" },
        { to: "permis.3.ruches", text: "9" },
        { to: "formation", text: "oui" },
      ],
    };
    expect(lineReader(form, mapping)(["A-1 ; A-2", "1 mars 2021", "Klein"]).answers).toEqual({
      nom: "Klein",
      formation: true,
      permis: [
        { numero: "A-1", ruches: 3 },
        { numero: "A-2", debut: "2021-03-01" },
      ],
    });
  });

  test("reads the codes of another software, and tells those it does not know", () => {
    const mapping = { columns: [column("Race", { to: ["abeille"], codes: { N: "noire" } })], constants: [] };
    const reader = lineReader(form, mapping);
    expect(reader(["N"]).answers).toEqual({ abeille: "noire" });
    expect(reader(["buckfast"]).answers).toEqual({ abeille: "buckfast" });
    expect(reader(["Z"])).toEqual({
      answers: {},
      aside: [{ title: "Race", text: "Z", reason: "« Z » n’est pas une valeur connue." }],
    });
  });

  test("keeps the first of two columns for one answer, and says what the other said", () => {
    const mapping = {
      columns: [column("Tél 1", { to: ["telephone"] }), column("Tél 2", { to: ["telephone"] })],
      constants: [],
    };
    const { answers, aside } = lineReader(form, mapping)(["03 89 00 11 22", "03 89 00 11 33"]);
    expect(answers).toEqual({ telephone: "+33389001122" });
    expect(aside).toEqual([
      { title: "Tél 2", text: "03 89 00 11 33", reason: "« Téléphone » vient déjà de la colonne « Tél 1 »." },
    ]);
  });

  test("never loses a word of a line, whatever the line says", () => {
    const headings = ["NOM", "PRENOM", "NE LE", "TEL", "N PERMIS", "NOTE"];
    const { mapping } = read(headings, ["KLEIN", "ODILE", "12/05/1998", "0389001122", "68-001", "x"]);
    const reader = lineReader(form, mapping);
    const words = fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (cells) => {
        const { answers, aside } = reader(cells);
        const kept = Object.keys(answers).length + aside.length;
        const said = cells.filter((cell) => cell.replace(/[\p{Cc}\p{Cs}]/gu, "").trim() !== "");
        const nothing = said.filter((cell) => /^(?:-|--|\/|\?|null|néant|n\/a|#n\/a)$/i.test(cell.trim()));
        return kept >= said.length - nothing.length;
      }),
    );
  });
});

test("dates are read in the forms people write, and no other day is made of them", () => {
  const days = {
    "12/05/1998": "1998-05-12",
    "1.2.98": "1998-02-01",
    "1998-05-12": "1998-05-12",
    "19980512": "1998-05-12",
    "12 mai 1998": "1998-05-12",
    "1er août 2001": "2001-08-01",
    "1998-05-12 00:00:00": "1998-05-12",
    "31/06/1998": null,
    "29/02/2023": null,
    "0000": null,
    "12/13/1998": null,
  };
  for (const [text, day] of Object.entries(days)) expect(readDay(text), text).toBe(day);
  expect(readDay("12/05/29", { century: 2030 })).toBe("2029-05-12");
  expect(readDay("12/05/31", { century: 2030 })).toBe("1931-05-12");
  expect(readDay("05/12/1998", { dates: "MJA" })).toBe("1998-05-12");
});

test("a pattern that someone typed stops nothing", () => {
  expect(cellPattern("sans trou")).toBeNull();
  expect(cellPattern("{1} {1}")).toBeNull();
  expect(cellPattern("{1:inconnu}")).toBeNull();
  expect(cellPattern("(((({1}")?.cut("((((a")).toEqual(["a"]);
  const slow = cellPattern("{1} {2} {3} {4} {5} {6} {7} {8} {9}!");
  const begun = performance.now();
  slow?.cut("a ".repeat(1_000));
  expect(performance.now() - begun).toBeLessThan(1_000);
});

describe("what may be kept of a line", () => {
  const context = { now: "2026-03-03T09:30:00.000Z", actor: { kind: "agent" as const, roles: [] } };

  test("is all but what breaks a form, set aside with its reason; what lacks is told", () => {
    const settled = settle(
      form,
      {
        nom: "Klein",
        prenom: "Odile",
        courriel: "pas une adresse",
        permis: [{ numero: "1", debut: "2024-01-01", fin: "2020-01-01", ruches: 99 }],
      },
      context,
    );
    if (!settled.ok) throw new Error("refused");
    expect(settled.value.answers).toEqual({
      nom: "Klein",
      prenom: "Odile",
      permis: [{ numero: "1", debut: "2024-01-01" }],
    });
    expect(settled.value.aside.map(({ pointer }) => pointer).sort()).toEqual([
      "/courriel",
      "/permis/0/fin",
      "/permis/0/ruches",
    ]);
    expect(settled.value.lacking.map(({ pointer }) => pointer)).toEqual(["/naissance", "/telephone"]);
  });

  test("is nothing without what an entry has at least", () => {
    expect(settle(form, { prenom: "Odile" }, context).ok).toBe(false);
    expect(settle({ ...form, incomplete: undefined } as never, { nom: "Klein", prenom: "Odile" }, context).ok).toBe(
      false,
    );
  });
});
