import type { Recipe } from "./try-route.ts";

/** Requests to the routes of messages, notes and what waits about an entry. */
export const CONVERSATION_RECIPES: Readonly<Record<string, Recipe>> = {
  "POST /:member/demandes/:entry/messages": () => ({ form: { "message[texte]": "Douze mètres carrés." } }),
  "POST /:member/agent/:domain/:name/:id/messages": () => ({ form: { "message[texte]": "Quelle surface ?" } }),
  "POST /:member/agent/:domain/:name/:id/notes": () => ({ form: { "note[texte]": "À revoir." } }),
  "POST /:member/agent/:domain/:name/:id/taches/:kind": () => ({ params: { kind: "reply" } }),
};
