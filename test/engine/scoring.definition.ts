import type { Answers, CompiledDefinition, Json } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const SCORING = {
  title: "Attribution des places",
  algorithm: { purpose: "Classer les demandes.", degree: "Le rang est calculé, la commission peut s’en écarter." },
  criteria: [
    { label: "Situation", points: "tariff('situation')", maximum: 10, weight: 2 },
    { label: "Fratrie", when: "fratrie", points: "5", maximum: 5, rule: "Un frère ou une sœur est déjà accueilli." },
    { label: "Ancienneté", points: "monthsBetween(complete, today)", maximum: 12 },
  ],
  ties: [
    { label: "la date du dossier complet, la plus ancienne d’abord", value: "complete" },
    { label: "le quotient familial, le plus bas d’abord", value: "quotient" },
  ],
};

const TABLES = {
  situation: {
    title: "Situation des parents",
    unit: "points",
    columns: [{ id: "situation", title: "Situation", value: "situation" }],
    rows: [
      { situation: "deux", amount: 10 },
      { situation: "un", amount: 6 },
      { situation: "aucun", amount: 0 },
    ],
  },
};

/** Requests ranked by points: a table that counts twice, a condition, a length of time. */
export const scoredDefinition = (scoring: { readonly [key: string]: Json } = {}): CompiledDefinition =>
  buildDefinition({
    id: "essai/place",
    required: ["nom", "situation", "complete"],
    properties: {
      nom: { type: "string", title: "Nom" },
      situation: {
        type: "string",
        title: "Qui travaille ?",
        oneOf: [
          { const: "deux", title: "Les deux parents" },
          { const: "un", title: "Un parent" },
          { const: "aucun", title: "Aucun" },
        ],
      },
      fratrie: { type: "boolean", title: "Fratrie" },
      complete: { type: "string", format: "date", title: "Dossier complet le" },
      quotient: { type: "integer", title: "Quotient familial", minimum: 0 },
    },
    definition: { tariffs: TABLES, scoring: { ...SCORING, ...scoring } },
  });

export const FAMILY: Answers = {
  nom: "Weber",
  situation: "deux",
  fratrie: true,
  complete: "2025-11-20",
  quotient: 700,
};
