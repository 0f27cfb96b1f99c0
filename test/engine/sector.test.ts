import { describe, expect, test } from "vitest";
import {
  type Answers,
  askedOf,
  decideSector,
  open,
  paperForm,
  sectorQuestion,
  sectorWords,
  soughtWords,
} from "../../engine/index.ts";
import { streetLine } from "../../engine/street.ts";
import { ANONYMOUS } from "../helpers/actors.ts";
import { NOW } from "../helpers/definitions.ts";
import { at, ENROLMENT, SCHOOL } from "../helpers/sectors.ts";

const ONE = "0192f000-0000-7000-8000-000000000001";
const TWO = "0192f000-0000-7000-8000-000000000002";
const MULHOUSE = "68224";

const field = ENROLMENT.form.order.find(({ key }) => key === "secteur");
const source = field?.sector;
const sectors = SCHOOL.sectors;
if (!field || !source || !sectors) throw new Error("no sector");

const question = (adresse: Answers, cycle = "petits") => {
  const asked = sectorQuestion(source, { now: NOW, answers: { cycle, adresse } });
  if (!asked) throw new Error("no question");
  return asked;
};

const school = (id: string, answers: Answers, state = "ouverte") => ({
  id,
  name: `École ${id.at(-1)}`,
  state,
  answers,
});
const street = (voie: string, more: Answers = {}) => ({ voies: [{ voie, ...more }] });
const decide = (voie: string, ...schools: readonly ReturnType<typeof school>[]) =>
  decideSector(field, question(at(voie)), sectors, schools, MULHOUSE);

describe("the line of an address", () => {
  test.each([
    ["12 bis, av. de Colmar", "avenue de colmar", 12],
    ["12B rue de l’Église", "rue de l eglise", 12],
    ["12 R. St-Jean", "rue saint jean", 12],
    ["12 r rue des Tilleuls", "rue des tilleuls", 12],
    ["3, Bd du Gal Leclerc", "boulevard du general leclerc", 3],
    ["12-14 rue Lavoisier", "rue lavoisier", 12],
    ["Bât. A, 12 rue des Tilleuls", "rue des tilleuls", 12],
    ["Rue des Tilleuls, 12", "rue des tilleuls", 12],
    ["1 place du 14 juillet", "place du 14 juillet", 1],
    ["rue du 8 mai 1945", "rue du 8 mai 1945", null],
    ["AVENUE DE COLMAR", "avenue de colmar", null],
    ["", "", null],
  ])("%s", (text, name, number) => {
    expect(streetLine(text)).toEqual({ street: name, number });
  });

  test("keeps apart two streets that only an article tells apart", () => {
    expect(streetLine("rue du Pont").street).not.toBe(streetLine("rue de Pont").street);
  });
});

