import { describe, expect, test } from "vitest";
import {
  type Answers,
  answersAt,
  type Block,
  type CompiledDefinition,
  composeDocument,
  type EntryEvent,
  type Json,
} from "../../engine/index.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";

const STATES = INSTRUCTION["states"] as Record<string, Record<string, Json>>;

/** A service whose acceptance produces one document. */
function producing(body: string, more: Record<string, Json> = {}): CompiledDefinition {
  const accepter = {
    target: "acceptee",
    actions: [{ type: "document", params: { document: "decision" } }],
    meta: { label: "Accepter", form: "accepter" },
  };
  return buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom" },
      logement: {
        type: "string",
        title: "Logement",
        oneOf: [
          { const: "maison", title: "Une maison" },
          { const: "immeuble", title: "Un immeuble" },
        ],
      },
      montant: { type: "integer", "x-widget": "money", title: "Montant" },
      note: { type: "string", title: "Note du service", "x-internal": true },
      enfants: {
        type: "array",
        title: "Enfants",
        items: { type: "object", title: "Enfant", properties: { prenom: { type: "string", title: "Prénom" } } },
      },
    },
    workflow: {
      states: { ...STATES, instruction: { ...STATES["instruction"], on: { accepter } } },
      forms: { accepter: { type: "object", properties: { message: { type: "string", title: "Message" } } } },
      documents: { decision: { title: "Décision", body, ...more } },
    },
  });
}

const ANSWERS: Answers = {
  nom: "Léa Meyer",
  logement: "immeuble",
  montant: 123450,
  note: "à revoir",
  enfants: [{ prenom: "Tom" }],
};
const ACCEPTED: EntryEvent = {
  seq: 3,
  type: "accepter",
  from: "instruction",
  to: "acceptee",
  actor: { kind: "agent", id: "a", name: "Sandrine Muller", capacity: "Cheffe de service" },
  at: "2026-03-03T23:30:00.000Z",
  data: { answers: { message: "Bravo **à** vous\n[saut de page] {{nom}}" } },
};
const OPENED: EntryEvent = {
  seq: 1,
  type: "ouvrir",
  from: null,
  to: "deposee",
  actor: { kind: "citizen", id: "c" },
  at: "2026-02-01T09:00:00.000Z",
  data: {},
};

function composed(body: string, changes: { answers?: Answers; history?: readonly EntryEvent[]; internal?: true } = {}) {
  const definition = producing(body, changes.internal ? { internal: true } : {});
  const template = definition.documents.get("decision");
  if (!template) throw new Error("no document");
  const entry = { reference: "X7K4-QP9M", createdAt: OPENED.at, answers: changes.answers ?? ANSWERS };
  const history = changes.history ?? [OPENED, ACCEPTED];
  const about = { member: "Mulhouse", title: definition.title, service: "Voirie" };
  return composeDocument(definition, template, { entry, history, seq: 3, about, labels: new Map() }).blocks;
}

const words = (block: Block | undefined): string =>
  block && "runs" in block ? block.runs.map(({ text }) => text).join("") : "";

