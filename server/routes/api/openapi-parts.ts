import { type Node, ref } from "./openapi-schemas.ts";

export const json = (schema: Node): Node => ({ content: { "application/json": { schema } } });
export const answer = (description: string, schema: Node): Node => ({ description, ...json(schema) });
export const problemAnswer = (description: string): Node => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});
export const parameter = (
  name: string,
  place: "path" | "query" | "header",
  description: string,
  schema: Node = { type: "string" },
) => ({
  name,
  in: place,
  description,
  required: place === "path",
  schema,
});

export const MEMBER = parameter("member", "path", "Identifiant de la collectivité");
export const UUID = { type: "string", format: "uuid" };
export const BYTES = { type: "string", format: "binary" };
export const ID = parameter("id", "path", "Identifiant de la demande ou de la fiche", UUID);
export const READ_PROBLEMS = {
  401: problemAnswer("Jeton absent ou inconnu"),
  404: problemAnswer("N’existe pas, ou cet acteur ne peut pas le savoir"),
};
export const WRITE_PROBLEMS = {
  ...READ_PROBLEMS,
  400: problemAnswer("Corps ou paramètre illisible"),
  403: problemAnswer("Cet acteur n’en a pas le droit"),
  409: problemAnswer("Révision dépassée, évènement impossible ou clé d’idempotence déjà utilisée"),
  413: problemAnswer("Envoi trop volumineux"),
  422: problemAnswer("Réponses à corriger ; rien n’est enregistré"),
  429: problemAnswer("Trop de demandes"),
};
