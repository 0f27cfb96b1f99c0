import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { buildDefinition } from "./definitions.ts";

const DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const privacy = { purpose: "Essai", legalBasis: "6-1-e", sector: "accueil", retention: "P1Y" };
const choices = (values: readonly string[]) => values.map((value) => ({ const: value, title: value }));
const REASONS = [
  { const: "depot", title: "Déposer" },
  { const: "retrait", title: "Retirer" },
];
const anyone = ["anonymous", "citizen", "agent"];

/** A place where people come. */
export const HALL: CompiledDefinition = buildDefinition({
  id: "accueil/lieu",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    voie: { type: "string", title: "Voie" },
    codePostal: { type: "string", title: "Code postal" },
    commune: { type: "string", title: "Commune" },
    longitude: { type: "number", title: "Longitude" },
    latitude: { type: "number", title: "Latitude" },
  },
  definition: {
    kind: "register",
    privacy,
    rights: { read: anyone },
    meetingPoint: {
      ...{ name: "nom", longitude: "longitude", latitude: "latitude" },
      ...{ address: "voie", postcode: "codePostal", city: "commune" },
    },
  },
});

/** A place that the national engine may show. */
export const publicPlace = (nom: string, commune: string): Answers => ({
  ...{ nom, voie: "1 place de la Mairie", codePostal: "68100", commune, longitude: 7.3, latitude: 47.7 },
});

/** A desk of a place: its hours, its closures, what it is for. Two at once where it says so. */
export const DESK: CompiledDefinition = desk({});

/** The same of one unit. */
export const UNIT_DESK: CompiledDefinition = desk({ id: "voirie/guichet", unit: "voirie" });

function desk({ id = "accueil/guichet", unit }: { readonly id?: string; readonly unit?: string }): CompiledDefinition {
  return buildDefinition({
    id,
    required: ["nom", "lieu", "duree", "horaires"],
    properties: {
      nom: { type: "string", title: "Nom" },
      lieu: { type: "string", title: "Lieu", "x-ref": HALL.id },
      duree: { type: "integer", title: "Durée d’un rendez-vous", minimum: 1 },
      places: { type: "integer", title: "Combien à la fois", minimum: 1 },
      libres: {
        type: "array",
        title: "Sans rendez-vous",
        "x-widget": "checkboxes",
        items: { type: "string", oneOf: REASONS },
      },
      rappel: { type: "integer", title: "Rappeler combien d’heures avant", minimum: 0 },
      motifs: {
        type: "array",
        title: "Motifs",
        items: {
          type: "object",
          title: "Motif",
          properties: {
            motif: { type: "string", title: "Motif", oneOf: REASONS },
            duree: { type: "integer", title: "Durée", minimum: 1 },
          },
        },
      },
      horaires: {
        type: "array",
        title: "Horaires",
        items: {
          type: "object",
          title: "Plage",
          properties: {
            jours: {
              type: "array",
              title: "Jours",
              "x-widget": "checkboxes",
              items: { type: "string", oneOf: choices(DAYS) },
            },
            de: { type: "string", title: "De", "x-widget": "time" },
            a: { type: "string", title: "À", "x-widget": "time" },
          },
        },
      },
      fermetures: {
        type: "array",
        title: "Fermetures",
        items: {
          type: "object",
          title: "Fermeture",
          properties: {
            du: { type: "string", title: "Du", format: "date" },
            au: { type: "string", title: "Au", format: "date" },
          },
        },
      },
    },
    definition: {
      kind: "register",
      privacy,
      ...(unit === undefined ? { rights: { read: anyone } } : { unit }),
      agenda: {
        place: "lieu",
        hours: { list: "horaires", days: "jours", from: "de", to: "a" },
        closures: { list: "fermetures", from: "du", to: "au" },
        minutes: "duree",
        reasons: { list: "motifs", reason: "motif", minutes: "duree" },
        capacity: "present(places) ? places : 1",
        units: 4,
        notice: "PT1H",
        horizon: "90",
        reminder: "present(rappel) ? rappel : 24",
        walkIn: "libres",
      },
    },
  });
}

const SLOT = { type: "object", title: "Votre rendez-vous", "x-widget": "slot" };

/** Someone comes: she chooses when, may move it, may give it up. */
export const VISIT: CompiledDefinition = visit({ id: "accueil/visite" });

/** The same, whose name an agent's calendar may show. */
export const NAMED_VISIT: CompiledDefinition = visit({ id: "accueil/visite-nommee", feed: ["nom"] });

/** The same, shown on the national engine and declared by its pre-application number. */
export const NATIONAL_VISIT: CompiledDefinition = visit({ id: "accueil/visite-nationale", national: true });

