import type { Json } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const everyone = ["anonymous", "citizen", "agent", "lecteur"];

/** A register of places that anyone reads. */
export const PLACE = buildDefinition({
  id: "essai/lieu",
  properties: { nom: { type: "string", title: "Nom" } },
  definition: { kind: "register", rights: { read: everyone } },
  workflow: {
    initial: "ouvert",
    states: {
      ouvert: {
        meta: { label: "Ouvert", sentence: "Ouvert.", tone: "success" },
        on: { fermer: { target: "ferme", meta: { label: "Fermer" } } },
      },
      ferme: { type: "final", meta: { label: "Fermé", sentence: "Fermé.", tone: "neutral" } },
    },
  },
});

const meta = (label: string) => ({ label, sentence: `${label}.`, tone: "active" });
const days = [
  { const: "lundi", title: "Lundi" },
  { const: "mardi", title: "Mardi" },
];
const place = { type: "string", title: "Lieu", "x-ref": PLACE.id };

/** Requests for a place, ranked by the points they say, each wanting days somewhere. */
const requestOf = (id: string, part: { readonly [key: string]: Json }) =>
  buildDefinition({
    id,
    required: ["nom", "points", "voeux", "jours"],
    properties: {
      nom: { type: "string", title: "Nom" },
      points: { type: "integer", title: "Points", minimum: 0 },
      voeux: {
        type: "array",
        title: "Vœux",
        "x-ordered": true,
        items: { type: "object", title: "Vœu", required: ["lieu"], properties: { lieu: place } },
      },
      jours: { type: "array", title: "Jours", "x-widget": "checkboxes", items: { type: "string", oneOf: days } },
    },
    definition: {
      ...part,
      scoring: {
        title: "Classement",
        algorithm: { purpose: "Classer.", degree: "Le rang est calculé." },
        criteria: [{ label: "Points", points: "points", maximum: 100 }],
      },
      commission: {
        title: "Commission",
        states: ["attente"],
        wishes: { list: "voeux", place: "lieu" },
        parts: { title: "Jours", value: "jours", choices: days },
        placed: { event: "proposer", place: "lieu", name: "nom", day: "seance" },
        unplaced: { event: "maintenir", reason: "motif" },
      },
    },
    workflow: {
      initial: "attente",
      states: {
        attente: {
          meta: { ...meta("En attente"), task: true },
          on: {
            proposer: { target: "proposee", meta: { label: "Proposer", who: ["agent"], form: "proposer" } },
            maintenir: { target: "attente", meta: { label: "Maintenir", who: ["agent"], form: "maintenir" } },
            modifier: { meta: { label: "Modifier", who: ["holder", "agent"], edit: true } },
            retirer: { target: "close", meta: { label: "Retirer", who: ["holder"] } },
          },
        },
        proposee: { meta: meta("Proposée"), on: { clore: { target: "close", meta: { label: "Clore" } } } },
        close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
      },
      forms: {
        proposer: {
          title: "Proposer",
          type: "object",
          required: ["lieu"],
          properties: {
            lieu: place,
            nom: { type: "string", title: "Nom du lieu" },
            seance: { type: "string", format: "date", title: "Séance" },
          },
        },
        maintenir: {
          title: "Maintenir",
          type: "object",
          required: ["motif"],
          properties: { motif: { type: "string", title: "Motif", "x-widget": "textarea" } },
        },
      },
    },
  });

export const REQUEST = requestOf("essai/place", {});
/** The same, of one unit. */
export const UNIT_REQUEST = requestOf("voirie/place", { unit: "voirie" });
