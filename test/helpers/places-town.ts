import type { Answers, Json } from "../../engine/index.ts";
import { buildDefinition } from "./definitions.ts";

const DAY = { type: "string", format: "date" };
const WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const HOURS: Json = {
  type: "array",
  title: "Semaine",
  "x-widget": "repeat",
  maxItems: 14,
  items: {
    type: "object",
    properties: {
      jours: {
        type: "array",
        title: "Jours",
        "x-widget": "checkboxes",
        items: { type: "string", oneOf: WEEKDAYS.map((day) => ({ const: day, title: day })) },
      },
      de: { type: "string", title: "De", "x-widget": "time" },
      a: { type: "string", title: "À", "x-widget": "time" },
    },
  },
};

const FICHE: Json = {
  initial: "active",
  opened: "Fiche créée",
  states: {
    active: {
      meta: { label: "Active", sentence: "Active.", tone: "success" },
      on: {
        modifier: { meta: { label: "Modifier la fiche", edit: true } },
        clore: { target: "close", meta: { label: "Clore" } },
      },
    },
    close: {
      meta: { label: "Close", sentence: "Close.", tone: "neutral" },
      on: { rouvrir: { target: "active", meta: { label: "Rouvrir" } } },
    },
  },
};

/** Boats whose places are taken by the week, of which anyone may find a free one. */
export const BOAT = buildDefinition({
  id: "port/bateau",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    commune: { type: "string", title: "Port" },
    telephone: { type: "string", format: "phone", title: "Téléphone" },
    accord: { type: "boolean", title: "Accepte d’être appelé" },
    permis: {
      type: "array",
      title: "Permis",
      "x-widget": "repeat",
      items: {
        type: "object",
        properties: {
          debut: { ...DAY, title: "Du" },
          fin: { ...DAY, title: "Au" },
          sieges: { type: "integer", title: "Sièges" },
        },
      },
    },
  },
  definition: {
    kind: "register",
    unit: "voirie",
    list: ["nom"],
    public: {
      title: "Trouver un bateau",
      states: ["active"],
      name: [["nom"]],
      fields: [{ field: "nom" }, { field: "commune", list: true }, { field: "telephone", when: "accord" }],
      filters: [{ field: "commune" }],
      places: { commune: "commune" },
    },
    occupation: {
      title: "Places",
      uses: [
        {
          ...{
            id: "sorties",
            definition: "port/sortie",
            field: "bateau",
            states: ["active"],
            from: "debut",
            to: "fin",
          },
          ...{ birth: "naissance", week: { list: "semaine", days: "jours", from: "de", to: "a" } },
        },
      ],
      limits: [
        {
          ...{ id: "sieges", title: "Sièges" },
          places: [{ list: "permis", from: "debut", to: "fin", number: "sieges" }],
        },
        { id: "petits", title: "Moins de trois ans", under: 3, most: 1 },
      ],
      ages: [
        { title: "Petits", years: 0 },
        { title: "Grands", years: 30 },
      ],
    },
  },
  workflow: FICHE as never,
});

/** Who takes a place of a boat. */
export const TRIP = buildDefinition({
  id: "port/sortie",
  properties: {
    prenom: { type: "string", title: "Prénom" },
    bateau: { type: "string", title: "Bateau", "x-ref": BOAT.id },
    naissance: { ...DAY, title: "Naissance" },
    debut: { ...DAY, title: "Du" },
    fin: { ...DAY, title: "Au" },
    semaine: HOURS,
  },
  definition: { kind: "register", unit: "voirie" },
  workflow: FICHE as never,
});

/** Whoever looks for a place, helped by the port. */
export const WANTED = buildDefinition({
  id: "port/recherche",
  required: ["debut", "semaine"],
  properties: {
    debut: { ...DAY, title: "À partir du" },
    naissance: { ...DAY, title: "Naissance" },
    commune: { type: "string", title: "Port" },
    semaine: HOURS,
  },
  definition: {
    kind: "service",
    unit: "voirie",
    seeks: {
      ...{ definition: BOAT.id, from: "debut", birth: ["naissance"], commune: "commune" },
      week: { list: "semaine", days: "jours", from: "de", to: "a" },
      propose: { event: "proposer", field: "bateaux.bateau", message: "message" },
    },
  },
  workflow: {
    initial: "ouverte",
    states: {
      ouverte: {
        meta: { label: "Ouverte", sentence: "Ouverte.", tone: "active", task: true },
        on: {
          proposer: { meta: { label: "Proposer", who: ["agent"], form: "proposer" } },
          clore: { target: "close", meta: { label: "Clore", who: ["agent"] } },
        },
      },
      close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
    },
    forms: {
      proposer: {
        title: "Proposer",
        type: "object",
        required: ["bateaux", "message"],
        properties: {
          bateaux: {
            type: "array",
            title: "Bateaux",
            "x-widget": "repeat",
            "x-internal": true,
            items: {
              type: "object",
              required: ["bateau"],
              properties: { bateau: { type: "string", title: "Bateau", "x-ref": BOAT.id } },
            },
          },
          message: { type: "string", title: "Message", "x-widget": "textarea", maxLength: 4000 },
        },
      },
    },
  } as never,
});

export const boat = (nom: string, sieges = 1, changes: Answers = {}): Answers => ({
  ...{ nom, commune: "Valognes", telephone: "+33261910101", accord: true },
  permis: [{ debut: "2026-01-01", fin: "2029-12-31", sieges }],
  ...changes,
});

export const trip = (bateau: string, changes: Answers = {}): Answers => ({
  ...{ prenom: "Zéphyrine", bateau, naissance: "1990-05-17", debut: "2026-03-02" },
  semaine: [{ jours: ["lundi"], de: "08:00", a: "12:00" }],
  ...changes,
});
