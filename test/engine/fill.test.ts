import { expect, test } from "vitest";
import { joined } from "../../engine/index.ts";
import { PEOPLE, person, without } from "../helpers/duplicates.ts";

const fill = (kept: ReturnType<typeof person>, given: ReturnType<typeof person>) =>
  joined(PEOPLE.form, PEOPLE.duplicates, kept, given);

test("a blank answer takes that of the other fiche, an answer stays", () => {
  const given = person({ prenoms: "Sylvette", remarque: "Le matin" });
  const { answers, filled, differing } = fill(without(person(), "portable"), given);
  expect(answers).toMatchObject({ prenoms: "Sylvie", portable: "+33612345678", remarque: "Le matin" });
  expect(filled).toEqual(["portable", "remarque"]);
  expect(differing).toEqual(["prenoms"]);
});

test("answers that only case, accents or signs tell apart do not differ", () => {
  expect(fill(person(), person({ nom: "LE CANU" }))).toMatchObject({ filled: [], differing: [] });
});

test("licences are put together, each number once, as many as the form takes", () => {
  const numbers = (...all: readonly string[]) => person({ permis: all.map((numero) => ({ numero })) });
  expect(fill(numbers("50-1", "50-2"), numbers("50 2", "50-3")).answers["permis"]).toEqual([
    { numero: "50-1" },
    { numero: "50-2" },
    { numero: "50-3" },
  ]);
  expect(fill(numbers("1", "2", "3"), numbers("4", "5")).answers["permis"]).toHaveLength(4);
});

test("a licence known on both sides takes what it lacks: a number, a date, and nothing that it says already", () => {
  const licences = (...permis: readonly { readonly [key: string]: string }[]) => person({ permis });
  const dated = licences({ debut: "2024-01-15" });
  const numbered = licences({ numero: "50-1", debut: "2024-01-15" });
  expect(fill(dated, numbered)).toMatchObject({ answers: numbered, filled: ["permis"], differing: [] });
  expect(fill(numbered, dated)).toMatchObject({ answers: numbered, filled: [], differing: [] });
});

test("licences of one number that say otherwise differ, and so do more than the form takes: someone chooses", () => {
  const licences = (...permis: readonly { readonly [key: string]: string }[]) => person({ permis });
  const kept = licences({ numero: "50-1", debut: "2024-01-15" });
  const other = licences({ numero: "50 1", debut: "2019-01-15" }, { numero: "50-2" });
  expect(fill(kept, other)).toMatchObject({
    answers: licences({ numero: "50-1", debut: "2024-01-15" }, { numero: "50-2" }),
    filled: ["permis"],
    differing: ["permis"],
  });
  const five = licences(...["1", "2", "3", "4", "5"].map((numero) => ({ numero })));
  expect(fill(kept, five).differing).toEqual(["permis"]);
  expect(fill(kept, kept).differing).toEqual([]);
});

test("two licences never become one because a third says little of both", () => {
  const licences = (...permis: readonly { readonly [key: string]: string }[]) => person({ permis });
  const given = licences({ numero: "50-1", debut: "2024-01-15" }, { numero: "50-2", debut: "2024-01-15" });
  expect(fill(licences({ debut: "2024-01-15" }), given).answers["permis"]).toEqual(given["permis"]);
});

test("a licence is known by its number before anything else", () => {
  const licences = (...permis: readonly { readonly [key: string]: string }[]) => person({ permis });
  const kept = licences({ debut: "2024-01-15" }, { numero: "50-1", debut: "2024-01-15" });
  expect(fill(kept, licences({ numero: "50 1", debut: "2024-01-15" }))).toMatchObject({ answers: kept, filled: [] });
});

test("an address is one answer: parts of two never make a third", () => {
  const given = person({
    adresse: { voie: "8 rue du Port", complement: "Bât. B", codePostal: "50100", commune: "Brix" },
  });
  expect(fill(person(), given)).toMatchObject({ answers: person(), differing: ["adresse"] });
});
