import type { CompiledDefinition } from "../../../engine/index.ts";
import { answer, MEMBER, parameter, problemAnswer, READ_PROBLEMS } from "./openapi-parts.ts";
import { type Node, ref } from "./openapi-schemas.ts";

const PLACES = [
  parameter("debut", "query", "Premier jour de la place cherchée ; aujourd’hui sans lui", {
    type: "string",
    format: "date",
  }),
  parameter("mois", "query", "Mois de naissance de qui la cherche", { type: "integer", minimum: 1, maximum: 12 }),
  parameter("annee", "query", "Année de naissance", { type: "integer" }),
  parameter("voisines", "query", "« oui » : aussi dans les communes du même service"),
  ...[1, 2, 3].flatMap((row) => [
    parameter(`jours${row}`, "query", "Jours de la semaine, « lundi » à « dimanche » ; plusieurs fois pour plusieurs"),
    parameter(`de${row}`, "query", "Première heure, ces jours-là : « 08:30 »"),
    parameter(`a${row}`, "query", "Dernière heure"),
  ]),
];

/** What anyone may read of a register that publishes; no token is needed. */
export function publishedPaths({ id, publicView }: CompiledDefinition, named: (summary: string) => Node): Node {
  if (publicView === null) return {};
  const open = { security: [{}, { bearer: [] }] };
  const problems = { ...READ_PROBLEMS, 429: problemAnswer("Trop de demandes") };
  return {
    [`/{member}/${id}/published`]: {
      parameters: [
        MEMBER,
        parameter("q", "query", "Des mots de ce qui est publié"),
        ...(publicView.places ? PLACES : []),
        ...publicView.filters.map(({ key, title }) => parameter(`filter[${key}]`, "query", title)),
        parameter("page", "query", "La page, à partir de 1 ; « next » de la page précédente", {
          type: "integer",
          minimum: 1,
        }),
      ],
      get: {
        ...named("fiches publiées"),
        ...open,
        responses: {
          200: answer(
            "Ce qui est publié, par nom ; les réponses sous leur clé (« adresse.commune »)",
            ref("Published"),
          ),
          ...problems,
          400: problemAnswer("Paramètre illisible"),
        },
      },
    },
    [`/{member}/${id}/published/{id}`]: {
      parameters: [MEMBER, parameter("id", "path", "La fiche")],
      get: {
        ...named("une fiche publiée"),
        ...open,
        responses: { 200: answer("Ce qui est publié de la fiche", ref("PublishedEntry")), ...problems },
      },
    },
  };
}
