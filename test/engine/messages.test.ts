import { describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { requiredMessage } from "../../engine/messages.ts";
import { formOf } from "../helpers/forms.ts";

/** The issue of one answer to one field. */
function said(schema: object, value: Answers[string], key = "champ") {
  const { validate } = formOf({ [key]: { title: "Nom de naissance", ...schema } });
  return validate({ [key]: value }).map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
}

const choices = [
  { const: "copie", title: "Copie" },
  { const: "extrait", title: "Extrait" },
];

describe("a wrong answer is told how to mend it:", () => {
  test.each([
    [
      "a text sent as a number",
      { type: "string" },
      3,
      "type /champ Vous devez indiquer un texte pour « Nom de naissance ».",
    ],
    [
      "letters for an integer",
      { type: "integer" },
      "quatre",
      "type /champ Vous devez indiquer un nombre entier pour « Nom de naissance », par exemple 4.",
    ],
    [
      "a fraction for an integer",
      { type: "integer" },
      2.5,
      "type /champ Vous devez indiquer un nombre entier pour « Nom de naissance », par exemple 4.",
    ],
    [
      "letters for a number",
      { type: "number" },
      "loin",
      "type /champ Vous devez indiquer un nombre pour « Nom de naissance », par exemple 12,5.",
    ],
    [
      "letters for an amount",
      { type: "integer", "x-widget": "money" },
      "cher",
      "type /champ Vous devez indiquer un montant en euros pour « Nom de naissance », par exemple 12,50.",
    ],
    [
      "neither yes nor no",
      { type: "boolean" },
      "peut-être",
      "type /champ Vous devez choisir une réponse à « Nom de naissance ».",
    ],
    [
      "a group sent as a text",
      { type: "object", properties: { a: { type: "string", title: "A" } } },
      "x",
      "type /champ Vous devez remplir « Nom de naissance » champ par champ.",
    ],
    [
      "a date that does not exist",
      { type: "string", format: "date" },
      "2026-02-31",
      "format /champ Vous devez indiquer une date qui existe pour « Nom de naissance », par exemple le 31 janvier 2026 : 31, 1, 2026.",
    ],
    [
      "an address without a domain",
      { type: "string", format: "email" },
      "roux@",
      "format /champ Vous devez indiquer une adresse électronique complète pour « Nom de naissance », par exemple nom@exemple.fr.",
    ],
    [
      "a telephone too short",
      { type: "string", format: "phone" },
      "06 12",
      "format /champ Vous devez indiquer un numéro de téléphone pour « Nom de naissance », par exemple 06 12 34 56 78 ou +33 6 12 34 56 78.",
    ],
    [
      "a file that is none",
      { type: "string", format: "uuid" },
      "x.pdf",
      "format /champ Vous devez joindre de nouveau le fichier de « Nom de naissance » : il n'a pas été reconnu.",
    ],
    [
      "a fiche that is none",
      { type: "string", "x-ref": "relais/assistante-maternelle" },
      "Roux",
      "format /champ Vous devez choisir une fiche de la liste pour « Nom de naissance ».",
    ],
    [
      "a choice that is not offered",
      { type: "string", oneOf: choices },
      "acte",
      "enum /champ Vous devez choisir une des réponses proposées pour « Nom de naissance ».",
    ],
    [
      "choices of which one is not offered",
      { type: "array", items: { type: "string", oneOf: choices } },
      ["copie", "acte"],
      "enum /champ Vous devez choisir parmi les réponses proposées pour « Nom de naissance ».",
    ],
    [
      "an attestation left unticked",
      { type: "boolean", const: true },
      false,
      "const /champ Vous devez cocher « Nom de naissance » pour continuer.",
    ],
    [
      "a text too short",
      { type: "string", minLength: 20 },
      "non",
      "minLength /champ Vous devez écrire au moins 20 caractères pour « Nom de naissance ».",
    ],
    [
      "a text too long",
      { type: "string", maxLength: 1 },
      "non",
      "maxLength /champ Vous devez écrire 1 caractère au plus pour « Nom de naissance ».",
    ],
    [
      "a text too long without a bound",
      { type: "string" },
      "x".repeat(201),
      "maxLength /champ Vous devez écrire 200 caractères au plus pour « Nom de naissance ».",
    ],
    [
      "a pattern not met",
      { type: "string", pattern: "^\\d{5}$", description: "Cinq chiffres" },
      "682",
      "pattern /champ Vous devez écrire « Nom de naissance » sous la forme attendue : cinq chiffres.",
    ],
    [
      "too few",
      { type: "integer", minimum: 1 },
      0,
      "minimum /champ Vous devez indiquer 1 ou plus pour « Nom de naissance ».",
    ],
    [
      "too many",
      { type: "integer", maximum: 90, "x-suffix": "jours" },
      91,
      "maximum /champ Vous devez indiquer 90 jours ou moins pour « Nom de naissance ».",
    ],
    [
      "too small",
      { type: "number", exclusiveMinimum: 0 },
      0,
      "exclusiveMinimum /champ Vous devez indiquer plus de 0 pour « Nom de naissance ».",
    ],
    [
      "too large",
      { type: "number", exclusiveMaximum: 10 },
      10,
      "exclusiveMaximum /champ Vous devez indiquer moins de 10 pour « Nom de naissance ».",
    ],
    [
      "an amount too high",
      { type: "integer", "x-widget": "money", maximum: 123450 },
      123451,
      "maximum /champ Vous devez indiquer 1\u202f234,50\u202f€ ou moins pour « Nom de naissance ».",
    ],
    [
      "a number between two steps",
      { type: "integer", multipleOf: 5 },
      7,
      "multipleOf /champ Vous devez indiquer un multiple de 5 pour « Nom de naissance ».",
    ],
    [
      "too few ticks",
      { type: "array", minItems: 2, items: { type: "string", oneOf: choices } },
      ["copie"],
      "minItems /champ Vous devez cocher au moins 2 réponses pour « Nom de naissance ».",
    ],
    [
      "too many files",
      { type: "array", maxItems: 1, items: { type: "string", format: "uuid" } },
      ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "6f9619ff-8b86-4d01-b42d-00cf4fc964fe"],
      "maxItems /champ Vous devez garder 1 fichier au plus pour « Nom de naissance ».",
    ],
    [
      "the same tick twice",
      { type: "array", items: { type: "string", oneOf: choices } },
      ["copie", "copie"],
      "uniqueItems /champ Vous devez retirer ce qui figure deux fois dans « Nom de naissance ».",
    ],
  ] as const)("%s", (_name, schema, value, expected) => {
    expect(said(schema, value)).toEqual([expected]);
  });

  test("an unknown key, at its own place", () => {
    const { validate } = formOf({ nom: { type: "string", title: "Nom" } });
    expect(validate({ "n/om": "Roux" })).toEqual([
      {
        code: "additionalProperties",
        pointer: "/n~1om",
        message: "Le champ « n/om » n'est pas attendu ici : retirez-le.",
      },
    ]);
  });

  test("a field of an item, at its index", () => {
    const items = { type: "object", properties: { debut: { type: "string", format: "date", title: "Début" } } };
    expect(said({ type: "array", items }, [{ debut: "2026-01-01" }, { debut: "hier" }])).toEqual([
      expect.stringMatching(/^format \/champ\/1\/debut /),
    ]);
  });

  test("once per field, whatever is wrong with it", () => {
    expect(said({ type: "string", pattern: "^a+$", maxLength: 2 }, "bbb")).toEqual([
      expect.stringMatching(/^maxLength /),
    ]);
  });

  test("in the definition's own words where it has some", () => {
    const own = { "x-messages": { oneOf: "Prenez l’un des deux.", minimum: "Au moins 15 jours." } };
    expect(said({ type: "string", oneOf: choices, ...own }, "acte")).toEqual(["enum /champ Prenez l’un des deux."]);
    expect(said({ type: "integer", minimum: 15, ...own }, 3)).toEqual(["minimum /champ Au moins 15 jours."]);
  });
});

