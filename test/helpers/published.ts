import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers, DefinitionSource, Json } from "../../engine/index.ts";
import { buildDefinition, definitionSource } from "./definitions.ts";

const SHARED = new Map<string, unknown>([
  [
    "shared/adresse.json",
    JSON.parse(readFileSync(join(import.meta.dirname, "../../schemas/shared/adresse.json"), "utf8")),
  ],
]);

const STATES: Json = {
  active: {
    meta: { label: "Active", sentence: "La fiche est active.", tone: "success" },
    on: {
      modifier: { meta: { label: "Modifier la fiche", edit: true } },
      archiver: { target: "archivee", meta: { label: "Archiver la fiche" } },
    },
  },
  archivee: {
    meta: { label: "Archivée", sentence: "La fiche est archivée.", tone: "neutral" },
    on: { reprendre: { target: "active", meta: { label: "Reprendre la fiche" } } },
  },
};

export const PUBLISHED = {
  title: "Trouver un artisan",
  summary: "Les artisans qui ont de la place.",
  states: ["active"],
  when: "places > 0",
  until: "assure",
  name: [["prenoms"], ["usage", "nom"]],
  fields: [
    { field: "prenoms" },
    { field: "nom" },
    { field: "usage" },
    { field: "adresse.commune", title: "Commune", list: true },
    { field: "places", list: true },
    { field: "libre" },
    { field: "metier", list: true },
    { field: "jours" },
    { field: "domicile" },
    { field: "zone" },
    { field: "telephone", when: "accord" },
    { field: "adresse", when: "accord && chezLui" },
  ],
  filters: [
    { field: "adresse.commune" },
    { field: "metier" },
    { field: "jours" },
    { field: "places" },
    { field: "libre" },
    { field: "domicile" },
  ],
} as const;

const PARTS = (shown: Json, more: Readonly<Record<string, Json>> = {}) => ({
  id: "annuaire/artisan",
  shared: SHARED,
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom de naissance", maxLength: 80 },
    usage: { type: "string", title: "Nom d’usage", maxLength: 80 },
    prenoms: { type: "string", title: "Prénoms", maxLength: 80 },
    naissance: { type: "string", format: "date", title: "Date de naissance" },
    telephone: { type: "string", format: "phone", title: "Téléphone" },
    adresse: { $ref: "../shared/adresse.json", title: "Adresse" },
    accord: { type: "boolean", title: "Accepte d’être appelé" },
    chezLui: { type: "boolean", title: "Accepte que son adresse soit donnée" },
    places: { type: "integer", title: "Places", minimum: 0 },
    libre: { type: "string", format: "date", title: "Libre à partir du" },
    assure: { type: "string", format: "date", title: "Fin de l’assurance" },
    metier: {
      type: "string",
      title: "Métier",
      oneOf: [
        { const: "bois", title: "Le bois" },
        { const: "pierre", title: "La pierre" },
      ],
    },
    jours: {
      type: "array",
      title: "Jours",
      "x-widget": "checkboxes",
      items: {
        type: "string",
        oneOf: [
          { const: "lundi", title: "Lundi" },
          { const: "mardi", title: "Mardi" },
        ],
      },
    },
    domicile: { type: "boolean", title: "Se déplace" },
    appel: { type: "string", title: "À appeler", "x-computed": "telephone + ' ' + nom" },
    zone: { type: "string", title: "Zone", "x-computed": "adresse.codePostal" },
    remarque: { type: "string", title: "Remarque du service", "x-internal": true, maxLength: 200 },
    photo: { type: "string", title: "Photo", "x-widget": "attachment" },
    ...more,
  } as Readonly<Record<string, Json>>,
  definition: {
    kind: "register",
    unit: "voirie",
    search: ["nom", "prenoms"],
    list: ["nom", "prenoms"],
    rights: { open: ["agent"], read: ["agent", "lecteur"] },
    public: shown,
  },
  workflow: { id: "instruction", title: "Fiche", opened: "Fiche créée", initial: "active", states: STATES },
});

/** A register of craftsmen, of which anyone may read what they agreed to. */
export const CRAFTSMEN = buildDefinition(PARTS(PUBLISHED as unknown as Json));

/** The same file, with another part under `public`. */
export const craftsmanSource = (shown: Json): { source: DefinitionSource; shared: ReadonlyMap<string, unknown> } => ({
  source: definitionSource(PARTS(shown)),
  shared: SHARED,
});

/** Everything answered, everything agreed to. */
export const craftsman = (changes: Answers = {}): Answers => ({
  ...{ nom: "Quesnel", prenoms: "Lucie", naissance: "1980-04-12", telephone: "+33233000101" },
  adresse: { voie: "12 rue du Phare", codePostal: "50700", commune: "Valognes" },
  ...{ accord: true, chezLui: true, places: 2, assure: "2099-12-31", metier: "bois", jours: ["lundi", "mardi"] },
  ...{ domicile: true, remarque: "Ne répond jamais le matin" },
  ...changes,
});