describe("the sector of an address", () => {
  test("is the one whose street, side and numbers hold it, and says which", () => {
    const even = school(ONE, street("Rue des Tilleuls", { cote: "pairs", de: 2, a: 40 }));
    const odd = school(TWO, street("r. des TILLEULS", { cote: "impairs" }));
    expect(decide("12 rue des tilleuls", even, odd)).toMatchObject({
      outcome: "one",
      entry: ONE,
      names: ["École 1"],
      rule: "Rue des Tilleuls, numéros pairs, du 2 au 40",
    });
    expect(decide("13 ter rue des Tilleuls", even, odd)).toMatchObject({ outcome: "one", entry: TWO });
    expect(decide("42 rue des Tilleuls", even, odd)).toMatchObject({ outcome: "none", names: [] });
  });

  test("is the whole street where neither side nor numbers are said, number or not", () => {
    const whole = school(ONE, street("Avenue de Colmar"));
    expect(decide("avenue de Colmar", whole)).toMatchObject({ entry: ONE, rule: "Avenue de Colmar, en entier" });
  });

  test("is nobody's when two sectors hold it: both are named, none is chosen", () => {
    const found = decide("12 rue X", school(ONE, street("Rue X", { a: 20 })), school(TWO, street("Rue X", { de: 10 })));
    expect(found).toMatchObject({ outcome: "several", names: ["École 1", "École 2"] });
    expect(found.entry).toBeUndefined();
  });

  test("waits for the number where the street is cut, even when only one school has a piece of it", () => {
    expect(decide("rue X", school(ONE, street("Rue X", { a: 20 })))).toMatchObject({ outcome: "no-number" });
  });

  test("is not given by a closed school, nor by one for others", () => {
    expect(decide("1 rue X", school(ONE, street("Rue X"), "fermee"))).toMatchObject({ outcome: "none" });
    const grown = school(ONE, { cycles: ["grands"], ...street("Rue X") });
    expect(decide("1 rue X", grown)).toMatchObject({ outcome: "none" });
    expect(decideSector(field, question(at("1 rue X"), "grands"), sectors, [grown], MULHOUSE).entry).toBe(ONE);
  });

  test("may be the whole commune, of the member and of no other", () => {
    const whole = school(ONE, { partout: true });
    expect(decide("1 rue inconnue", whole)).toMatchObject({ entry: ONE, rule: "toute la commune" });
    const away = question({ voie: "1 rue X", codePostal: "68110", commune: "Illzach" });
    expect(decideSector(field, away, sectors, [whole], MULHOUSE)).toMatchObject({ outcome: "none" });
  });

  test("may have streets of another commune", () => {
    const border = school(ONE, street("Rue des Jonquilles", { ville: "Illzach (68)" }));
    const away = question({ voie: "3 rue des Jonquilles", codePostal: "68110", commune: "Illzach" });
    expect(decideSector(field, away, sectors, [border], MULHOUSE)).toMatchObject({ entry: ONE });
    expect(decide("3 rue des Jonquilles", border)).toMatchObject({ outcome: "none" });
  });

  test.each([
    ["a commune nobody knows", { commune: "Mullhouse" }],
    ["a postcode of elsewhere", { codePostal: "75001" }],
    ["another country", { pays: "Suisse" }],
  ])("is not looked for in %s", (_case, more) => {
    const found = decideSector(field, question(at("1 rue X", more)), sectors, [school(ONE, street("Rue X"))], MULHOUSE);
    expect(found).toMatchObject({ outcome: "no-commune" });
  });

  test("is no question while the address or the cycle lacks", () => {
    for (const answers of [{}, { cycle: "petits" }, { adresse: at("1 rue X") }, { cycle: "petits", adresse: at("") }]) {
      expect(sectorQuestion(source, { now: NOW, answers })).toBeNull();
    }
  });

  test("is found under words that people cannot type, the same for the register and the address", () => {
    const words = sectorWords(sectors, { partout: true, ...street("Bd. de l’Hôpital"), nom: "x" });
    expect(soughtWords(question(at("7 boulevard de l'hopital"))).filter((word) => words.includes(word))).toHaveLength(
      2,
    );
    for (const word of words) expect(word).toMatch(/^⌂\S{1,39}$/u);
  });
});

describe("a request", () => {
  const adresse = at("12 rue X");
  const finding = decideSector(field, question(adresse), sectors, [school(ONE, street("Rue X"))], MULHOUSE);
  const known = new Map([["secteur", { asked: askedOf(question(adresse)), finding }]]);
  const filed = (answers: Answers, found = known) => {
    const opening = {
      id: TWO,
      reference: "AAAA-AAAA",
      member: "mulhouse",
      holder: null,
      answers,
      actor: ANONYMOUS,
      now: NOW,
    };
    const result = open(ENROLMENT, { ...opening, about: { member: "Mulhouse", title: "Essai", sectors: found } });
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    return result;
  };

  test("keeps the sector found, its explanation, and what follows from it", () => {
    const { entry, event } = filed({ cycle: "petits", adresse, souhait: TWO, raison: "Fratrie" });
    expect(entry.answers).toMatchObject({ secteur: ONE, derogation: true, raison: "Fratrie" });
    expect(event.data.sectors).toEqual([finding]);
    expect(filed({ cycle: "petits", adresse, souhait: ONE }).entry.answers).toMatchObject({ derogation: false });
  });

  test("takes no sector from whoever sends it, nor one found for another address", () => {
    for (const [answers, found] of [
      [{ cycle: "petits", adresse, secteur: TWO }, new Map()],
      [{ cycle: "petits", adresse: at("12 rue Y"), secteur: ONE }, known],
      [{ cycle: "grands", adresse, secteur: ONE }, known],
    ] as const) {
      expect(filed(answers, found).entry.answers).not.toHaveProperty("secteur");
    }
  });

  test("asks on paper what no sector is known for", () => {
    const asked = paperForm(ENROLMENT.form).parts.flatMap(({ questions }) => questions.map((one) => one.field.key));
    expect(asked).toEqual(["cycle", "adresse", "souhait", "raison"]);
  });
});
