import { describe, expect, test } from "vitest";
import type { Answers, Json } from "../../engine/index.ts";
import { apply, compile, displayAnswers, journey, open, paperForm, submit } from "../../engine/index.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { buildDefinition, INSTRUCTION, NOW } from "../helpers/definitions.ts";

const SOURCE = {
  kind: "quotient-familial",
  purpose: "calculer le tarif",
  inputs: {
    nom: "nom",
    prenoms: "'Jeanne'",
    naissance: "date('1987-06-27')",
    sexe: "'F'",
    pays: "'99100'",
  },
};

const states = INSTRUCTION["states"] as Record<string, Record<string, Json>>;
const definition = buildDefinition({
  properties: {
    nom: { type: "string", title: "Nom" },
    quotient: { type: "object", title: "Quotient", "x-source": "quotient" },
    declare: { type: "integer", title: "Quotient, d’après vous", "x-when": "quotient.etat != 'obtenu'" },
    tarif: { type: "integer", title: "Tarif", "x-computed": "quotient.etat == 'obtenu' ? quotient.valeur : declare" },
  },
  required: ["declare"],
  definition: { sources: { quotient: SOURCE }, list: ["nom", "quotient.valeur"] },
  workflow: {
    states: {
      ...states,
      deposee: {
        ...states["deposee"],
        on: {
          ...(states["deposee"]?.["on"] as object),
          modifier: { meta: { label: "Modifier", who: ["agent"], edit: true } },
        },
      },
    },
  },
});
const { form } = definition;
const OBTAINED = { etat: "obtenu", valeur: 820, annee: 2026, mois: 10, organisme: "CNAF", obtenuLe: "2026-03-03" };
const ORIGIN = { "/quotient": { source: "quotient-familial", provider: "CNAF", at: NOW, call: "0192" } };

const opening = (answers: Answers, more = {}) =>
  open(definition, {
    id: "1",
    reference: "X7K4-QP9M",
    member: "mulhouse",
    holder: "h",
    answers,
    actor: citizen(),
    now: NOW,
    ...more,
  });

describe("a field that a source fills", () => {
  test("is typed: an expression on what the source does not give is refused", () => {
    const parts = { quotient: { type: "object", title: "Quotient", "x-source": "quotient" } };
    const file = (source: string) => ({
      ...{ file: "d.json", workflowFile: "w.json", workflow: INSTRUCTION },
      schema: {
        ...{ $id: "a/b", title: "T", type: "object", required: [] },
        properties: {
          nom: { type: "string", title: "Nom" },
          ...parts,
          n: { type: "integer", title: "N", "x-computed": source },
        },
        "x-definition": {
          ...{ version: 1, kind: "service", workflow: "instruction", list: ["nom"], sources: { quotient: SOURCE } },
          privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "essai", retention: "P1Y" },
          clock: { regime: "none" },
        },
      },
    });
    const codes = (source: string) => {
      const result = compile(file(source), new Map(), { published: true });
      return result.ok ? [] : result.issues.map(({ code }) => code);
    };
    expect(codes("quotient.valeur + 1")).toEqual([]);
    expect(codes("quotient.enfants")).toEqual(["expression-name"]);
    expect(codes("quotient.organisme")).toEqual(["expression-type"]);
    expect(codes("quotient.etat == 'perdu' ? 1 : 2")).toEqual(["expression-choice"]);
  });

  test("compiles again, as published, to the same", () => {
    const again = compile(
      { file: "d.json", schema: definition.schema, workflowFile: "w.json", workflow: definition.workflowSource },
      new Map(),
      { published: true },
    );
    expect(again.ok && again.value.schema).toEqual(definition.schema);
  });

  test("waits for the citizen's choice, and by-hand questions with it", () => {
    const asked = (answers: Answers) => journey(form, answers, { now: NOW }).steps[0];
    expect(asked({ nom: "Roux" })?.issues.map(({ pointer }) => pointer)).toEqual(["/quotient"]);
    expect(asked({ nom: "Roux", quotient: { etat: "refuse" } })?.issues.map(({ pointer }) => pointer)).toEqual([
      "/declare",
    ]);
    expect(asked({ nom: "Roux", quotient: OBTAINED })?.complete).toBe(true);
  });

  test("shows what the source gave, and only why when it gave nothing", () => {
    const shown = (quotient: Json) =>
      displayAnswers(form, { nom: "Roux", quotient }, { now: NOW })
        .flatMap(({ rows }) => rows)
        .filter(({ group }) => group === "Quotient")
        .map(({ label, text }) => `${label} : ${text}`);
    expect(shown({ etat: "refuse" })).toEqual(["Réponse de l’organisme : L’usager a préféré répondre lui-même"]);
    expect(shown({ etat: "obtenu", valeur: 820, organisme: "CNAF" })).toEqual([
      "Réponse de l’organisme : Obtenue",
      "Quotient familial : 820\u202f€",
      "Obtenu de : CNAF",
    ]);
  });

  test("is asked by hand on paper, where no source is", () => {
    const titles = paperForm(form).parts.flatMap(({ questions }) => questions);
    expect(titles.map(({ field, when }) => [field.key, when])).toEqual([
      ["nom", undefined],
      ["declare", undefined],
    ]);
  });
});