describe("a document", () => {
  test("has headings, paragraphs that keep their lines, and lists", () => {
    expect(composed("# Titre\n## Partie\nUne ligne\nune autre\n\n- un\n- deux\n1. d’abord\n2. ensuite")).toEqual([
      { kind: "heading", level: 2, runs: [{ text: "Titre" }] },
      { kind: "heading", level: 3, runs: [{ text: "Partie" }] },
      { kind: "paragraph", runs: [{ text: "Une ligne" }, { text: "\n" }, { text: "une autre" }] },
      { kind: "list", ordered: false, items: [[{ text: "un" }], [{ text: "deux" }]] },
      { kind: "list", ordered: true, items: [[{ text: "d’abord" }], [{ text: "ensuite" }]] },
    ]);
  });

  test("quotes answers in French, in bold when asked", () => {
    expect(composed("Pour **{{nom}}** : {{logement}}, {{montant}}.")).toEqual([
      {
        kind: "paragraph",
        runs: [
          { text: "Pour " },
          { text: "Léa Meyer", bold: true },
          { text: " : " },
          { text: "Un immeuble" },
          { text: ", " },
          { text: "1\u202f234,50\u202f€" },
          { text: "." },
        ],
      },
    ]);
  });

  test("takes what is quoted as text, whatever it looks like", () => {
    const [only, ...others] = composed("{{event.message}}");
    expect(words(only)).toBe("Bravo **à** vous\n[saut de page] {{nom}}");
    expect(others).toEqual([]);
  });

  test("keeps what a condition lets through, and the other side otherwise", () => {
    const body = "[si logement == 'maison']\nMaison\n[sinon]\nImmeuble\n[si montant > 100000]\nCher\n[fin]\n[fin]\nFin";
    expect(composed(body).map(words)).toEqual(["Immeuble", "Cher", "Fin"]);
    const { logement: _logement, ...rest } = ANSWERS;
    expect(composed(body, { answers: rest }).map(words)).toEqual(["Immeuble", "Cher", "Fin"]);
  });

  test("makes one list of the items that conditions let through", () => {
    const body = "- un\n[si logement == 'maison']\n- deux\n[fin]\n[si logement == 'immeuble']\n- trois\n[fin]";
    expect(composed(body)).toEqual([{ kind: "list", ordered: false, items: [[{ text: "un" }], [{ text: "trois" }]] }]);
  });

  test("leaves out a line that says nothing", () => {
    expect(composed("{{nom}}\n\n- {{logement}}", { answers: {} })).toEqual([]);
  });

  test("lists the answers of whom it is for: nothing internal, groups apart", () => {
    expect(composed("[réponses]")).toEqual([
      {
        kind: "answers",
        rows: [
          { label: "Nom", text: "Léa Meyer" },
          { label: "Logement", text: "Un immeuble" },
          { label: "Montant", text: "1\u202f234,50\u202f€" },
        ],
      },
      { kind: "answers", title: "Enfant 1", rows: [{ label: "Prénom", text: "Tom" }] },
    ]);
    expect(JSON.stringify(composed("[réponses]\n{{note}}", { internal: true }))).toContain("à revoir");
  });

  test("is signed by the agent who decided, with her capacity and her service, on the day it is in Paris", () => {
    const signatory = { name: "Sandrine Muller", capacity: "Cheffe de service", service: "Voirie", day: "2026-03-04" };
    expect(composed("[signature]")).toEqual([{ kind: "signature", signatory }]);
  });

  test("is signed with a capacity even where the administrator wrote none", () => {
    const { capacity: _, ...actor } = ACCEPTED.actor;
    expect(composed("[signature]", { history: [OPENED, { ...ACCEPTED, actor }] })).toMatchObject([
      { signatory: { name: "Sandrine Muller", capacity: "agent du service" } },
    ]);
  });

  test("is signed by nobody when time alone decided", () => {
    const silent = { ...ACCEPTED, actor: { kind: "system", id: "system" } } as const;
    const signatory = { service: "Voirie", day: "2026-03-04" };
    expect(composed("[signature]", { history: [OPENED, silent] })).toEqual([{ kind: "signature", signatory }]);
  });

  test("tells the answers as they were when it was owed, whatever changed since", () => {
    const edited: EntryEvent = {
      ...ACCEPTED,
      seq: 4,
      data: {
        changes: [
          { field: "nom", before: "Léa Meyer", after: "Léa Roth" },
          { field: "montant", before: null, after: 5 },
        ],
      },
    };
    const now = { nom: "Léa Roth", montant: 5 };
    expect(answersAt(now, [OPENED, ACCEPTED, edited], 3)).toEqual({ nom: "Léa Meyer" });
    expect(composed("{{nom}}", { answers: now, history: [OPENED, ACCEPTED, edited] }).map(words)).toEqual([
      "Léa Meyer",
    ]);
  });
});
