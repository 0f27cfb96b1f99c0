import type { CompiledDefinition, Tariffs, TariffVersion } from "../../engine/index.ts";
import { buildDefinition, type DefinitionParts } from "../helpers/definitions.ts";

/** Rows of the definition: residents and others, children and grown-ups, by quotient familial for residents. */
export const ROWS = [
  { domicile: "commune", age: "0 à 17", quotient: "0 à 700", amount: 4_500 },
  { domicile: "commune", age: "0 à 17", quotient: "701 et plus", amount: 7_500 },
  { domicile: "commune", age: "18 et plus", amount: 12_000 },
  { domicile: "ailleurs", amount: 15_000 },
];

const TARIFFS = {
  natation: {
    title: "École de natation",
    columns: [
      { id: "domicile", title: "Domicile", value: "domicile" },
      { id: "age", title: "Âge", value: "age(naissance, today)", suffix: "ans" },
      { id: "quotient", title: "Quotient familial", value: "quotient", missing: "highest" },
    ],
    rows: ROWS,
  },
};

const FEES = {
  inscription: {
    title: "Prix de l’inscription",
    steps: [
      { label: "Tarif", amount: "tariff('natation')" },
      { label: "Second enfant", when: "fratrie", percent: -33.3, rule: "Un tiers de moins." },
      { label: "Bonnet", when: "bonnets > 0", amount: "bonnets * 350" },
    ],
    maximum: 20_000,
    algorithm: { purpose: "Calculer le prix.", degree: "Le prix est entièrement calculé." },
  },
};

const PROPERTIES = {
  nom: { type: "string", title: "Nom" },
  domicile: {
    type: "string",
    title: "Où habitez-vous ?",
    oneOf: [
      { const: "commune", title: "Dans la commune" },
      { const: "ailleurs", title: "Ailleurs" },
    ],
  },
  naissance: { type: "string", format: "date", title: "Date de naissance" },
  quotient: { type: "integer", title: "Quotient familial", minimum: 0 },
  fratrie: { type: "boolean", title: "Un autre enfant est-il inscrit ?" },
  bonnets: { type: "integer", title: "Bonnets", minimum: 0, maximum: 50 },
  prix: { type: "integer", title: "Prix", "x-fee": "inscription" },
};

/** A registration whose price comes from a table. */
export const pricedDefinition = (workflow: DefinitionParts["workflow"] = {}): CompiledDefinition =>
  buildDefinition({
    id: "essai/natation",
    required: ["nom", "domicile", "naissance"],
    properties: PROPERTIES,
    definition: { tariffs: TARIFFS, fees: FEES },
    workflow,
  });

/** What a member decided of the table. */
export const decided = (...versions: readonly TariffVersion[]): Tariffs => new Map([["natation", versions]]);

/** A child of the commune, eight years old in 2026. */
export const CHILD = { nom: "Weber", domicile: "commune", naissance: "2018-01-10" };
