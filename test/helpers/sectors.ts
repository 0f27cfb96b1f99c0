import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { buildDefinition } from "./definitions.ts";

const ADDRESS = JSON.parse(readFileSync(join(import.meta.dirname, "../../schemas/shared/adresse.json"), "utf8"));
const shared = new Map([["shared/adresse.json", ADDRESS]]);
const privacy = { purpose: "Essai", legalBasis: "6-1-e", sector: "ecole", retention: "P1Y" };
const choices = (values: readonly string[]) => values.map((value) => ({ const: value, title: value }));

const STREET = {
  type: "object",
  title: "Voie",
  required: ["voie"],
  properties: {
    voie: { type: "string", title: "Voie" },
    cote: { type: "string", title: "Côté", oneOf: choices(["tous", "pairs", "impairs"]) },
    de: { type: "integer", title: "Du numéro" },
    a: { type: "integer", title: "Au numéro" },
    ville: { type: "string", title: "Commune" },
  },
};

/** A school: whom it takes, the streets of its sector. Closed schools take nobody. */
export const SCHOOL: CompiledDefinition = buildDefinition({
  id: "essai/ecole",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    cycles: { type: "array", title: "Cycles", items: { type: "string", oneOf: choices(["petits", "grands"]) } },
    partout: { type: "boolean", title: "Toute la commune ?" },
    voies: { type: "array", title: "Voies", items: STREET },
  },
  definition: {
    kind: "register",
    privacy,
    rights: { read: ["anonymous", "citizen", "agent", "lecteur"] },
    sectors: {
      states: ["ouverte"],
      whole: "partout",
      serves: "cycles",
      streets: { list: "voies", street: "voie", side: "cote", from: "de", to: "a", commune: "ville" },
    },
  },
  workflow: {
    initial: "ouverte",
    states: {
      ouverte: {
        meta: { label: "Ouverte", sentence: "L’école est ouverte.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier", who: ["agent"], edit: true } },
          fermer: { target: "fermee", meta: { label: "Fermer", who: ["agent"] } },
        },
      },
      fermee: { type: "final", meta: { label: "Fermée", sentence: "L’école est fermée.", tone: "neutral" } },
    },
  },
});

/** A registration: the school of the sector, worked out; another school is a derogation. */
export const ENROLMENT: CompiledDefinition = buildDefinition({
  id: "essai/inscription",
  required: ["cycle", "adresse", "raison"],
  shared,
  properties: {
    cycle: { type: "string", title: "Cycle", oneOf: choices(["petits", "grands"]) },
    adresse: { $ref: "../shared/adresse.json", title: "Adresse" },
    secteur: {
      type: "string",
      title: "École de votre secteur",
      "x-ref": "essai/ecole",
      "x-sector": { address: "adresse", serves: "cycle", found: "D’après votre adresse, l’école de votre secteur est" },
    },
    souhait: { type: "string", title: "École souhaitée", "x-ref": "essai/ecole" },
    derogation: {
      type: "boolean",
      title: "Dérogation",
      "x-computed": "present(souhait) && (!present(secteur) || souhait != secteur)",
    },
    raison: { type: "string", title: "Raison", "x-when": "derogation" },
  },
  definition: {
    privacy,
    steps: [
      { id: "adresse", title: "L’enfant", fields: ["cycle", "adresse"] },
      { id: "ecole", title: "L’école", fields: ["secteur", "souhait", "raison"] },
    ],
    list: ["cycle", "secteur"],
  },
  workflow: {
    initial: "deposee",
    states: {
      deposee: {
        meta: { label: "À étudier", sentence: "Votre demande est arrivée.", tone: "active", task: true },
        on: {
          corriger: { meta: { label: "Corriger", who: ["agent"], edit: true } },
          secteur: {
            meta: { label: "Fixer le secteur", who: ["agent"], form: "secteur" },
            actions: [{ type: "assign", params: { set: { secteur: "event.ecole" } } }],
          },
          clore: { target: "close", meta: { label: "Clore", who: ["agent"] } },
        },
      },
      close: { type: "final", meta: { label: "Close", sentence: "C’est terminé.", tone: "neutral" } },
    },
    forms: {
      secteur: {
        title: "Fixer le secteur",
        type: "object",
        required: ["ecole"],
        properties: { ecole: { type: "string", title: "École", "x-ref": "essai/ecole" } },
      },
    },
  },
});

/** An address of Mulhouse. */
export const at = (voie: string, more: Answers = {}): Answers => ({
  ...{ voie, codePostal: "68100", commune: "Mulhouse" },
  ...more,
});