describe("a blank answer is asked for:", () => {
  test.each([
    [{ type: "string" }, "Vous devez indiquer « Nom »."],
    [{ type: "string", oneOf: choices }, "Vous devez choisir une réponse à « Nom »."],
    [{ type: "array", items: { type: "string", oneOf: choices } }, "Vous devez cocher au moins une réponse à « Nom »."],
    [{ type: "boolean", const: true }, "Vous devez cocher « Nom » pour continuer."],
    [{ type: "string", format: "uuid" }, "Vous devez joindre un fichier pour « Nom »."],
    [{ type: "string", format: "date" }, "Vous devez indiquer une date pour « Nom »."],
    [{ type: "string", "x-ref": "relais/assistante-maternelle" }, "Vous devez choisir une fiche pour « Nom »."],
    [{ type: "string", "x-messages": { required: "Indiquez le nom." } }, "Indiquez le nom."],
  ])("%j", (schema, message) => {
    const [field] = formOf({ nom: { title: "Nom", ...schema } }).order;
    expect(field && requiredMessage(field)).toBe(message);
  });
});

describe("formats", () => {
  test.each([
    ["email", "zoe.roux@mulhouse.fr", true],
    ["email", "zoé@café.fr", true],
    ["email", "zoe@mulhouse", false],
    ["email", "zoe roux@mulhouse.fr", false],
    ["email", "zoe@@mulhouse.fr", false],
    ["email", "zoe..r@mulhouse.fr", false],
    ["phone", "06 12 34 56 78", true],
    ["phone", "06.12.34.56.78", true],
    ["phone", "+33612345678", true],
    ["phone", "612345678", false],
    ["phone", "+33 6 12", false],
    ["date", "2024-02-29", true],
    ["date", "2026-02-29", false],
    ["date", "26-02-2026", false],
    ["uuid", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", true],
    ["uuid", "6f9619ff", false],
  ])("%s « %s »: %s", (format, value, right) => {
    expect(said({ type: "string", format }, value).length).toBe(right ? 0 : 1);
  });
});

test("a pattern made to explode is answered like any other", () => {
  const { validate } = formOf({ code: { type: "string", title: "Code", pattern: "^(a+)+$", maxLength: 20000 } });
  expect(validate({ code: `${"a".repeat(19_000)}!` }).map(({ code }) => code)).toEqual(["pattern"]);
});

test("each field is held to its own pattern", () => {
  const { validate } = formOf({
    code: { type: "string", title: "Code", pattern: "^\\d+$" },
    lettre: { type: "string", title: "Lettre", pattern: "^[a-z]$" },
  });
  expect(validate({ code: "12", lettre: "b" })).toEqual([]);
  expect(validate({ code: "b", lettre: "12" }).map(({ pointer }) => pointer)).toEqual(["/code", "/lettre"]);
});
