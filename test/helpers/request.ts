import { type CompiledDefinition, type Entry, open } from "../../engine/index.ts";
import { citizen } from "./actors.ts";
import { buildDefinition, NOW } from "./definitions.ts";

/** A téléservice with what a workflow may do: mails, a completeness loop, a delay, an edit, links to other entries. */
export const REQUEST = buildDefinition({
  id: "essai/carte",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 60 },
    courriel: { type: "string", format: "email", title: "Courriel" },
    sorte: {
      type: "string",
      title: "Sorte de carte",
      oneOf: [
        { const: "annuelle", title: "À l'année" },
        { const: "mensuelle", title: "Au mois" },
      ],
    },
    tarif: { type: "integer", title: "Tarif", "x-widget": "money", minimum: 0, maximum: 100000 },
    deuxFois: { type: "integer", title: "Deux fois le tarif", "x-computed": "tarif * 2" },
    pieces: { type: "string", title: "Pièces demandées", maxLength: 200 },
    fin: { type: "string", format: "date", title: "Fin de validité" },
  },
  definition: {
    forms: {
      pieces: {
        title: "Pièces à demander",
        type: "object",
        required: ["liste"],
        properties: {
          liste: { type: "string", title: "Pièces", maxLength: 400 },
          delai: { type: "string", format: "date", title: "Avant le" },
        },
      },
      accord: {
        title: "Accord",
        type: "object",
        required: ["montant"],
        properties: { montant: { type: "integer", title: "Montant", "x-widget": "money" } },
      },
    },
    templates: {
      accuse: {
        subject: "Votre demande {{entry.reference}}",
        body: "Bonjour {{nom}},\n{{sorte}} à {{tarif}}, reçue le {{today}} par {{about.member}}.\nSuivez-la : {{lien}}",
      },
      pieces: { subject: "Il manque : {{event.liste}}", body: "Envoyez {{event.liste}} avant le {{event.delai}}." },
    },
  },
  workflow: {
    initial: "deposee",
    states: {
      deposee: {
        meta: { label: "À instruire", sentence: "Votre demande est arrivée.", tone: "active", task: true },
        entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
        after: { P15D: { target: "classee" } },
        on: {
          "demander-pieces": {
            target: "incomplete",
            actions: [
              { type: "assign", params: { set: { pieces: "event.liste" } } },
              { type: "mail", params: { to: "courriel", template: "pieces" } },
            ],
            meta: { label: "Demander des pièces", form: "pieces", who: ["agent"] },
          },
          accepter: {
            target: "acceptee",
            guard: "event.montant <= 50000",
            actions: [
              { type: "assign", params: { set: { tarif: "event.montant" } } },
              {
                type: "open-entry",
                params: { definition: "essai/fiche", answers: { titulaire: "nom", prix: "deuxFois" } },
              },
            ],
            meta: { label: "Accepter", form: "accord", who: ["agent"], tone: "primary" },
          },
          corriger: { meta: { label: "Corriger", edit: true, who: ["agent", "holder"] } },
          prolonger: {
            guard: "present(fin)",
            actions: [{ type: "schedule", params: { at: "fin", event: "classer", id: "fin-validite" } }],
            meta: { label: "Prolonger", who: ["agent"] },
          },
          classer: { target: "classee", meta: { label: "Classer", who: ["agent", "system"], tone: "danger" } },
        },
      },
      incomplete: {
        meta: { label: "Incomplète", sentence: "Il manque des pièces.", tone: "waiting" },
        on: {
          completer: { target: "deposee", meta: { label: "Compléter", who: ["holder"] } },
          classer: { target: "classee", meta: { label: "Classer", who: ["agent"], tone: "danger" } },
        },
      },
      acceptee: { type: "final", meta: { label: "Acceptée", sentence: "C'est accepté.", tone: "success" } },
      classee: { type: "final", meta: { label: "Classée", sentence: "Sans suite.", tone: "neutral" } },
    },
  },
});

export const ABOUT = { member: "Ville de Mulhouse", title: "Carte d'essai" };
export const ANSWERS = { nom: "Muller", courriel: "anne@exemple.fr", sorte: "annuelle", tarif: 93450 };

/** An entry of Mulhouse as `open` makes it. */
export function opened(answers: Entry["answers"] = ANSWERS, definition: CompiledDefinition = REQUEST): Entry {
  const actor = citizen();
  const outcome = open(definition, {
    id: "0b0e7a52-8d2f-4f0e-9a55-5e3f7f0f2a11",
    reference: "X7K4-QP9M",
    member: "mulhouse",
    holder: actor.id,
    answers,
    actor,
    now: NOW,
    about: ABOUT,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.entry;
}
