import type { FieldSchema } from "./meta.generated.ts";

/** What a source must be told to answer: one CEL expression each, in `x-definition.sources`. */
export interface SourceInput {
  /** For people: what is asked again when it lacks. */
  readonly title: string;
  readonly type: "string" | "date";
  readonly required: boolean;
}

/** A kind of source: what it takes and what it gives, known to the compiler so that expressions on it are checked. */
export interface SourceKind {
  /** What she asks for, in her words, after "récupérer". */
  readonly mine: string;
  /** Who holds the data, after "auprès de". */
  readonly holder: string;
  readonly inputs: Readonly<Record<string, SourceInput>>;
  /** Each piece of data it can give, as a field. */
  readonly outputs: Readonly<Record<string, FieldSchema>>;
  /** Those kept when the definition does not say. */
  readonly usual: readonly string[];
}

/** What came of asking a source, kept as the answer `etat`. */
export const SOURCE_STATES = {
  obtenu: "Obtenue",
  refuse: "L’usager a préféré répondre lui-même",
  introuvable: "Aucun dossier trouvé",
  indisponible: "Le service ne répondait pas",
  interrompu: "Le passage par FranceConnect n’a pas abouti",
  plafond: "Le nombre d’appels du jour était atteint",
  "non-demande": "Non demandée",
} as const;
export type SourceOutcome = keyof typeof SOURCE_STATES;

/** How a source is told whom it is asked about, kept as the answer `par`. */
export const SOURCE_WAYS = {
  identite: "L’identité écrite dans la demande",
  franceconnect: "FranceConnect",
} as const;
export type SourceWay = keyof typeof SOURCE_WAYS;

const choices = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, title]) => ({ const: value, title }));

/**
 * What every source gives besides its data: what came of it, by whose word of who she is, from whom, and when. `par`
 * without `etat`: she chose a way and has not asked yet.
 */
export const ALWAYS: Readonly<Record<string, FieldSchema>> = {
  etat: {
    type: "string",
    title: "Réponse de l’organisme",
    oneOf: choices(SOURCE_STATES),
  },
  par: { type: "string", title: "Demandé avec", oneOf: choices(SOURCE_WAYS) },
  organisme: { type: "string", title: "Obtenu de", maxLength: 60 },
  obtenuLe: { type: "string", format: "date", title: "Obtenu le" },
};

const identity = (title: string, required: boolean, type: SourceInput["type"] = "string"): SourceInput => ({
  title,
  type,
  required,
});

/** The kinds a definition may name. */
export const SOURCE_KINDS = {
  "quotient-familial": {
    mine: "mon quotient familial",
    holder: "la caisse d’allocations familiales (CAF) ou de la Mutualité sociale agricole (MSA)",
    inputs: {
      nom: identity("le nom de naissance", true),
      prenoms: identity("les prénoms", true),
      naissance: identity("la date de naissance", true, "date"),
      sexe: identity("le sexe", true),
      commune: identity("la commune de naissance", false),
      pays: identity("le pays de naissance", true),
    },
    outputs: {
      valeur: { type: "integer", title: "Quotient familial", "x-suffix": "€" },
      annee: { type: "integer", title: "Année du quotient" },
      mois: { type: "integer", title: "Mois du quotient" },
      allocataires: { type: "string", title: "Allocataires", maxLength: 400 },
      enfants: { type: "integer", title: "Enfants à charge" },
    },
    usual: ["valeur", "annee", "mois"],
  },
} as const satisfies Readonly<Record<string, SourceKind>>;
export type SourceKindId = keyof typeof SOURCE_KINDS;

/** A kind by its name. */
export const kindOf = (id: SourceKindId): SourceKind => SOURCE_KINDS[id];
