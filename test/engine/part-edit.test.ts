import { describe, expect, test } from "vitest";
import { type Actor, type Answers, apply, available, type Entry, partFormId } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const NOW = "2026-10-20T08:00:00Z";

const FICHE = buildDefinition({
  id: "essai/fiche",
  definition: {
    kind: "register",
    workflow: "fiche",
    rules: [
      { code: "capacite", check: "places <= capacite", pointer: "/places", message: "Trop de places." },
      { code: "capacite-notes", check: "places <= 5", pointer: "/capacite", message: "Trop de places pour elle." },
    ],
    list: ["nom"],
    steps: [{ id: "fiche", title: "Fiche", fields: ["nom", "courriel", "places", "jours", "capacite", "libre"] }],
    holder: { title: "Ma fiche", email: "courriel", fields: ["nom", "courriel", "places", "jours", "confirmee"] },
    confirm: {
      title: "Places",
      event: "confirmer",
      on: "confirmee",
      states: ["ouverte"],
      before: ["06-01", "12-01"],
      opens: "P2M",
    },
  },
  required: ["nom", "places", "jours"],
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    places: { type: "integer", title: "Places", minimum: 0 },
    jours: { type: "string", title: "Jours", "x-when": "places > 0" },
    capacite: { type: "integer", title: "Capacité" },
    libre: { type: "boolean", title: "Libre", "x-computed": "places > 0" },
    confirmee: { type: "string", format: "date", title: "Confirmée le", "x-assigned": true },
  },
  workflow: {
    id: "fiche",
    title: "Vie d’une fiche",
    opened: "Fiche créée",
    initial: "ouverte",
    states: {
      ouverte: {
        meta: { label: "Ouverte", sentence: "La fiche est ouverte." },
        on: {
          modifier: { meta: { label: "Modifier", edit: true } },
          confirmer: {
            actions: [{ type: "assign", params: { set: { confirmee: "today" } } }],
            meta: { label: "Confirmer", edit: true, who: ["holder", "agent"], fields: ["places", "jours"] },
          },
          fermer: { target: "fermee", meta: { label: "Fermer" } },
        },
      },
      fermee: { type: "final", meta: { label: "Fermée", sentence: "La fiche est fermée." } },
    },
  },
});

const HOLDER: Actor = { kind: "citizen", id: "elle", roles: [], units: [], holders: ["elle"] };
const OTHER: Actor = { ...HOLDER, id: "autre", holders: ["autre"] };

const entry = (answers: Answers): Entry => ({
  id: "019a0000-0000-7000-8000-000000000001",
  reference: "AAAA-AAAA",
  member: "m",
  definition: FICHE.id,
  version: FICHE.version,
  kind: "register",
  state: "ouverte",
  revision: 3,
  answers,
  holder: "elle",
  assignee: null,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
});

const STORED = { nom: "Lecanu", places: 1, jours: "lundi", capacite: 4, libre: true };

const confirm = (answers: Answers, sent: Answers, actor = HOLDER) =>
  apply(FICHE, entry(answers), { type: "confirmer", answers: sent }, actor, NOW);

describe("an edit of a part of an entry", () => {
  test("changes these answers alone, works out the others anew, and says when", () => {
    const done = confirm(STORED, { places: 0 });
    expect(done.ok && done.entry.answers).toEqual({
      nom: "Lecanu",
      places: 0,
      capacite: 4,
      libre: false,
      confirmee: "2026-10-20",
    });
    const changed = done.ok ? (done.event.data.changes ?? []).map(({ field }) => field) : [];
    expect(changed.sort()).toEqual(["confirmee", "jours", "libre", "places"]);
  });

  test("confirms what has not changed with the day alone", () => {
    const done = confirm(STORED, { places: 1, jours: "lundi" });
    expect(done.ok && done.event.data.changes).toEqual([{ field: "confirmee", before: null, after: "2026-10-20" }]);
  });

  test.each([
    ["the name", { places: 1, jours: "lundi", nom: "Autre" }, "/nom"],
    ["the day it was confirmed", { places: 1, jours: "lundi", confirmee: "2030-01-01" }, "/confirmee"],
    ["what is closed to her", { places: 1, jours: "lundi", capacite: 40 }, "/capacite"],
  ])("refuses %s sent with it", (_, sent, pointer) => {
    const refused = confirm(STORED, sent);
    expect(!refused.ok && refused.issues.map((issue) => [issue.code, issue.pointer])).toEqual([
      ["additionalProperties", pointer],
    ]);
  });

  test("refuses what breaks a rule on its own fields, or newly on another", () => {
    const agent: Actor = { ...OTHER, kind: "agent", member: "m", roles: ["agent"] };
    const many = confirm(STORED, { places: 6, jours: "lundi" }, agent);
    expect(!many.ok && many.issues.map(({ code }) => code)).toEqual(["capacite", "capacite-notes"]);
    const lacking = confirm(STORED, { places: 2 });
    expect(!lacking.ok && lacking.issues.map(({ pointer }) => pointer)).toEqual(["/jours"]);
  });

  test("is not kept from by what lacked elsewhere before", () => {
    const { nom: _, ...unnamed } = STORED;
    expect(confirm(unnamed, { places: 0 }).ok).toBe(true);
  });

  test("is for whoever holds the entry, and for nobody else", () => {
    const refused = confirm(STORED, { places: 0 }, OTHER);
    expect(!refused.ok && refused.code).toBe("not-allowed");
    expect(available(FICHE, entry(STORED), HOLDER, NOW)).toEqual([
      { type: "confirmer", label: "Confirmer", form: partFormId("confirmer"), fields: ["places", "jours"] },
    ]);
  });

  test("asks these questions alone, in a form of its own", () => {
    const form = FICHE.forms.get(partFormId("confirmer"));
    expect(form?.order.map(({ key }) => key)).toEqual(["places", "jours"]);
    expect(form?.steps.flatMap(({ fields }) => fields.map(({ key }) => key))).toEqual(["places", "jours"]);
  });
});
