import { describe, expect, test } from "vitest";
import { type Answers, blockingWords, likeness, matchesOf, NO_COUNTS, traitsOf } from "../../engine/index.ts";
import { person, RULES, without } from "../helpers/duplicates.ts";

const compare = (a: Answers, b: Answers, counts = NO_COUNTS) =>
  likeness(RULES, traitsOf(RULES, a), traitsOf(RULES, b), counts);
const outcome = (a: Answers, b: Answers) => compare(a, b).outcome;
const shareAWord = (a: Answers, b: Answers): boolean => {
  const words = new Set(blockingWords(traitsOf(RULES, a)));
  return blockingWords(traitsOf(RULES, b)).some((word) => words.has(word));
};
const bare = (changes: Answers): Answers => without(person(changes), "telephone", "portable", "permis", "adresse");

describe("the same person written otherwise", () => {
  const written: readonly (readonly [string, Answers])[] = [
    ["with other letters and signs", { nom: "LE CANU", prenoms: "SYLVIE" }],
    ["under the name of her husband, kept as a name of birth", { nom: "Mauger", usage: "Lecanu" }],
    ["with a letter swapped in her name", { nom: "Lecnau" }],
    ["with a letter doubled in her first name", { prenoms: "Syllvie" }],
    ["with the day and the month of birth swapped", { naissance: "1979-02-06" }],
    ["with one digit of her birth wrong", { naissance: "1979-06-03" }],
    ["born a century later, by a year of two digits", { naissance: "2079-06-02" }],
    ["after she moved", { adresse: { voie: "9 av. de Paris", codePostal: "50700", commune: "Valognes" } }],
    ["with her licence in another writing", { permis: [{ numero: "50 24118" }] }],
    ["with another telephone", { telephone: "+33233999999", portable: "+33698765432" }],
  ];
  test.each(written)("%s", (_, changes) => {
    expect(outcome(person(), person(changes))).toBe("same");
    expect(shareAWord(person(), person(changes))).toBe(true);
  });

  test("is looked for by her date alone, its day and month swapped or its century wrong", () => {
    const alone = (naissance: string, nom: string) => ({ nom, prenoms: "Odile", naissance });
    expect(shareAWord(alone("1969-07-04", "Leyoux"), alone("2069-04-07", "Leeroux"))).toBe(true);
    expect(shareAWord(alone("1969-07-04", "Leyoux"), { ...alone("1969-07-05", "Leeroux"), prenoms: "Zoé" })).toBe(
      false,
    );
  });

  test("is known by a first name whose letters are swapped twice, never by another of these letters that people bear", () => {
    expect(outcome(bare({ prenoms: "Aurléie" }), bare({ prenoms: "Aruélie" }))).not.toBe("different");
    expect(compare(bare({ prenoms: "Aline" }), bare({ prenoms: "Alien" })).reasons.map(({ text }) => text)).toContain(
      "Prénoms à une faute de frappe près : Aline, Alien",
    );
    expect(compare(bare({ prenoms: "Marie" }), bare({ prenoms: "Maire" })).apart).toBe(false);
    expect(compare(bare({ prenoms: "Arielle" }), bare({ prenoms: "Aurelie" })).apart).toBe(true);
  });

  test("is found by initials of a double first name, glued or not", () => {
    for (const prenoms of ["M.Claude", "M. Claude", "MarieClaude", "Marie Claude", "MARIE-CLAUDE"]) {
      expect(outcome(person({ prenoms: "Marie-Claude" }), person({ prenoms }))).toBe("same");
    }
  });

  test("is the same whichever is compared to the other", () => {
    for (const [, changes] of written) {
      expect(compare(person(), person(changes)).score).toBe(compare(person(changes), person()).score);
    }
  });

  test("says why, what weighs most first", () => {
    const { reasons } = compare(person(), person({ nom: "Mauger", usage: "Lecanu", naissance: "1979-02-06" }));
    expect(reasons[0]).toEqual({ sense: "for", text: "Même numéro (permis) : 5024118" });
    expect(reasons.map(({ text }) => text)).toContain("Même nom, de naissance ici et d’usage là : Lecanu");
    expect(reasons.map(({ text }) => text).join()).toContain("jour et mois sont échangés");
  });

  test("shows a telephone as people write it, overseas too", () => {
    for (const [portable, shown] of [
      ["+33698765432", "06 98 76 54 32"],
      ["+262639980220", "06 39 98 02 20"],
    ] as const) {
      const { reasons } = compare(person({ portable }), person({ portable }));
      expect(reasons.map(({ text }) => text)).toContain(`Même téléphone portable : ${shown}`);
    }
  });
});

