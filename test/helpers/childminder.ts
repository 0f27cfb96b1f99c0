import { buildDefinition } from "./definitions.ts";

/** A register with what a form may hold: conditions, a group, items with conditions, computed fields, rules, choices. */
export const CHILDMINDER = buildDefinition({
  id: "relais/fiche-essai",
  definition: {
    kind: "register",
    steps: [
      { id: "identite", title: "Qui est-elle ?", fields: ["nom", "naissance", "majeure", "telephone", "adresse"] },
      { id: "exercice", title: "Où exerce-t-elle ?", fields: ["lieu", "mam", "animaux"] },
      { id: "agrements", title: "Ses agréments", fields: ["agrements", "places", "tarif"], when: "lieu != 'aucun'" },
      { id: "fin", title: "Pour finir", fields: ["langues", "attestation"] },
    ],
    rules: [
      {
        code: "mam-limite",
        check: "lieu != 'mam' || places <= 4",
        message: "En MAM, quatre places au plus.",
        pointer: "/mam",
      },
      {
        code: "dates-agrement",
        each: "agrements",
        check: "item.fin > item.debut",
        message: "La fin vient après le début.",
        pointer: "/fin",
      },
    ],
    list: ["nom", "naissance", "places"],
    search: ["nom", "adresse.commune", "telephone", "lieu"],
  },
  required: ["nom", "lieu", "mam", "agrements", "attestation"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 80 },
    naissance: { type: "string", format: "date", title: "Naissance" },
    majeure: { type: "boolean", title: "Majeure", "x-computed": "age(naissance, today) >= 18" },
    telephone: { type: "string", format: "phone", title: "Téléphone" },
    adresse: {
      type: "object",
      title: "Adresse",
      required: ["voie", "commune"],
      properties: {
        voie: { type: "string", title: "Voie" },
        commune: { type: "string", title: "Commune" },
        etage: { type: "string", title: "Étage", "x-when": "lieu == 'domicile'" },
      },
    },
    lieu: {
      type: "string",
      title: "Lieu",
      oneOf: [
        { const: "domicile", title: "À domicile" },
        { const: "mam", title: "En MAM" },
        { const: "aucun", title: "N'exerce pas" },
      ],
    },
    mam: { type: "string", title: "Nom de la MAM", "x-when": "lieu == 'mam'" },
    animaux: { type: "boolean", title: "Animaux", "x-when": "lieu == 'domicile'" },
    agrements: {
      type: "array",
      title: "Agréments",
      maxItems: 5,
      items: {
        type: "object",
        required: ["debut", "capacite", "motif"],
        properties: {
          debut: { type: "string", format: "date", title: "Début" },
          fin: { type: "string", format: "date", title: "Fin" },
          capacite: { type: "integer", title: "Capacité", minimum: 1, maximum: 6 },
          motif: { type: "string", title: "Motif de la dérogation", "x-when": "item.capacite > 4" },
        },
      },
    },
    places: { type: "integer", title: "Places", minimum: 0, maximum: 12 },
    tarif: { type: "integer", title: "Tarif", "x-widget": "money", minimum: 0 },
    langues: {
      type: "array",
      title: "Langues",
      uniqueItems: true,
      items: { type: "string", enum: ["français", "anglais", "breton"] },
    },
    attestation: { type: "boolean", const: true, title: "J'atteste l'exactitude de ces informations" },
  },
});

export const FORM = CHILDMINDER.form;

/** Answers that break nothing. */
export const COMPLETE = {
  nom: "Le Goff",
  naissance: "1987-08-01",
  telephone: "+33612345678",
  adresse: { voie: "3 rue du Val", commune: "La Hague", etage: "2" },
  lieu: "domicile",
  animaux: false,
  agrements: [
    { debut: "2020-01-01", fin: "2025-01-01", capacite: 4 },
    { debut: "2025-01-01", fin: "2030-01-01", capacite: 5, motif: "Fratrie" },
  ],
  places: 4,
  tarif: 450,
  langues: ["français"],
  attestation: true,
};
