import { expect, test } from "vitest";
import { numberedForm, type PaperQuestion, paperForm } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const FILE = { type: "string", format: "uuid", title: "À joindre", "x-widget": "attachment" };

const { form } = buildDefinition({
  required: ["logement"],
  properties: {
    logement: {
      type: "string",
      title: "Logement",
      oneOf: [
        { const: "maison", title: "Une maison" },
        { const: "immeuble", title: "Un immeuble" },
      ],
    },
    naissance: { type: "string", format: "date", title: "Naissance" },
    personnes: { type: "integer", title: "Combien êtes-vous ?" },
    jardin: { type: "boolean", title: "Avec un jardin ?", "x-widget": "radio" },
    jours: {
      type: "array",
      title: "Jours",
      "x-widget": "checkboxes",
      items: { type: "string", oneOf: [{ const: "samedi", title: "Samedi" }] },
    },
    grand: { type: "boolean", title: "Grand", "x-computed": "personnes > 4" },
    etage: { type: "string", title: "Étage", "x-when": "logement == 'immeuble'" },
    taille: { type: "string", title: "Taille du jardin", "x-when": "jardin && logement != 'immeuble'" },
    autre: { type: "string", title: "Autre", "x-when": "!jardin || personnes >= 3" },
    tuteur: { type: "string", title: "Tuteur", "x-when": "age(naissance, today) < 18" },
    foyer: { type: "string", title: "Foyer", "x-when": "grand" },
    marche: { type: "string", title: "Marché", "x-when": "'samedi' in jours" },
    suite: { type: "string", title: "Suite", "x-when": "present(etage)" },
    rare: { type: "string", title: "Rare", "x-when": "logement.size() > 3 || jardin" },
    adresse: {
      type: "object",
      title: "Adresse",
      properties: { voie: { type: "string", title: "Voie" }, bail: FILE, ville: { type: "string", title: "Ville" } },
    },
    enfants: {
      type: "array",
      title: "Enfants",
      items: { type: "object", properties: { prenom: { type: "string", title: "Prénom" }, certificat: FILE } },
    },
    plan: { type: "array", title: "Plan", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
    note: { type: "string", title: "Note", "x-internal": true },
  },
});

const paper = paperForm(form);
const questions: readonly PaperQuestion[] = paper.parts.flatMap((part) => part.questions);
const when = (title: string) => questions.find(({ field }) => field.title === title)?.when;

test("numbers the questions in the order they are asked: groups within, files to join, nothing internal nor worked out", () => {
  const told = (list: readonly PaperQuestion[]): unknown[] =>
    list.map(({ number, field, questions: inner }) =>
      inner.length === 0 ? `${number} ${field.title}` : [`${number} ${field.title}`, ...told(inner)],
    );
  expect(told(questions)).toEqual([
    ...["1 Logement", "2 Naissance", "3 Combien êtes-vous ?", "4 Avec un jardin ?", "5 Jours", "6 Étage"],
    ...["7 Taille du jardin", "8 Autre", "9 Tuteur", "10 Foyer", "11 Marché", "12 Suite", "13 Rare"],
    ["14 Adresse", "14.1 Voie", "14.3 Ville"],
    ["15 Enfants", " Prénom"],
  ]);
  expect(paper.join.map(({ number, field }) => `${number} ${field.title}`)).toEqual([
    ...["14.2 À joindre", "15 À joindre", "16 Plan"],
  ]);
});

test("says in words on what a question depends, by the numbers of those it reads", () => {
  expect(when("Étage")).toBe("vous avez répondu « Un immeuble » à la question 1");
  expect(when("Taille du jardin")).toBe(
    "vous avez répondu « Oui » à la question 4 et vous n’avez pas répondu « Un immeuble » à la question 1",
  );
  expect(when("Autre")).toBe(
    "vous avez répondu « Non » à la question 4 ou si vous avez répondu au moins 3 à la question 3",
  );
  expect(when("Tuteur")).toBe("la personne de la question 2 a moins de 18 ans");
  expect(when("Foyer")).toBe("vous avez répondu plus de 4 à la question 3");
  expect(when("Marché")).toBe("vous avez coché « Samedi » à la question 5");
  expect(when("Suite")).toBe("vous avez répondu à la question 6");
  expect(when("Logement")).toBeUndefined();
});

test("does not make words up for a condition that has no short ones", () => {
  expect(when("Rare")).toBe("");
});

test("titles the questions of the screen with the numbers of the paper", () => {
  const titles = numberedForm(form).steps.flatMap(({ fields }) => fields.map(({ title }) => title));
  expect(titles.slice(0, 2)).toEqual(["1. Logement", "2. Naissance"]);
  expect(titles).toContain("16. Plan");
  expect(titles).toContain("Note");
  expect(form.steps[0]?.fields[0]?.title).toBe("Logement");
});
