import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import type { BackFrame } from "../../renderer/back/back-page.tsx";
import type { EntryPageView } from "../../renderer/back/entry-page-view.ts";
import type { ListPageView } from "../../renderer/back/list-page.tsx";
import { readListState } from "../../renderer/back/list-state.ts";
import { buildDefinition } from "../helpers/definitions.ts";

export const NOW = "2026-03-03T09:30:00.000Z";
export const ME = "0190b0a0-0000-7000-8000-000000000001";
export const COLLEAGUE = "0190b0a0-0000-7000-8000-000000000002";

/** A queue with every kind of filter, and events of every tone. */
export const PERMIT: CompiledDefinition = buildDefinition({
  id: "voirie/stationnement",
  properties: {
    nom: { type: "string", title: "Nom" },
    vehicule: {
      type: "string",
      title: "Quel véhicule faut-il garer ?",
      "x-short-title": "Véhicule",
      oneOf: [
        { const: "voiture", title: "Voiture" },
        { const: "utilitaire", title: "Utilitaire" },
      ],
    },
    places: { type: "integer", title: "Places" },
    debut: { type: "string", format: "date", title: "Début" },
  },
  required: ["nom"],
  definition: { list: ["nom", "vehicule", "places", "debut"], clock: { regime: "SVA", delay: "P2M" } },
  workflow: {
    title: "Autorisation",
    opened: "Demande déposée",
    initial: "a-instruire",
    forms: {
      refuser: {
        title: "Refuser",
        type: "object",
        required: ["motif"],
        properties: { motif: { type: "string", title: "Motif", "x-widget": "textarea" } },
      },
    },
    states: {
      "a-instruire": {
        meta: { label: "À instruire", sentence: "Votre demande est étudiée.", tone: "active", task: true },
        on: {
          refuser: { target: "refusee", meta: { label: "Refuser", form: "refuser", tone: "danger" } },
          "demander-avis": { target: "en-attente", meta: { label: "Demander un avis" } },
          accepter: { target: "acceptee", meta: { label: "Accepter", tone: "primary" } },
          modifier: { meta: { label: "Modifier", edit: true } },
        },
      },
      "en-attente": {
        meta: { label: "En attente d'avis", sentence: "Nous attendons un avis.", tone: "waiting" },
        on: { reprendre: { target: "a-instruire", meta: { label: "Reprendre" } } },
      },
      acceptee: { type: "final", meta: { label: "Acceptée", sentence: "Acceptée.", tone: "success" } },
      refusee: { type: "final", meta: { label: "Refusée", sentence: "Refusée.", tone: "danger" } },
    },
  },
});

export function entry(changes: Partial<Entry> = {}): Entry {
  return {
    id: "0190b0a0-0000-7000-8000-0000000000e1",
    reference: "X7K4-QP9M",
    member: "illzach",
    definition: PERMIT.id,
    version: 1,
    kind: "service",
    state: "a-instruire",
    revision: 1,
    answers: { nom: "Muller", vehicule: "voiture", places: 2, debut: "2026-03-10" },
    holder: null,
    assignee: null,
    createdAt: "2026-02-28T10:00:00.000Z",
    updatedAt: "2026-02-28T10:00:00.000Z",
    ...changes,
  };
}

export const FRAME: BackFrame = {
  site: {
    assets: { front: "/assets/front.css", back: "/assets/back.css", script: "/assets/enhance.js" },
    groupName: "m2A",
    member: {
      id: "illzach",
      name: "Illzach",
      kind: "commune",
      logo: null,
      themeHref: "/assets/theme.css",
      contact: {},
    },
    person: { name: "Anne Keller", kind: "agent" },
    csrf: { name: "_csrf", value: "jeton" },
    demo: false,
  },
  member: "illzach",
  workloads: [
    {
      definition: PERMIT.id,
      title: PERMIT.title,
      kind: "service",
      counts: new Map([["a-instruire", 12]]),
      waiting: 12,
      total: 15,
      oldest: "2026-02-20T08:00:00.000Z",
    },
  ],
  current: PERMIT.id,
  views: new Map(),
  definitions: false,
  administration: false,
  now: NOW,
};

export const BASE = `/illzach/agent/${PERMIT.id}`;

export function listView(query: string, changes: Partial<ListPageView> = {}): ListPageView {
  return {
    frame: FRAME,
    citing: null,
    definition: PERMIT,
    state: readListState(new URLSearchParams(query), PERMIT),
    counts: new Map([
      ["a-instruire", 12],
      ["acceptee", 3],
    ]),
    entries: [entry()],
    next: null,
    previous: null,
    groups: null,
    labels: new Map(),
    referred: new Map(),
    near: [],
    examined: null,
    facets: { counts: new Map(), partial: new Set() },
    referable: new Map(),
    watched: new Map(),
    absences: [],
    agents: new Map([[COLLEAGUE, "Jean Roth"]]),
    me: ME,
    frees: [],
    related: new Map(),
    members: new Map([["illzach", "Illzach"]]),
    quick: null,
    openHref: null,
    importHref: null,
    view: { current: null, units: [], leftOut: [], refused: null, administers: false },
    picks: null,
    notice: null,
    ...changes,
  };
}

export function entryView(changes: Partial<EntryPageView> = {}): EntryPageView {
  const shown = changes.entry ?? entry();
  return {
    frame: FRAME,
    definition: PERMIT,
    latest: 1,
    entry: shown,
    seekHref: null,
    of: null,
    sections: [],
    labels: new Map(),
    links: new Map(),
    files: new Map(),
    merged: null,
    tabs: null,
    servedBy: [],
    holder: null,
    servedElsewhere: false,
    renewal: null,
    payments: { site: FRAME.site, base: "", payments: [], typed: null },
    history: [
      {
        seq: 1,
        type: "open",
        from: null,
        to: "a-instruire",
        actor: { kind: "citizen", id: "p1" },
        at: shown.createdAt,
        data: {},
      },
    ],
    prices: [],
    ranked: { standing: null, score: null },
    findings: [],
    imported: { fields: [], aside: [], lacking: [] },
    documents: [],
    related: [],
    events: [],
    readOnly: false,
    opened: null,
    stale: null,
    refused: null,
    done: null,
    correspondence: {
      site: FRAME.site,
      base: `${BASE}/${shown.id}`,
      tasks: [],
      messages: [],
      writing: null,
      deliveries: [],
      consent: null,
      notes: [],
      noting: null,
    },
    colleagues: [
      { id: ME, name: "Anne Keller" },
      { id: COLLEAGUE, name: "Jean Roth" },
    ],
    agents: new Map([[COLLEAGUE, "Jean Roth"]]),
    me: ME,
    others: [],
    base: `${BASE}/${shown.id}`,
    here: `${BASE}/${shown.id}`,
    back: "",
    listHref: BASE,
    previousHref: null,
    next: null,
    nextHref: null,
    ...changes,
  };
}
