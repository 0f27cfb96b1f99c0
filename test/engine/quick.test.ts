import { describe, expect, test } from "vitest";
import { type Answers, compileOverlay, type Json, quickAnswers, quickDefaults, toldBy } from "../../engine/index.ts";
import { buildDefinition, NOW } from "../helpers/definitions.ts";

const CONTEXT = { now: NOW, about: { member: "Mulhouse", title: "Appels", service: "Accueil" } };
const choices = (...values: string[]) => values.map((value) => ({ const: value, title: value }));

const PROPERTIES = {
  jour: { type: "string", title: "Jour", format: "date" },
  canal: { type: "string", title: "Canal", oneOf: choices("telephone", "courrier") },
  public: { type: "string", title: "Public", oneOf: choices("habitant", "societe", "autre") },
  habitant: { type: "string", title: "Habitant", "x-ref": "essai/habitant", "x-when": "public == 'habitant'" },
  societe: { type: "string", title: "Société", "x-ref": "essai/societe" },
  sujet: { type: "string", title: "Sujet" },
  lieu: { type: "string", title: "Lieu" },
  suite: { type: "boolean", title: "Suite" },
  avant: { type: "string", title: "Avant le", format: "date", "x-when": "suite" },
} as const;

const QUICK = {
  title: "Noter un appel",
  find: {
    title: "Qui",
    among: [
      { field: "habitant", set: { public: "habitant" } },
      { field: "societe", set: { public: "societe" } },
    ],
  },
  fields: ["sujet", "suite"],
  defaults: { jour: "today", canal: "'telephone'", lieu: "about.service" },
} as const;

const call = (quick: Json = QUICK, more: Record<string, Json> = {}) =>
  buildDefinition({
    id: "essai/appel",
    required: ["jour", "canal", "public", "sujet", "avant"],
    properties: PROPERTIES,
    definition: { kind: "register", list: ["jour", "sujet"], quick, ...more },
  });

const quickOf = (definition: ReturnType<typeof call>) => {
  if (definition.quick === null) throw new Error("no quick form");
  return definition.quick;
};

describe("a quick form", () => {
  test("asks what the definition names, then what an entry must have and nothing gives", () => {
    expect(quickOf(call()).fields.map(({ key }) => key)).toEqual(["sujet", "suite", "public", "avant"]);
  });

  test("begins with the day, the service of the agent and the constants that the definition gives", () => {
    const quick = quickOf(call());
    expect(quickDefaults(quick, CONTEXT, "all")).toEqual({ jour: "2026-03-03", canal: "telephone", lieu: "Accueil" });
    const { about: _, ...nobody } = CONTEXT;
    expect(quickDefaults(quick, nobody, "all")).toEqual({ jour: "2026-03-03", canal: "telephone" });
  });

  test("gives no default to a question it asks, once it is posted: who empties it means it", () => {
    const quick = quickOf(call({ ...QUICK, fields: ["sujet", "lieu"] }));
    expect(quickDefaults(quick, CONTEXT, "unasked")).toEqual({ jour: "2026-03-03", canal: "telephone" });
    expect(quickAnswers(quick, { sujet: "Bruit" }, null, CONTEXT)).not.toHaveProperty("lieu");
  });

  test("lets the entry found say what it implies, whatever was ticked before", () => {
    const quick = quickOf(call());
    const target = quick.find?.among[1];
    const typed: Answers = { sujet: "Bruit", public: "habitant" };
    expect(target && quickAnswers(quick, typed, { target, id: "1" }, CONTEXT)).toMatchObject({
      ...{ sujet: "Bruit", public: "societe", societe: "1", jour: "2026-03-03" },
    });
    expect(quickAnswers(quick, typed, null, CONTEXT)).not.toHaveProperty("societe");
  });
});

describe("a member's changes", () => {
  const changedBy = (overlay: object, base = call(QUICK, { order: "-jour" })) => {
    const merged = compileOverlay(
      base,
      { file: "overlay.json", overlay: { of: base.id, base: 1, ...overlay } },
      2,
      new Map(),
    );
    if (!merged.ok) throw new Error(JSON.stringify(merged.issues));
    return merged.value;
  };

  test("ask no more what she asks no more, of the quick form too", () => {
    const quick = quickOf(
      changedBy({ fields: { suite: { hidden: true }, avant: { title: "Au plus tard" } } }, plain()),
    );
    expect(quick.fields.map(({ key }) => key)).toEqual(["sujet", "public"]);
  });

  test("leave out of what is found a register that suits a choice she took away", () => {
    const quick = quickOf(changedBy({ fields: { public: { choices: { societe: { hidden: true } } } } }));
    expect(quick.find?.among.map(({ field }) => field.key)).toEqual(["habitant"]);
    const without = quickOf(changedBy({ fields: { canal: { choices: { telephone: { hidden: true } } } } }));
    expect([...without.defaults.keys()]).toEqual(["jour", "lieu"]);
    expect(without.fields.map(({ key }) => key)).toContain("canal");
  });

  test("order a list otherwise when they take its column away", () => {
    expect(changedBy({}).order).toBe("-jour");
    expect(changedBy({ list: ["sujet"] }).order).toBeNull();
    expect(changedBy({ list: ["sujet"] }, call(QUICK, { order: "-updatedAt" })).order).toBe("-updatedAt");
  });

  /** Nothing depends on whether something follows. */
  function plain() {
    const { avant: _, ...properties } = PROPERTIES;
    return buildDefinition({
      id: "essai/appel",
      required: ["jour", "canal", "public", "sujet"],
      properties: { ...properties, avant: { type: "string", title: "Avant le", format: "date" } },
      definition: { kind: "register", list: ["jour", "sujet"], quick: QUICK },
    });
  }
});

describe("what was looked for in vain", () => {
  const PERSON = buildDefinition({
    id: "essai/personne",
    properties: {
      nom: { type: "string", title: "Nom", "x-profile": "family-name" },
      prenom: { type: "string", title: "Prénom", "x-profile": "given-names" },
      telephone: { type: "string", title: "Téléphone", format: "phone" },
      courriel: { type: "string", title: "Courriel", format: "email" },
    },
    definition: { kind: "register", list: ["nom", "prenom"] },
  });

  test.each([
    ["leroy anne", { nom: "Leroy", prenom: "Anne" }],
    ["Anne Leroy", { nom: "Leroy", prenom: "Anne" }],
    ["le goff jean-pierre", { nom: "Le Goff", prenom: "Jean-Pierre" }],
    ["leroy", { nom: "Leroy" }],
    ["06 12 34 56 78", { telephone: "+33612345678" }],
    ["anne@exemple.example", { courriel: "anne@exemple.example" }],
    ["", {}],
  ])("« %s » begins the fiche of a person", (text, answers) => {
    expect(toldBy(PERSON, text)).toEqual(answers);
  });

  test("is the whole name of a body, and nothing where a number or an address has no question", () => {
    const body = buildDefinition({ id: "essai/lieu", definition: { kind: "register" } });
    expect(toldBy(body, "crèche des lilas")).toEqual({ nom: "Crèche Des Lilas" });
    expect(toldBy(body, "06 12 34 56 78")).toEqual({});
  });
});
