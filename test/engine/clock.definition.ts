import type { CompiledDefinition, Json } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const MISSING = {
  until: "event.avant",
  indispensable: "!event.accessoire",
  items: "event.pieces",
};

const silence = {
  "silence-accord": { target: "acceptee-silence", meta: { label: "Accord par le silence", who: ["system"] } },
  "silence-rejet": { target: "rejetee-silence", meta: { label: "Rejet par le silence", who: ["system"] } },
};

const decide = {
  accepter: { target: "acceptee", meta: { label: "Accepter" } },
  refuser: { target: "refusee", meta: { label: "Refuser" } },
};

const ask = {
  demander: [
    {
      target: "complement",
      guard: "event.accessoire",
      meta: { label: "Demander", form: "demander", missing: MISSING },
    },
    { target: "incomplete" },
  ],
};

const complete = {
  completer: { target: "etude", meta: { label: "Compléter", form: "completer", received: "event.le" } },
};

/** A service whose silence means something, with what may happen to its delay. */
export const clockDefinition = (clock: Json): CompiledDefinition =>
  buildDefinition({
    id: "essai/delai",
    properties: {
      nom: { type: "string", title: "Nom" },
      surface: { type: "integer", title: "Surface", minimum: 0 },
    },
    definition: { clock },
    workflow: {
      initial: "etude",
      silence: { SVA: "silence-accord", SVR: "silence-rejet" },
      states: {
        etude: {
          meta: { label: "À étudier", sentence: "Votre demande est étudiée.", task: true },
          on: {
            ...decide,
            ...ask,
            ...silence,
            corriger: { meta: { label: "Corriger", edit: true } },
            transmettre: { target: "transmise", meta: { label: "Transmettre" } },
          },
        },
        complement: {
          meta: { label: "Complément attendu", sentence: "Votre demande est étudiée.", task: true },
          on: { ...decide, ...complete, ...silence },
        },
        incomplete: {
          meta: { label: "Incomplète", sentence: "Il manque des pièces.", tone: "waiting", clock: "suspended" },
          on: { ...decide, ...ask, ...complete, ...silence },
        },
        refusee: {
          meta: { label: "Refusée", sentence: "C’est refusé.", clock: "stopped" },
          on: { rouvrir: { target: "etude", meta: { label: "Rouvrir" } } },
        },
        "rejetee-silence": {
          meta: { label: "Rejetée", sentence: "C’est rejeté.", clock: "stopped" },
          on: decide,
        },
        "acceptee-silence": { type: "final", meta: { label: "Acceptée", sentence: "C’est accepté." } },
        acceptee: { type: "final", meta: { label: "Acceptée", sentence: "C’est accepté." } },
        transmise: { type: "final", meta: { label: "Transmise", sentence: "C’est transmis." } },
      },
      forms: {
        demander: {
          title: "Demander",
          type: "object",
          properties: {
            pieces: { type: "string", title: "Pièces" },
            avant: { type: "string", format: "date", title: "Avant le" },
            accessoire: { type: "boolean", title: "Accessoire" },
          },
        },
        completer: {
          title: "Compléter",
          type: "object",
          properties: { le: { type: "string", format: "date", title: "Reçues le" } },
        },
      },
    },
  });
