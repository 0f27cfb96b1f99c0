import { describe, expect, test } from "vitest";
import { type CompiledDefinition, compile, compileOverlay, type Json, largestFile } from "../../engine/index.ts";
import { weakens } from "../../engine/overlay-weakens.ts";
import { buildDefinition } from "../helpers/definitions.ts";

type Changes = Readonly<Record<string, Json>>;

const BASE = buildDefinition({
  id: "jeunesse/sejour",
  required: ["nom", "formule"],
  properties: {
    nom: { type: "string", title: "Nom de l’enfant" },
    surnom: { type: "string", title: "Surnom" },
    formule: {
      type: "string",
      title: "Formule",
      oneOf: [
        { const: "journee", title: "À la journée" },
        { const: "semaine", title: "À la semaine" },
      ],
    },
    adresse: { type: "object", title: "Adresse", properties: { voie: { type: "string", title: "Voie" } } },
    notes: { type: "string", title: "Notes", "x-internal": true },
    courriel: { type: "string", format: "email", title: "Courriel" },
  },
  definition: {
    unit: "jeunesse",
    page: { summary: "Inscrire un enfant." },
    steps: [
      { id: "enfant", title: "L’enfant", fields: ["nom", "surnom", "formule"] },
      { id: "contact", title: "Vous joindre", fields: ["adresse", "courriel", "notes"] },
    ],
    rules: [{ code: "nom-court", check: "size(nom) < 50", pointer: "/nom", message: "Un nom plus court." }],
    list: ["nom", "surnom"],
    search: ["nom", "surnom"],
  },
});

const overlaid = (changes: Changes, version = 2) =>
  compileOverlay(BASE, { file: "overlay.json", overlay: { of: BASE.id, base: 1, ...changes } }, version, new Map());