describe("an answer of a source that someone sends", () => {
  test("counts for nothing without a draft of ours: the by-hand question must be answered", () => {
    const forged = submit(form, { nom: "Roux", quotient: { ...OBTAINED, valeur: 0 } }, { now: NOW });
    expect(forged.ok ? [] : forged.issues.map(({ pointer }) => pointer)).toEqual(["/declare"]);
    const opened = opening({ nom: "Roux", quotient: { ...OBTAINED, valeur: 0 }, declare: 900 });
    expect(opened).toMatchObject({ ok: true, entry: { answers: { quotient: { etat: "non-demande" }, tarif: 900 } } });
  });

  test("is kept with where it comes from when a draft of ours holds it", () => {
    const opened = opening({ nom: "Roux", quotient: OBTAINED }, { provenance: ORIGIN });
    expect(opened).toMatchObject({
      ok: true,
      entry: { answers: { quotient: OBTAINED, tarif: 820 } },
      event: { data: { provenance: ORIGIN } },
    });
  });

  test("does not change when the entry is edited", () => {
    const opened = opening({ nom: "Roux", quotient: OBTAINED }, { provenance: ORIGIN });
    if (!opened.ok) throw new Error(opened.message);
    const sent = { type: "modifier", answers: { nom: "Rousse", quotient: { ...OBTAINED, valeur: 1 } } };
    const edited = apply(definition, opened.entry, sent, agent(), NOW);
    expect(edited).toMatchObject({ ok: true, entry: { answers: { nom: "Rousse", quotient: OBTAINED, tarif: 820 } } });
  });
});

test("a price made from what a source gave says so", () => {
  const priced = buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom" },
      quotient: { type: "object", title: "Quotient", "x-source": "quotient" },
      prix: { type: "integer", title: "Prix", "x-fee": "prix" },
    },
    definition: {
      sources: { quotient: SOURCE },
      fees: { prix: { title: "Prix", steps: [{ label: "Selon le quotient", amount: "quotient.valeur * 2" }] } },
    },
  });
  const request = { id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "h", actor: citizen(), now: NOW };
  const opened = open(priced, { ...request, answers: { nom: "Roux", quotient: OBTAINED }, provenance: ORIGIN });
  expect(opened).toMatchObject({
    ok: true,
    entry: { answers: { prix: 1640 } },
    event: { data: { prices: [{ inputs: [{ title: "Quotient familial", source: "fetched" }] }] } },
  });
});

describe("how a source knows whom it is asked about", () => {
  const chosen = buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom de l’allocataire", "x-when": "true && quotient.par == 'identite'" },
      quotient: { type: "object", title: "Quotient", "x-source": "quotient" },
      declare: { type: "integer", title: "Quotient, d’après vous", "x-when": "quotient.etat != 'obtenu'" },
    },
    required: ["nom", "declare"],
    definition: { sources: { quotient: { ...SOURCE, franceconnect: true } } },
  });
  const context = { now: NOW, actor: { kind: "citizen" as const, roles: [] }, sourced: true as const };
  const issues = (answers: Answers) => {
    const result = submit(chosen.form, answers, context);
    return result.ok ? [] : result.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  };

  test("asks for the identity of who chose to write it, and of nobody else", () => {
    expect(issues({ quotient: { etat: "refuse" } })).toEqual(["/declare required"]);
    expect(issues({ quotient: { etat: "introuvable", par: "identite" }, declare: 900 })).toEqual(["/nom required"]);
    expect(issues({ quotient: { ...OBTAINED, par: "franceconnect" } })).toEqual([]);
    const kept = submit(chosen.form, { nom: "Roux", quotient: { etat: "refuse" }, declare: 900 }, context);
    expect(kept.ok && kept.value["nom"]).toBeUndefined();
  });

  test("is no answer by itself: she has still to ask, or to answer", () => {
    expect(issues({ nom: "Roux", quotient: { par: "identite" } })).toEqual(["/quotient required"]);
    expect(issues({ nom: "Roux", quotient: {} })).toContain("/quotient required");
  });

  test("is one of two words", () => {
    expect(issues({ quotient: { etat: "refuse", par: "autre" }, declare: 1 }).join()).toContain("/quotient/par");
    expect(chosen.sources.get("quotient")?.franceconnect).toBe(true);
    expect(definition.sources.get("quotient")?.franceconnect).toBe(false);
  });

  test("has no place on paper: the identity that only serves to ask is not printed", () => {
    const printed = paperForm(chosen.form).parts.flatMap(({ questions }) => questions);
    expect(printed.map(({ number, field }) => `${number} ${field.title}`)).toEqual(["1 Quotient, d’après vous"]);
    expect(
      paperForm(form)
        .parts.flatMap(({ questions }) => questions)
        .map(({ field }) => field.key),
    ).toContain("nom");
  });
});
