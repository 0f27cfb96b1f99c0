import { expect, test } from "vitest";
import { compile, fillsReference, type Relation, referringAnswers, relationProblems } from "../../engine/index.ts";
import { buildDefinition, definitionSource } from "../helpers/definitions.ts";

const WORKS: Relation = {
  ...{ id: "travaux", title: "Travaux", definition: "voirie/travaux", field: "lieu.rue" },
  ...{ columns: ["objet"], add: null, empty: null, total: null },
};
const OTHER = buildDefinition({
  id: "voirie/travaux",
  properties: {
    objet: { type: "string", title: "Objet" },
    lieu: {
      type: "object",
      title: "Lieu",
      properties: { rue: { type: "string", title: "Rue", "x-ref": "voirie/rue" } },
    },
    etapes: {
      type: "array",
      title: "Étapes",
      items: { type: "object", properties: { rue: { type: "string", title: "Rue", "x-ref": "voirie/rue" } } },
    },
  },
});

const codes = (relations: readonly object[]) => {
  const result = compile(definitionSource({ definition: { relations: relations as never } }), new Map(), {
    published: true,
  });
  return result.ok ? [] : result.issues.map(({ code, pointer }) => `${code} ${pointer}`);
};
const part = { id: "travaux", title: "Travaux", definition: "voirie/travaux", field: "rue", columns: ["objet"] };

test("two tabs of one name, the name of a tab of every page and what is no definition are refused where they stand", () => {
  expect(codes([part])).toEqual([]);
  expect(codes([part, part])).toEqual(["relation-id /x-definition/relations/1/id"]);
  expect(codes([{ ...part, id: "chronologie" }])).toEqual(["relation-id /x-definition/relations/0/id"]);
  expect(codes([{ ...part, definition: "travaux" }])).toEqual([
    "relation-definition /x-definition/relations/0/definition",
  ]);
});

test("a relation is checked against the definition it leads to: the field that refers back, the columns", () => {
  const columns = ["objet", "_etat", "lieu.rue.nom"];
  expect(relationProblems("voirie/rue", { ...WORKS, columns }, OTHER)).toEqual([]);
  expect(relationProblems("voirie/place", WORKS, OTHER).map(({ place }) => place)).toEqual(["field"]);
  expect(relationProblems("voirie/rue", { ...WORKS, field: "objet" }, OTHER).map(({ place }) => place)).toEqual([
    "field",
  ]);
  expect(relationProblems("voirie/rue", { ...WORKS, columns: ["objett"] }, OTHER)).toMatchObject([
    { place: "columns", message: expect.stringContaining("objett") },
  ]);
});

test("a new entry is given its reference inside groups, never inside a list", () => {
  expect(fillsReference(OTHER, WORKS)).toBe(true);
  expect(fillsReference(OTHER, { field: "etapes.rue" })).toBe(false);
  expect(referringAnswers(WORKS, "7")).toEqual({ lieu: { rue: "7" } });
});