function merged(changes: Changes): CompiledDefinition {
  const result = overlaid(changes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const fieldsOf = ({ form }: CompiledDefinition) =>
  form.steps.map(({ id, fields }) => [id, fields.map(({ key }) => key)] as const);

test("an overlay that says nothing is the base under the member's own number", () => {
  const result = merged({});
  expect(result.version).toBe(2);
  expect(fieldsOf(result)).toEqual(fieldsOf(BASE));
});

test("words of a member take the place of the base's, and nothing else moves", () => {
  const result = merged({
    title: "Partir en séjour",
    page: { duration: "5 minutes" },
    fields: { nom: { title: "Nom de famille" }, "adresse.voie": { description: "Numéro et rue." } },
    steps: { enfant: { title: "Votre enfant" } },
    rules: { "nom-court": { message: "Écrivez le nom seul." } },
    states: { instruction: { label: "En commission", sentence: "La commission l’étudie." } },
    events: { accepter: { label: "Inscrire" } },
  });
  expect(result.title).toBe("Partir en séjour");
  expect(result.page).toEqual({ summary: "Inscrire un enfant.", duration: "5 minutes" });
  expect(result.form.order.find(({ key }) => key === "nom")?.title).toBe("Nom de famille");
  expect(result.form.order.find(({ key }) => key === "adresse")?.fields?.[0]?.hint).toBe("Numéro et rue.");
  expect(result.form.steps[0]?.title).toBe("Votre enfant");
  expect(result.form.rules[0]?.message).toBe("Écrivez le nom seul.");
  const state = result.workflow.states.get("instruction");
  expect([state?.label, state?.sentence]).toEqual(["En commission", "La commission l’étudie."]);
  expect(state?.events.map(({ label }) => label)).toEqual(["Inscrire"]);
  expect(BASE.title).not.toBe("Partir en séjour");
});

test("a member takes smaller files than its base, and its own limit where the base has none", () => {
  const files = { type: "string", format: "uuid", title: "Pièce" };
  const base = buildDefinition({
    properties: { nom: { type: "string", title: "Nom" }, piece: { ...files, "x-max-size": 5 }, plan: files },
    definition: { list: ["nom"] },
  });
  const limits = (fields: Json) => {
    const overlay = { of: base.id, base: 1, fields };
    const result = compileOverlay(base, { file: "overlay.json", overlay }, 2, new Map());
    return result.ok
      ? result.value.form.order.slice(1).map((field) => largestFile(field))
      : result.issues.map(({ pointer }) => pointer);
  };
  expect(limits({ piece: { maxSize: 2.5 }, plan: { maxSize: 8 } })).toEqual([2_500_000, 8_000_000]);
  expect(limits({ piece: { maxSize: 5 } })).toEqual([5_000_000, undefined]);
  expect(limits({ piece: { maxSize: 5.1 } })).toEqual(["/fields/piece/maxSize"]);
});

test("a hidden question leaves the form, its lists and its search", () => {
  const result = merged({ fields: { surnom: { hidden: true } } });
  expect(fieldsOf(result)[0]).toEqual(["enfant", ["nom", "formule"]]);
  expect(result.list.map(({ key }) => key)).toEqual(["nom"]);
  expect(result.search).toEqual(["nom"]);
  expect(result.form.validate({ nom: "A", formule: "journee", surnom: "Bob" })).not.toEqual([]);
});

test("an added question is asked at its step, after the one it follows, and can be a column", () => {
  const allergie = { type: "string", title: "Allergies" };
  const result = merged({
    add: {
      allergie: { step: "enfant", after: "nom", required: true, field: allergie },
      velo: { step: "materiel", field: { type: "boolean", title: "Un vélo ?" } },
    },
    addSteps: [{ id: "materiel", title: "Le matériel", after: "enfant" }],
    list: ["nom", "allergie"],
  });
  expect(fieldsOf(result).map(([id, keys]) => [id, keys.slice(0, 2)])).toEqual([
    ["enfant", ["nom", "allergie"]],
    ["materiel", ["velo"]],
    ["contact", ["adresse", "courriel"]],
  ]);
  expect(result.form.order.find(({ key }) => key === "allergie")?.required).toBe(true);
  expect(result.list.map(({ key }) => key)).toEqual(["nom", "allergie"]);
});

test("choices are reworded, hidden and added", () => {
  const result = merged({
    fields: {
      formule: {
        choices: { journee: { hidden: true }, semaine: { title: "Cinq jours" } },
        addChoices: [{ const: "nuit", title: "Avec une nuit" }],
      },
    },
  });
  const choices = result.form.order.find(({ key }) => key === "formule")?.choices;
  expect(choices).toEqual([
    { value: "semaine", label: "Cinq jours" },
    { value: "nuit", label: "Avec une nuit" },
  ]);
});

test("what is kept of people may be kept less long", () => {
  expect(merged({ retention: "P6M" }).privacy.retention).toBe("P6M");
});

test("what was merged compiles again to the same, as it does each time it is read from the base", () => {
  const first = merged({
    fields: { surnom: { hidden: true } },
    add: { velo: { step: "enfant", field: { type: "boolean", title: "Un vélo ?" } } },
  });
  const again = compile(
    { file: "a.json", schema: first.schema, workflowFile: "b.json", workflow: first.workflowSource },
    new Map(),
    { published: true },
  );
  expect(again.ok && [again.value.schema, again.value.workflowSource]).toEqual([first.schema, first.workflowSource]);
});

test("a key that every object has is a question as another", () => {
  const result = overlaid({ fields: { constructor: { title: "Rien" } }, states: { toString: { label: "Rien" } } });
  expect(result.ok ? [] : result.issues.map(({ code }) => code)).toEqual(["overlay-field", "overlay-state"]);
});

describe("a definition is weaker than its base when", () => {
  const change = (schema: Changes, part: Changes = {}, workflow: Changes = {}): CompiledDefinition => ({
    ...BASE,
    schema: { ...BASE.schema, ...schema, "x-definition": { ...(BASE.schema["x-definition"] as Changes), ...part } },
    workflowSource: { ...BASE.workflowSource, ...workflow },
  });
  const properties = BASE.schema["properties"] as Changes;
  const privacy = (BASE.schema["x-definition"] as Changes)["privacy"] as Changes;
  const reopened = JSON.parse(JSON.stringify(BASE.workflowSource["states"]).replace('"holder"', '"anonymous"'));

  test.each([
    ["its purpose or sector changes", change({}, { privacy: { ...privacy, sector: "autre" } })],
    ["who may open or read changes", change({}, { rights: { read: ["anonymous"] } })],
    ["its unit changes", change({}, { unit: "voirie" })],
    ["its access changes", change({}, { access: "account" })],
    ["a rule goes", change({}, { rules: [] })],
    ["a required answer is not any more", change({ required: ["nom"] })],
    ["a required question goes", change({ properties: { ...properties, nom: { type: "string" } }, required: [] })],
    ["an internal note is shown", change({ properties: { ...properties, notes: { type: "string", title: "Notes" } } })],
    ["someone else may send an event", change({}, {}, { states: reopened })],
  ])("%s", (_name, weaker) => {
    expect(weakens(BASE, weaker, { file: "overlay.json", pointer: "" }).map(({ code }) => code)).toContain(
      "overlay-weakens",
    );
  });

  test("nothing changes: it is not", () => {
    expect(weakens(BASE, BASE, { file: "overlay.json", pointer: "" })).toEqual([]);
  });
});
