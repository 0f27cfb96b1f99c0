import type { Answers, CompiledDefinition, Json } from "../../engine/index.ts";
import { buildDefinition } from "./definitions.ts";

const privacy = { purpose: "Essai", legalBasis: "6-1-e", sector: "loisirs", retention: "P1Y" };
const LEVELS = [
  { const: "debutant", title: "Débutant" },
  { const: "confirme", title: "Confirmé" },
];

/** Sessions of a pool: their dates, their places, their waiting list, when sign-up opens, for whom. */
export const COURSE: CompiledDefinition = course({ rights: { read: ["anonymous", "citizen", "agent"] } });

/** The same of one unit. */
export const UNIT_COURSE: CompiledDefinition = course({ id: "voirie/cours", unit: "voirie" });

function course({ id = "loisirs/cours", ...more }: { readonly id?: string; readonly [key: string]: Json }) {
  return buildDefinition({
    id,
    required: ["nom", "places", "dates"],
    properties: {
      nom: { type: "string", title: "Nom" },
      lieu: { type: "string", title: "Lieu" },
      places: { type: "integer", title: "Places", minimum: 0 },
      attente: { type: "integer", title: "Liste d’attente", minimum: 0 },
      ouverture: { type: "string", format: "date", title: "Ouverture" },
      priorite: { type: "string", format: "date", title: "Ouverture aux habitants" },
      delai: { type: "integer", title: "Jours ouvrés avant la séance", minimum: 0 },
      ageMin: { type: "integer", title: "Âge minimum" },
      ageMax: { type: "integer", title: "Âge maximum" },
      niveaux: {
        type: "array",
        title: "Niveaux",
        "x-widget": "checkboxes",
        items: { type: "string", oneOf: LEVELS },
      },
      dates: {
        type: "array",
        title: "Dates",
        items: {
          type: "object",
          title: "Date",
          properties: {
            jour: { type: "string", title: "Jour", format: "date" },
            de: { type: "string", title: "De", "x-widget": "time" },
            a: { type: "string", title: "À", "x-widget": "time" },
          },
        },
      },
    },
    definition: {
      kind: "register",
      privacy,
      ...more,
      sessions: {
        states: ["ouvert"],
        cancelled: ["annule"],
        title: "nom",
        place: "lieu",
        dates: { list: "dates", day: "jour", from: "de", to: "a" },
        capacity: "places",
        waiting: "attente",
        offer: "P2D",
        opens: "ouverture",
        early: "priorite",
        opensAt: "08:00",
        notice: "delai",
        ages: { from: "ageMin", to: "ageMax" },
        accepts: { niveau: "niveaux" },
        published: true,
      },
    },
    workflow: {
      opened: "Séance ajoutée",
      initial: "ouvert",
      states: {
        ouvert: {
          meta: { label: "Ouvert", sentence: "La séance est ouverte.", tone: "success" },
          on: {
            modifier: { meta: { label: "Modifier", edit: true, who: ["agent"] } },
            annuler: { target: "annule", meta: { label: "Annuler la séance", who: ["agent"], tone: "danger" } },
          },
        },
        annule: { type: "final", meta: { label: "Annulé", sentence: "La séance est annulée.", tone: "danger" } },
      },
    },
  });
}

/** A session of one day far enough, unless told otherwise. */
export const courseAnswers = (more: Answers = {}): Answers => ({
  nom: "Aquagym",
  lieu: "Piscine des Jonquilles",
  places: 2,
  attente: 3,
  dates: [{ jour: "2026-05-05", de: "18:00", a: "19:00" }],
  ...more,
});

const who = (...kinds: string[]): readonly Json[] => kinds;
const system = (label: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  meta: { label, who: who("system") },
  ...more,
});
const release: Json = { type: "release", params: { field: "place" } };

/** Someone signs up: a place, or a rank; what is offered is hers when she says so in time. */
export const SIGN_UP: CompiledDefinition = signUp("release");

/** The same, where an offer let go by puts her at the end of the list, or leaves her where she was. */
export const SIGN_UP_LAST: CompiledDefinition = signUp("last");
export const SIGN_UP_KEPT: CompiledDefinition = signUp("kept");