function visit({
  id,
  feed,
  national,
}: {
  readonly id: string;
  readonly feed?: readonly string[];
  readonly national?: boolean;
}): CompiledDefinition {
  return buildDefinition({
    id,
    required: ["nom", "motif", "rendezVous"],
    properties: {
      nom: { type: "string", title: "Nom" },
      courriel: { type: "string", title: "Courriel", format: "email" },
      motif: { type: "string", title: "Motif", oneOf: REASONS },
      ...(national && { numero: { type: "string", title: "Numéro de pré-demande" } }),
      personnes: { type: "integer", title: "Personnes", minimum: 1, maximum: 10 },
      rendezVous: {
        ...SLOT,
        "x-agenda": {
          register: DESK.id,
          reason: "motif",
          units: "present(personnes) ? personnes : 1",
          ...(feed && { feed }),
        },
      },
    },
    definition: {
      privacy,
      list: ["nom", "rendezVous"],
      ...(national && {
        national: {
          ...{ slot: "rendezVous", reason: "motif", reasons: { CNI: "depot" }, persons: "personnes" },
          applications: "numero",
        },
      }),
      steps: [
        {
          ...{ id: "vous", title: "Vous" },
          fields: ["nom", "courriel", "motif", "personnes", ...(national ? ["numero"] : [])],
        },
        { id: "quand", title: "Quand venir ?", fields: ["rendezVous"] },
      ],
      templates: {
        pris: {
          subject: "Rendez-vous du {{rendezVous.jour}}",
          body: "À {{rendezVous.lieu}}.\n\n{{rendezVous}}\n\n{{lien}}",
        },
      },
    },
    workflow: {
      initial: "pris",
      forms: {
        deplacer: {
          title: "Déplacer",
          type: "object",
          required: ["nouveau"],
          properties: { nouveau: { ...SLOT, title: "Nouveau rendez-vous", "x-agenda": { of: "rendezVous" } } },
        },
      },
      states: {
        pris: {
          meta: { label: "Pris", sentence: "Votre rendez-vous est pris.", tone: "active" },
          entry: [
            { type: "mail", params: { to: "courriel", template: "pris" } },
            { type: "schedule", params: { event: "rappeler", at: "rendezVous.rappel" } },
          ],
          on: {
            rappeler: { meta: { label: "Rappeler", who: ["system"] }, actions: [] },
            deplacer: {
              target: "pris",
              reenter: true,
              meta: { label: "Déplacer", who: ["holder", "agent"], form: "deplacer" },
              actions: [{ type: "move", params: { field: "rendezVous", to: "nouveau" } }],
            },
            annuler: {
              target: "annule",
              meta: { label: "Annuler", who: ["holder", "agent"], tone: "danger" },
              actions: [{ type: "release", params: { field: "rendezVous" } }],
            },
            venir: { target: "venu", guard: "rendezVous.debut <= now", meta: { label: "Est venu" } },
            manquer: { target: "absent", guard: "rendezVous.debut <= now", meta: { label: "N’est pas venu" } },
          },
        },
        venu: {
          type: "final",
          meta: { label: "Venu", sentence: "Vous êtes venu.", tone: "success", attendance: "came" },
        },
        absent: {
          type: "final",
          meta: { label: "Absent", sentence: "Personne n’est venu.", tone: "neutral", attendance: "missed" },
        },
        annule: {
          type: "final",
          meta: { label: "Annulé", sentence: "Votre rendez-vous est annulé.", tone: "neutral" },
        },
      },
    },
  });
}

/** The answers of a desk open from nine to noon and from two to four on working days, unless told otherwise. */
export const deskAnswers = (place: string, changes: Answers = {}): Answers => ({
  nom: "Guichet",
  lieu: place,
  duree: 20,
  motifs: [{ motif: "depot" }, { motif: "retrait", duree: 10 }],
  horaires: [
    { jours: ["lundi", "mardi", "mercredi", "jeudi", "vendredi"], de: "09:00", a: "12:00" },
    { jours: ["lundi", "mardi", "jeudi"], de: "14:00", a: "16:00" },
  ],
  ...changes,
});

/** A visit that an hour’s hold waits for: the workflow says when it is booked. */
export const DEPOSIT: CompiledDefinition = buildDefinition({
  id: "accueil/acompte",
  required: ["nom", "rendezVous"],
  properties: {
    nom: { type: "string", title: "Nom" },
    rendezVous: { ...SLOT, "x-agenda": { register: DESK.id, hold: "PT1H" } },
  },
  definition: { privacy },
  workflow: {
    initial: "attente",
    states: {
      attente: {
        meta: { label: "En attente", sentence: "Votre créneau est gardé une heure.", tone: "waiting" },
        on: {
          confirmer: {
            target: "pris",
            meta: { label: "Confirmer", who: ["agent"] },
            actions: [{ type: "book", params: { field: "rendezVous" } }],
          },
        },
      },
      pris: { type: "final", meta: { label: "Pris", sentence: "Votre rendez-vous est pris.", tone: "success" } },
    },
  },
});

/** A visit to pay: its slot is held an hour, and booked once the money came. */
export const PAID_VISIT: CompiledDefinition = buildDefinition({
  id: "accueil/visite-payante",
  required: ["nom", "rendezVous"],
  properties: {
    nom: { type: "string", title: "Nom" },
    rendezVous: { ...SLOT, "x-agenda": { register: DESK.id, hold: "PT1H" } },
  },
  definition: { privacy },
  workflow: {
    initial: "a-payer",
    states: {
      "a-payer": {
        meta: { label: "À payer", sentence: "Votre créneau est gardé une heure.", tone: "waiting" },
        entry: [{ type: "request-payment", params: { amount: "1200", subject: "Visite", paid: "payee" } }],
        on: {
          payee: {
            target: "payee",
            meta: { label: "Paiement reçu", who: ["system"] },
            actions: [{ type: "book", params: { field: "rendezVous" } }],
          },
        },
      },
      payee: { type: "final", meta: { label: "Payée", sentence: "Votre rendez-vous est pris.", tone: "success" } },
    },
  },
});
