import { describe, expect, test } from "vitest";
import { contactIn, type Profile, prefill } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const { form } = buildDefinition({
  definition: { page: { forOther: true } },
  properties: {
    nom: { type: "string", title: "Nom", "x-profile": "family-name", "x-profile-of": "person" },
    naissance: {
      ...{ type: "string", format: "date", title: "Né le" },
      ...{ "x-profile": "birth-date", "x-profile-of": "person" },
    },
    demandeur: {
      type: "object",
      title: "Vous",
      "x-profile": "identity",
      properties: {
        prenom: { type: "string", title: "Prénom", "x-autocomplete": "given-name" },
        nom: { type: "string", title: "Nom", "x-autocomplete": "family-name" },
      },
    },
    adresse: {
      type: "object",
      title: "Adresse",
      "x-profile": "address",
      properties: {
        rue: { type: "string", title: "Rue", "x-autocomplete": "address-line1", maxLength: 30 },
        code: { type: "string", title: "Code postal", "x-autocomplete": "postal-code" },
        ville: { type: "string", title: "Ville", "x-autocomplete": "address-level2" },
      },
    },
    civilite: {
      type: "string",
      title: "Civilité",
      "x-profile": "civility",
      oneOf: [
        { const: "madame", title: "Madame" },
        { const: "monsieur", title: "Monsieur" },
      ],
    },
    courriel: { type: "string", format: "email", title: "Courriel", "x-profile": "email" },
    objet: { type: "string", title: "Objet" },
  },
});

const MARIE: Profile = {
  civility: "madame",
  "given-names": "Marie Louise",
  "family-name": "Schoenauer",
  "used-name": "Weber",
  "birth-date": "1985-03-27",
  email: "marie@exemple.fr",
  address: { "address-line1": "12 rue du Sauvage", "postal-code": "68100", "address-level2": "Mulhouse" },
};

describe("what an account fills", () => {
  test("is what the fields ask of whoever files, each in the form's own shape", () => {
    expect(prefill(form, MARIE, null)).toEqual({
      demandeur: { prenom: "Marie", nom: "Weber" },
      adresse: { rue: "12 rue du Sauvage", code: "68100", ville: "Mulhouse" },
      civilite: "madame",
      courriel: "marie@exemple.fr",
    });
  });

  test("is, for a person of the household, that person's name and birth date", () => {
    const answers = prefill(form, MARIE, { "family-name": "Durand", "birth-date": "2016-05-04" });
    expect(answers).toMatchObject({ nom: "Durand", naissance: "2016-05-04", courriel: "marie@exemple.fr" });
  });

  test("leaves out what the form would refuse, and never throws on an odd value", () => {
    const long = { ...MARIE, address: { "address-line1": "x".repeat(31) }, civility: "maître", email: "marie" };
    expect(prefill(form, long, null)).toEqual({ demandeur: { prenom: "Marie", nom: "Weber" } });
    expect(prefill(form, { address: "rue", "given-names": 4, email: null }, {})).toEqual({});
  });
});

test("what answers teach an account is how to reach her, and only that", () => {
  const answers = {
    ...{ nom: "Durand", demandeur: { prenom: "Marie", nom: "Weber" }, objet: "Un acte" },
    ...{ courriel: "marie@exemple.fr", adresse: { rue: "1 rue Neuve", code: "68100", ville: "Mulhouse" } },
  };
  expect(contactIn(form, answers)).toEqual({
    email: "marie@exemple.fr",
    address: { "address-line1": "1 rue Neuve", "postal-code": "68100", "address-level2": "Mulhouse" },
  });
});