function signUp(lapse: "release" | "last" | "kept"): CompiledDefinition {
  const gone = lapse === "release";
  return buildDefinition({
    id: gone ? "loisirs/inscription" : `loisirs/inscription-${lapse}`,
    required: ["nom", "place"],
    properties: {
      nom: { type: "string", title: "Nom" },
      naissance: { type: "string", format: "date", title: "Naissance" },
      niveau: { type: "string", title: "Niveau", oneOf: LEVELS },
      habitant: { type: "boolean", title: "Habitez-vous ici ?" },
      place: {
        type: "object",
        title: "Votre séance",
        "x-widget": "seat",
        "x-sessions": {
          register: COURSE.id,
          person: "nom + text(naissance)",
          birth: "naissance",
          early: "habitant",
          accepts: { niveau: "niveau" },
          offered: "proposer",
          lapsed: "perimer",
          cancelled: "seance-annulee",
        },
      },
      courriel: { type: "string", format: "email", title: "Courriel" },
    },
    definition: {
      privacy: { ...privacy },
      list: ["nom", "place"],
      rights: { open: ["anonymous", "citizen", "agent"], read: ["holder", "agent"] },
      steps: [
        { id: "vous", title: "Qui ?", fields: ["nom", "naissance", "niveau", "habitant", "courriel"] },
        { id: "seance", title: "Quelle séance ?", fields: ["place"] },
      ],
    },
    workflow: {
      initial: "arrivee",
      states: {
        arrivee: {
          meta: { label: "Arrivée", sentence: "Votre demande est arrivée." },
          always: [{ guard: "place.attente", target: "attente" }, { target: "inscrit" }],
        },
        attente: {
          meta: { label: "En attente", sentence: "Vous attendez une place.", tone: "waiting" },
          entry: [],
          on: {
            proposer: {
              target: "proposee",
              meta: { label: "Place proposée", who: who("system"), form: "proposition" },
              actions: [{ type: "mail", params: { to: "courriel", template: "proposee" } }],
            },
            remonter: {
              meta: { label: "Changer de rang", who: who("agent"), form: "rang" },
              actions: [{ type: "rank", params: { field: "place", to: "event.rang" } }],
            },
            admettre: {
              target: "inscrit",
              meta: { label: "Donner une place", who: who("agent") },
              actions: [{ type: "book", params: { field: "place" } }],
            },
            renoncer: { target: "fin", meta: { label: "Renoncer", who: who("holder", "agent") }, actions: [release] },
            "seance-annulee": system("Séance annulée", { target: "fin", actions: [release] }),
          },
        },
        proposee: {
          meta: { label: "Proposée", sentence: "Une place vous est proposée.", tone: "active" },
          on: {
            accepter: {
              target: "inscrit",
              meta: { label: "Accepter la place", who: who("holder", "agent") },
              actions: [{ type: "book", params: { field: "place" } }],
            },
            renoncer: {
              target: "fin",
              meta: { label: "Refuser la place", who: who("holder", "agent") },
              actions: [release],
            },
            perimer: gone
              ? system("Offre passée", { target: "fin", actions: [release] })
              : system("Offre passée", {
                  target: "attente",
                  actions: [{ type: "wait", params: { field: "place", rank: lapse } }],
                }),
            "seance-annulee": system("Séance annulée", { target: "fin", actions: [release] }),
          },
        },
        inscrit: {
          meta: { label: "Inscrit", sentence: "Vous êtes inscrit.", tone: "success" },
          on: {
            changer: {
              meta: { label: "Changer de séance", who: who("holder", "agent"), form: "changer" },
              actions: [{ type: "move", params: { field: "place", to: "seance" } }],
            },
            renoncer: {
              target: "fin",
              meta: { label: "Rendre ma place", who: who("holder", "agent") },
              actions: [release],
            },
            "seance-annulee": system("Séance annulée", { target: "fin", actions: [release] }),
          },
        },
        fin: { type: "final", meta: { label: "Terminée", sentence: "C’est terminé.", tone: "neutral" } },
      },
      forms: {
        changer: {
          title: "Nouvelle séance",
          type: "object",
          required: ["seance"],
          properties: {
            seance: {
              type: "object",
              title: "Votre nouvelle séance",
              "x-widget": "seat",
              "x-sessions": { of: "place" },
            },
          },
        },
        proposition: {
          title: "Proposition",
          type: "object",
          required: ["limite"],
          properties: { limite: { type: "string", title: "À accepter avant le" } },
        },
        rang: {
          title: "Rang",
          type: "object",
          required: ["rang", "motif"],
          properties: {
            rang: { type: "integer", title: "À quel rang ?", minimum: 1 },
            motif: { type: "string", title: "Pourquoi ?" },
          },
        },
      },
      templates: {
        proposee: { subject: "Une place vous attend", body: "{{place}} : répondez avant {{event.limite}}. {{lien}}" },
      },
    },
  });
}
