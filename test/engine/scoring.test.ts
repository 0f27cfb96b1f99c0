import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthsBetween } from "../../engine/cel.ts";
import { type Answers, type CompiledDefinition, explainScore, rank, type Scoring } from "../../engine/index.ts";
import { FAMILY, scoredDefinition } from "./scoring.definition.ts";

const DAY = "2026-03-03";
const context = { now: "2026-03-03T09:30:00.000Z", pricedOn: DAY };

function scoringOf({ scoring }: CompiledDefinition): Scoring {
  if (!scoring) throw new Error("nothing ranks it");
  return scoring;
}

const scoring = scoringOf(scoredDefinition());
const scored = (answers: Answers, more = {}) => explainScore(scoring, answers, { ...context, ...more });
const candidate = (id: string, answers: Answers, draw = id) => ({ id, draw, score: scored(answers).score });

describe("the points of a request", () => {
  test("add up criteria, each within its maximum and times its weight", () => {
    const { score, explanation } = scored(FAMILY);
    expect(explanation.criteria.map(({ points, weight, total }) => [points, weight, total])).toEqual([
      [10, 2, 20],
      [5, 1, 5],
      [3, 1, 3],
    ]);
    expect(score.total).toBe(28);
    expect(scored({ ...FAMILY, complete: "2020-01-01" }).explanation.criteria[2]).toMatchObject({ points: 12 });
    expect(scored({ ...FAMILY, complete: "2027-01-01" }).explanation.criteria[2]).toMatchObject({ points: 0 });
  });

  test("are none for a criterion that lacks an answer, and the explanation says that it lacks", () => {
    const { fratrie: _, ...alone } = FAMILY;
    const { explanation } = scored(alone);
    expect(explanation.criteria[1]).toMatchObject({ points: 0 });
    expect(explanation.inputs).toContainEqual({ title: "Fratrie", text: "non indiqué" });
  });

  test("come from the rows a member decided for that day, which the explanation names", () => {
    const rows = [{ amount: 7, cells: {} }];
    const tariffs = new Map([["situation", [{ since: "2026-03-03", decision: "Délibération n° 4", rows }]]]);
    const about = { member: "m", title: "", tariffs };
    expect(scored(FAMILY, { about }).score.total).toBe(22);
    expect(scored(FAMILY, { about }).explanation.tables).toMatchObject([
      { title: "Situation des parents", since: "2026-03-03", decision: "Délibération n° 4", amount: 7 },
    ]);
    expect(scored(FAMILY, { about, pricedOn: "2026-03-02" }).score.total).toBe(28);
  });

  test("are those of the day of the list, whatever the hour and the day they are asked again", () => {
    const first = scored(FAMILY);
    expect(scored(FAMILY, { now: "2026-12-31T23:59:59.000Z" })).toEqual(first);
  });

  test("say the data and their source, the weights and the operations, as R. 311-3-1-2 asks", () => {
    const { explanation } = scored(FAMILY);
    expect(explanation.inputs).toContainEqual({
      title: "Qui travaille ?",
      text: "Les deux parents",
      source: "declared",
    });
    expect(explanation.criteria.map(({ rule }) => rule)).toEqual([
      "Grille « Situation des parents ».",
      "Un frère ou une sœur est déjà accueilli.",
      "Calcul : monthsBetween(complete, today)",
    ]);
    expect(explanation.ties).toEqual([
      { label: "la date du dossier complet, la plus ancienne d’abord", text: "20 novembre 2025" },
      { label: "le quotient familial, le plus bas d’abord", text: "700" },
    ]);
    expect(explanation.criteria.reduce((sum, { total }) => sum + total, 0)).toBe(explanation.total);
  });
});

describe("a ranked list", () => {
  test("goes by points, then by each published tie, then by the draw", () => {
    const list = [
      candidate("tirage", FAMILY, "b"),
      candidate("quotient", { ...FAMILY, quotient: 300 }, "z"),
      candidate("ancien", { ...FAMILY, complete: "2025-11-10" }, "z"),
      candidate("points", { ...FAMILY, complete: "2025-10-20" }, "z"),
      candidate("premier-tirage", FAMILY, "a"),
    ];
    expect(rank(scoring, list).map(({ candidate: { id }, by }) => [id, by])).toEqual([
      ["points", "first"],
      ["ancien", "points"],
      ["quotient", { tie: 0 }],
      ["premier-tirage", { tie: 1 }],
      ["tirage", "draw"],
    ]);
  });

  test("puts last, among equals, who did not answer what separates them", () => {
    const { quotient: _, ...silent } = FAMILY;
    const list = [candidate("muet", silent), candidate("dit", { ...FAMILY, quotient: 90_000 })];
    expect(rank(scoring, list).map(({ candidate: { id } }) => id)).toEqual(["dit", "muet"]);
  });

  test("is the same to the byte in whatever order requests come", () => {
    const families = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-f]{4,8}$/),
        situation: fc.constantFrom("deux", "un", "aucun"),
        fratrie: fc.boolean(),
        complete: fc.constantFrom("2025-11-20", "2025-11-21", "2026-02-01"),
        quotient: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      }),
      { selector: ({ id }) => id, maxLength: 30 },
    );
    fc.assert(
      fc.property(families, fc.integer(), (drawn, seed) => {
        const list = drawn.map(({ id, quotient, ...rest }) =>
          candidate(id, { nom: id, ...rest, ...(quotient !== undefined && { quotient }) }),
        );
        const turned = list.map((each, index) => ({ each, key: (index * 7919 + seed) % 101 }));
        const other = turned.sort((a, b) => a.key - b.key).map(({ each }) => each);
        expect(JSON.stringify(rank(scoring, other))).toBe(JSON.stringify(rank(scoring, list)));
      }),
    );
  });
});

test("a month has passed on the same day of the next, or on its last", () => {
  const months = (from: string, to: string) => monthsBetween(new Date(from), new Date(to));
  expect(months("2026-01-15", "2026-02-14")).toBe(0);
  expect(months("2026-01-15", "2026-02-15")).toBe(1);
  expect(months("2026-01-31", "2026-02-28")).toBe(1);
  expect(months("2026-02-15", "2026-01-15")).toBe(-1);
  expect(months("2024-02-29", "2026-02-28")).toBe(24);
});
