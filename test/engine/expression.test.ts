import { describe, expect, test } from "vitest";
import { extendNames, namesOf } from "../../engine/cel-names.ts";
import { compileExpression, type Expected } from "../../engine/expression.ts";
import type { Answers, Field, Scope } from "../../engine/index.ts";
import { formOf } from "../helpers/forms.ts";

const { order: fields } = formOf({
  nom: { type: "string", title: "Nom" },
  document: {
    type: "string",
    title: "Document",
    oneOf: [
      { const: "copie", title: "Copie intégrale" },
      { const: "extrait", title: "Extrait" },
    ],
  },
  naissance: { type: "string", format: "date", title: "Naissance" },
  exemplaires: { type: "integer", title: "Exemplaires" },
  distance: { type: "number", title: "Distance" },
  majeur: { type: "boolean", title: "Majeur" },
  adresse: { type: "object", title: "Adresse", properties: { commune: { type: "string", title: "Commune" } } },
  agrements: {
    type: "array",
    title: "Agréments",
    items: {
      type: "object",
      properties: {
        capacite: { type: "integer", title: "Capacité" },
        debut: { type: "string", format: "date", title: "Début" },
      },
    },
  },
  jours: {
    type: "array",
    title: "Jours",
    items: { type: "string", enum: ["lundi", "mardi"] },
  },
});
const names = namesOf(fields);

function evaluate(source: string, answers: Answers = {}, expected: Expected = "any", scope: Partial<Scope> = {}) {
  const result = compileExpression(source, names, expected);
  if (!result.ok) throw new Error(result.problem.message);
  return result.expression.evaluate({ now: "2026-03-03T09:30:00.000Z", answers, ...scope });
}

function refusal(source: string, expected: Expected = "bool"): string {
  const result = compileExpression(source, names, expected);
  return result.ok ? "accepted" : result.problem.message;
}

describe("an expression", () => {
  test("compares a choice, a date, an integer and a number", () => {
    const answers = { document: "copie", naissance: "2008-03-03", exemplaires: 3, distance: 2.5 };
    expect(evaluate("document == 'copie' && exemplaires > 2 && distance < 3.0", answers, "bool")).toBe(true);
    expect(evaluate("age(naissance, today)", answers, "int")).toBe(18);
    expect(evaluate("naissance < date('2008-03-04')", answers, "bool")).toBe(true);
  });

  test("gives plain JSON: integers as numbers, days as dates, instants in full", () => {
    expect(evaluate("exemplaires * 250", { exemplaires: 4 }, "int")).toBe(1000);
    expect(evaluate("years(naissance, 18)", { naissance: "2008-02-29" }, "date")).toBe("2026-02-28");
    expect(evaluate("months(naissance, -4)", { naissance: "2026-01-31" }, "date")).toBe("2025-09-30");
    expect(evaluate("today + days(15)", {}, "date")).toBe("2026-03-18");
    expect(evaluate("now", {}, "date")).toBe("2026-03-03T09:30:00.000Z");
  });

  test("takes the day of Paris for today", () => {
    expect(evaluate("today", {}, "date", { now: "2026-06-30T22:30:00.000Z" })).toBe("2026-07-01");
  });

  test("reads groups, and the items of a repeat", () => {
    const answers = {
      adresse: { commune: "Rixheim" },
      agrements: [{ capacite: 2, debut: "2020-01-01" }, { capacite: 4 }],
    };
    expect(evaluate("adresse.commune == 'Rixheim'", answers, "bool")).toBe(true);
    expect(evaluate("agrements.all(a, a.capacite <= 4)", answers, "bool")).toBe(true);
    expect(evaluate("agrements.exists(a, a.debut > today)", answers, "bool")).toBeUndefined();
    expect(evaluate("agrements.filter(a, a.capacite > 3).size()", answers, "int")).toBe(1);
  });

  test("is undefined when an answer it needs is absent, of another type or null", () => {
    expect(evaluate("exemplaires > 2", {}, "bool")).toBeUndefined();
    expect(evaluate("exemplaires > 2", { exemplaires: "trois" }, "bool")).toBeUndefined();
    expect(evaluate("exemplaires > 2", { exemplaires: 2.5 }, "bool")).toBeUndefined();
    expect(evaluate("naissance < today", { naissance: "2026-02-31" }, "bool")).toBeUndefined();
    expect(evaluate("nom == 'Roux'", { nom: null }, "bool")).toBeUndefined();
    expect(evaluate("10 / exemplaires", { exemplaires: 0 }, "int")).toBeUndefined();
  });

  test("does not need an answer that another part settles", () => {
    expect(evaluate("nom == 'Roux' || majeur", { majeur: true }, "bool")).toBe(true);
    expect(evaluate("nom == 'Roux' && majeur", { majeur: false }, "bool")).toBe(false);
    expect(evaluate("nom == 'Roux' || majeur", { majeur: false }, "bool")).toBeUndefined();
  });

  test("tells whether an answer is there", () => {
    expect(evaluate("present(nom)", {}, "bool")).toBe(false);
    expect(evaluate("present(nom)", { nom: "" }, "bool")).toBe(false);
    expect(evaluate("present(nom) && !present(jours)", { nom: "Roux", jours: [] }, "bool")).toBe(true);
    expect(evaluate("present(adresse.commune)", { adresse: {} }, "bool")).toBe(false);
  });

  test("shows a value in French", () => {
    const answers = { naissance: "1990-03-01", majeur: true, exemplaires: 1234, jours: ["lundi", "mardi"] };
    expect(evaluate("text(naissance)", answers)).toBe("1er mars 1990");
    expect(evaluate("text(majeur) + ', ' + text(jours)", answers)).toBe("Oui, lundi, mardi");
    expect(evaluate("text(exemplaires)", answers)).toBe("1\u202f234");
  });

  test("does not read a list longer than its form allows, whoever sent it", () => {
    const agrements = Array.from({ length: 51 }, () => ({ capacite: 1 }));
    expect(evaluate("agrements.all(a, a.capacite == 1)", { agrements }, "bool")).toBeUndefined();
  });

  test("says which top-level names it reads", () => {
    const result = compileExpression(
      "agrements.all(a, a.capacite <= exemplaires) && adresse.commune != ''",
      names,
      "bool",
    );
    expect(result.ok && result.expression.reads).toEqual(["adresse", "agrements", "exemplaires"]);
  });

  test("reads the item, the event and the entry where they exist", () => {
    const more = extendNames(names, { item: fields, event: fields });
    const result = compileExpression("item.exemplaires + event.exemplaires", more, "int");
    const scope = { now: "2026-03-03T09:30:00.000Z", answers: {}, item: { exemplaires: 1 }, event: { exemplaires: 2 } };
    expect(result.ok && result.expression.evaluate(scope)).toBe(3);
  });
});