describe("two people", () => {
  const homonym = person({
    naissance: "1991-11-20",
    telephone: "+33233555555",
    portable: "+33655555555",
    adresse: { voie: "12 rue du Val", codePostal: "50100", commune: "Cherbourg-en-Cotentin" },
    permis: [{ numero: "50-77001", debut: "2024-01-15" }],
  });

  test("of one name are two, however common or rare it is", () => {
    const rare = { total: 100_000, surnames: new Map([["lecanu", 2]]), firstNames: new Map([["sylvie", 900]]) };
    expect(outcome(person(), homonym)).toBe("different");
    expect(compare(person(), homonym, rare).outcome).toBe("different");
  });

  test.each([
    ["twins", { prenoms: "Sophie" }],
    ["twins a letter apart", { prenoms: "Sylvia" }],
    ["a mother and her daughter at one telephone", { prenoms: "Léa", naissance: "2003-06-02", permis: [] }],
  ])("%s are never taken for one", (_, changes) => {
    const other = without(person(changes), "permis");
    expect(outcome(without(person(), "permis"), other)).not.toBe("same");
  });

  test("Léa and Léo, twins with the telephone of their parents, are never taken for one", () => {
    const child = (prenoms: string) => without(person({ prenoms, naissance: "2019-04-04" }), "permis");
    expect(outcome(child("Léa"), child("Léo"))).not.toBe("same");
    expect(outcome(child("Léana"), child("Léane"))).not.toBe("same");
  });

  test("of one name and one household, without a date of birth, are for someone to decide", () => {
    const father = without(person({ prenoms: "Jean" }), "portable", "permis");
    expect(outcome(father, without(father, "naissance"))).toBe("probable");
  });

  test("of one name and nothing else known are for someone to decide, or two", () => {
    const alone = bare({});
    expect(outcome(alone, without(alone, "naissance"))).not.toBe("same");
  });

  test("whose licences differ are for someone to decide, all the rest being alike", () => {
    expect(outcome(person(), person({ permis: [{ numero: "50-99999" }] }))).toBe("probable");
  });
});

test("a name that few bear says more than a common one", () => {
  const counts = { total: 10_000, surnames: new Map([["martin", 400]]), firstNames: new Map([["sylvie", 60]]) };
  const score = (nom: string) => compare(bare({ nom }), bare({ nom }), counts).score;
  expect(score("Quenouille")).toBeGreaterThan(score("Martin") + 3);
});

test("someone surely the same as two people who differ is for someone to decide", () => {
  const own = traitsOf(RULES, without(person(), "naissance", "permis"));
  const older = traitsOf(RULES, person({ naissance: "1950-01-01", permis: [] }));
  const younger = traitsOf(RULES, person({ naissance: "1985-08-08", permis: [] }));
  const alone = matchesOf(RULES, own, [{ item: "older", traits: older }], NO_COUNTS);
  expect(alone.outcome).toBe("same");
  const both = matchesOf(
    RULES,
    own,
    [
      { item: "older", traits: older },
      { item: "younger", traits: younger },
    ],
    NO_COUNTS,
  );
  expect(both.outcome).toBe("probable");
  expect(both.matches.map(({ item }) => item).sort()).toEqual(["older", "younger"]);
});

test("answers of any shape are compared without harm", () => {
  const odd: Answers = {
    nom: ["x"],
    prenoms: { a: 1 },
    naissance: "hier",
    telephone: "12",
    permis: "50-1",
    adresse: 4,
  };
  expect(outcome(odd, person())).toBe("different");
  expect(outcome({ nom: "≈".repeat(500) }, { nom: "’" })).toBe("different");
  expect(blockingWords(traitsOf(RULES, odd)).every((word) => !word.includes(" "))).toBe(true);
});
