import { expect, test } from "vitest";
import { displayAnswers } from "../../engine/index.ts";
import { COMPLETE, FORM } from "../helpers/childminder.ts";
import { buildDefinition, NOW } from "../helpers/definitions.ts";

const lines = (answers: Parameters<typeof displayAnswers>[1]) =>
  displayAnswers(FORM, answers, { now: NOW }).map(({ step, rows }) => [
    step.id,
    rows.map(({ group, label, text }) => `${group === undefined ? "" : `${group} > `}${label} : ${text}`),
  ]);

test("shows visible answers step by step, groups flattened and items numbered", () => {
  expect(lines({ ...COMPLETE, langues: ["français", "breton"] })).toEqual([
    [
      "identite",
      [
        "Nom : Le Goff",
        "Naissance : 1er août 1987",
        "Majeure : Oui",
        "Téléphone : 06 12 34 56 78",
        "Adresse > Voie : 3 rue du Val",
        "Adresse > Commune : La Hague",
        "Adresse > Étage : 2",
      ],
    ],
    ["exercice", ["Lieu : À domicile", "Animaux : Non"]],
    [
      "agrements",
      [
        "Agréments 1 > Début : 1er janvier 2020",
        "Agréments 1 > Fin : 1er janvier 2025",
        "Agréments 1 > Capacité : 4",
        "Agréments 2 > Début : 1er janvier 2025",
        "Agréments 2 > Fin : 1er janvier 2030",
        "Agréments 2 > Capacité : 5",
        "Agréments 2 > Motif de la dérogation : Fratrie",
        "Places : 4",
        "Tarif : 4,50\u202f€",
      ],
    ],
    ["fin", ["Langues : français, breton", "J'atteste l'exactitude de ces informations : Oui"]],
  ]);
});

test("leaves out a hidden step and says what is not filled", () => {
  const shown = lines({ nom: "Le Goff", lieu: "aucun", places: 3 });
  expect(shown.map(([id]) => id)).toEqual(["identite", "exercice", "fin"]);
  expect(shown[0]?.[1]).toContain("Naissance : Non renseigné");
});

test("points at each value and flags files", () => {
  const { form } = buildDefinition({
    definition: { list: ["nom"] },
    properties: {
      nom: { type: "string", title: "Nom" },
      livret: { type: "string", format: "uuid", title: "Livret", "x-widget": "attachment" },
    },
  });
  const id = "0b0e7a52-8d2f-4f0e-9a55-5e3f7f0f2a11";
  const [section] = displayAnswers(form, { livret: id }, { now: NOW }, new Map([[id, "livret.pdf"]]));
  expect(section?.rows[1]).toMatchObject({ pointer: "/livret", text: "livret.pdf", value: id, attachment: true });
  const [, , third] = displayAnswers(FORM, COMPLETE, { now: NOW });
  expect(third?.rows.map(({ pointer }) => pointer)).toContain("/agrements/1/capacite");
});

test("leaves out what is computed for other questions only, and shows the rest of what is computed", () => {
  const { form } = buildDefinition({
    definition: { list: ["nom"] },
    properties: {
      nom: { type: "string", title: "Nom" },
      enfants: { type: "integer", title: "Enfants" },
      nombreuse: { type: "boolean", title: "Famille nombreuse", "x-computed": "enfants > 2", "x-hidden": true },
      prix: { type: "integer", title: "Prix", "x-widget": "money", "x-computed": "nombreuse ? 500 : 1000" },
    },
  });
  const rows = displayAnswers(form, { nom: "Muller", enfants: 3 }, { now: NOW }).flatMap((section) => section.rows);
  expect(rows.map(({ label, text }) => `${label} : ${text}`)).toEqual([
    "Nom : Muller",
    "Enfants : 3",
    "Prix : 5,00\u202f€",
  ]);
});
