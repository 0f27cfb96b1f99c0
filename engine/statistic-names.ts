import type { TimeUnit } from "./statistic.ts";

/** Measures by the name an address gives them. */
export const MEASURES = [
  "nombre",
  "part",
  "distinctes",
  "somme",
  "moyenne",
  "mediane",
  "centile",
  "delai-moyen",
  "delai-median",
  "delai-centile",
  "delai-tenu",
] as const;
export type MeasureName = (typeof MEASURES)[number];

/** Dimensions other than fields by the name an address gives them. */
export const DIMENSIONS = ["etat", "collectivite", "service", "canal", "agent"] as const;
export const TIMES: Readonly<Record<string, TimeUnit>> = {
  jour: "day",
  semaine: "week",
  mois: "month",
  trimestre: "quarter",
  annee: "year",
};
/** How a field is written where other names may stand: "champ:adresse.commune". */
export const FIELD = "champ:";
/** Any state in which a demande is settled. */
export const OUTCOME = "_issue";
/** The moment an entry was received. No state is written with such a mark. */
export const RECEPTION = "_reception";
/** How the parameter that keeps values of a field is written: "filtre[vehicule]". */
export const filterName = (key: string): string => `filtre[${key}]`;
