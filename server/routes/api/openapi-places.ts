import { type CompiledDefinition, seatFieldsOf, slotFieldsOf } from "../../../engine/index.ts";
import { answer, MEMBER, parameter, problemAnswer, READ_PROBLEMS } from "./openapi-parts.ts";
import { type Node, ref } from "./openapi-schemas.ts";

/** What is free, for a definition that gives appointments; a token is needed where opening an entry needs one. */
export function slotPaths({ id, form }: CompiledDefinition, named: (summary: string) => Node): Node {
  const keys = slotFieldsOf(form).flatMap(({ key, internal }) => (internal ? [] : [key]));
  if (keys.length === 0) return {};
  const day = { type: "string", format: "date" };
  return {
    [`/{member}/${id}/slots`]: {
      parameters: [
        MEMBER,
        parameter("field", "query", "Le champ de rendez-vous ; le premier sans lui", { type: "string", enum: keys }),
        parameter("place", "query", "Un seul lieu"),
        parameter("from", "query", "Premier jour ; aujourd’hui sans lui", day),
        parameter("to", "query", "Dernier jour, compris ; 92 jours au plus", day),
        parameter("after", "query", "Le « next » de la page précédente", day),
        parameter("answer[…]", "query", "Une réponse dont les créneaux dépendent : answer[motif]=depot"),
      ],
      get: {
        ...named("créneaux libres"),
        security: [{}, { bearer: [] }],
        responses: {
          200: answer("Les créneaux libres ; rien n’est gardé. Un élément s’envoie tel quel en réponse", ref("Slots")),
          ...READ_PROBLEMS,
          400: problemAnswer("Paramètre illisible"),
          403: problemAnswer("Cet acteur ne peut pas prendre de rendez-vous"),
          429: problemAnswer("Trop de demandes"),
        },
      },
    },
  };
}

/** What is left of sessions, for a definition that gives places in some; as for slots. */
export function sessionPaths({ id, form }: CompiledDefinition, named: (summary: string) => Node): Node {
  const keys = seatFieldsOf(form).flatMap(({ key, internal }) => (internal ? [] : [key]));
  if (keys.length === 0) return {};
  return {
    [`/{member}/${id}/sessions`]: {
      parameters: [
        MEMBER,
        parameter("field", "query", "Le champ de séance ; le premier sans lui", { type: "string", enum: keys }),
        parameter("answer[…]", "query", "Une réponse dont les séances dépendent : answer[naissance]=2018-04-12"),
      ],
      get: {
        ...named("séances et places libres"),
        security: [{}, { bearer: [] }],
        responses: {
          200: answer("Les séances où l’on peut s’inscrire, et ce qu’il en reste ; rien n’est gardé", ref("Sessions")),
          ...READ_PROBLEMS,
          400: problemAnswer("Paramètre illisible"),
          403: problemAnswer("Cet acteur ne peut pas s’inscrire"),
          429: problemAnswer("Trop de demandes"),
        },
      },
    },
  };
}