describe("a wrong expression", () => {
  test.each([
    ["noom == 'Roux'", "« noom » n'est pas un champ connu ; vouliez-vous dire « nom » ?"],
    ["adresse.comune == ''", "« comune » n'est pas un champ connu de ce groupe ; vouliez-vous dire « commune » ?"],
    [
      "agrements.all(a, a.capcite > 1)",
      "« capcite » n'est pas un champ connu de ce groupe ; vouliez-vous dire « capacite » ?",
    ],
    ["document == 'copi'", "« copi » n'est pas un choix de « Document » ; vouliez-vous dire « copie » ?"],
    ["'lindi' in jours", "« lindi » n'est pas un choix de « Jours » ; vouliez-vous dire « lundi » ?"],
    ["nom + exemplaires", "On ne peut pas combiner un texte et un nombre entier avec « + »."],
    ["aeg(naissance, today) > 3", "La fonction « aeg » n'existe pas ; vouliez-vous dire « age » ?"],
    ["nom ==", "L'expression ne peut pas être lue, elle s'arrête trop tôt."],
    ["nom = 'Roux'", "L'expression ne peut pas être lue près de « = 'Roux' » : on compare avec « == »."],
    [
      "nom == “Roux”",
      "L'expression ne peut pas être lue près de « “Roux” » : un texte s'écrit entre apostrophes droites, comme 'oui'.",
    ],
    [
      "nom == 'a' ou nom == 'b'",
      "L'expression ne peut pas être lue près de « ou nom == 'b » : écrivez « && » pour et, « || » pour ou, « ! » pour non.",
    ],
    ["document == copie", "« copie » n'est pas un champ connu : un choix s'écrit entre apostrophes, 'copie'."],
    ["age(naissance) > 3", "La fonction « age » ne s'applique pas à ces valeurs ; elle s'écrit age(naissance, today)."],
    ["exemplaires", "L'expression doit donner une réponse oui/non, pas un nombre entier."],
    ["about.member == ''", "« about » n'existe que dans le parcours et ses courriels."],
  ])("« %s » is told why", (source, message) => {
    expect(refusal(source)).toBe(message);
  });

  test("names a field of the item by the item", () => {
    const inside = extendNames(names, { item: [{ ...(fields[0] as Field), key: "prenom" }] });
    const result = compileExpression("prenom == 'Zoé'", inside, "bool");
    expect(!result.ok && result.problem.message).toBe("« prenom » n'est pas un champ connu ; écrivez « item.prenom ».");
  });

  test("says how to write a comparison that has no meaning", () => {
    expect(refusal("naissance < 2008")).toContain("une date et un nombre entier");
    expect(refusal("naissance < '2008-01-01'")).toContain('date("2026-01-31")');
    expect(refusal("nom == null")).toContain("present(champ)");
    expect(refusal("has(nom)")).toContain("present(champ)");
    expect(refusal("distance == 5")).toContain("5.0");
    expect(refusal("naissance < date('2008-02-31')")).toBe("« 2008-02-31 » n'est pas une date qui existe.");
    expect(refusal("text(adresse) == ''")).toBe("La fonction « text » ne s'applique pas à ces valeurs.");
  });

  test.each([
    "nom.matches('a')",
    "dyn(nom) == 1",
    "type(nom) == string",
    "cel.bind(x, 1, x == 1)",
    "nom.split('')[0] == ''",
  ])("« %s » leaves the closed list of functions", (source) => {
    expect(refusal(source)).toMatch(/n'existe pas/);
  });
});
