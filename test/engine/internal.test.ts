import { describe, expect, test } from "vitest";
import { type Actor, type Answers, apply, displayAnswers, type Entry, open } from "../../engine/index.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { buildDefinition, INSTRUCTION, NOW } from "../helpers/definitions.ts";

const HOLDER = citizen();
const AGENT = agent();

/** A subsidy whose score and remarks stay in the service. */
const SUBSIDY = buildDefinition({
  required: ["association", "avis"],
  properties: {
    association: { type: "string", title: "Association" },
    montant: { type: "integer", title: "Montant" },
    avis: { type: "string", title: "Avis du service", "x-internal": true },
    score: { type: "integer", title: "Score", "x-internal": true, "x-computed": "montant * 2" },
  },
  definition: { steps: [{ id: "demande", title: "Votre demande", fields: ["association", "montant", "avis"] }] },
  workflow: {
    states: {
      deposee: {
        meta: { label: "À étudier", sentence: "Votre demande est arrivée.", tone: "active", task: true },
        on: {
          corriger: { meta: { label: "Corriger", who: ["holder", "agent"], edit: true } },
          classer: {
            target: "classee",
            actions: [{ type: "assign", params: { set: { avis: "'Classé sans suite'" } } }],
            meta: { label: "Retirer", who: ["holder"] },
          },
          noter: { meta: { label: "Noter", form: "note" } },
        },
      },
      classee: {
        type: "final",
        meta: { label: "Classée", sentence: "Votre demande est classée.", tone: "neutral" },
      },
    },
    forms: {
      note: {
        title: "Note",
        type: "object",
        required: ["remarque"],
        properties: {
          remarque: { type: "string", title: "Remarque", "x-internal": true },
          message: { type: "string", title: "Message à l’usager" },
        },
      },
    },
    initial: INSTRUCTION["initial"] ?? null,
  },
});

const opened = (answers: Answers, actor: Actor = HOLDER) =>
  open(SUBSIDY, {
    id: "01a00000-0000-7000-8000-000000000000",
    reference: "X7K4-QP9M",
    member: "mulhouse",
    holder: "porteur-1",
    answers,
    actor,
    now: NOW,
  });

function entryOf(answers: Answers, actor: Actor = AGENT): Entry {
  const transition = opened(answers, actor);
  if (!transition.ok) throw new Error(JSON.stringify(transition.issues));
  return transition.entry;
}

const noted = (): Entry => entryOf({ association: "Les Amis", montant: 10, avis: "Réservé" });

describe("an internal field", () => {
  test("is not asked of a citizen, who cannot fill it either", () => {
    const transition = opened({ association: "Les Amis", montant: 10, avis: "Excellent" });
    expect(transition.ok && transition.entry.answers).toEqual({ association: "Les Amis", montant: 10, score: 20 });
  });

  test("is asked of an agent, as required as any other", () => {
    const transition = opened({ association: "Les Amis" }, AGENT);
    expect(transition.ok ? [] : transition.issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/avis", "required"],
    ]);
  });

  test("outlives an edit by the holder, who can neither change nor erase it", () => {
    for (const sent of [
      { association: "Les Amies", montant: 12 },
      { association: "Les Amies", montant: 12, avis: "Ok" },
    ]) {
      const transition = apply(SUBSIDY, noted(), { type: "corriger", answers: sent }, HOLDER, NOW);
      expect(transition.ok && transition.entry.answers).toEqual({
        association: "Les Amies",
        montant: 12,
        avis: "Réservé",
        score: 24,
      });
    }
  });

  test("is edited by an agent", () => {
    const sent = { type: "corriger", answers: { association: "Les Amis", montant: 10, avis: "Favorable" } };
    const transition = apply(SUBSIDY, noted(), sent, AGENT, NOW);
    expect(transition.ok && transition.entry.answers["avis"]).toBe("Favorable");
  });

  test("is written by the workflow, whoever sends the event", () => {
    const transition = apply(SUBSIDY, noted(), { type: "classer" }, HOLDER, NOW);
    expect(transition.ok && transition.entry.answers["avis"]).toBe("Classé sans suite");
  });

  test("is shown to agents only", () => {
    const shown = (kind: string) =>
      displayAnswers(SUBSIDY.form, noted().answers, { now: NOW, actor: { kind, roles: [] } }).flatMap(({ rows }) =>
        rows.map(({ label }) => label),
      );
    expect(shown("citizen")).toEqual(["Association", "Montant"]);
    expect(shown("anonymous")).toEqual(["Association", "Montant"]);
    expect(shown("agent")).toEqual(["Association", "Montant", "Avis du service", "Score"]);
  });
});
