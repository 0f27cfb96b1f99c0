import { expect, test } from "vitest";
import { type Answers, firstIncomplete, journey, nextStep, previousStep } from "../../engine/index.ts";
import { COMPLETE, FORM } from "../helpers/childminder.ts";
import { buildDefinition, NOW } from "../helpers/definitions.ts";

const path = (answers: Answers) => journey(FORM, answers, { now: NOW });
const ids = (answers: Answers) => path(answers).steps.map(({ step }) => step.id);

test("skips a step whose condition does not hold", () => {
  expect(ids(COMPLETE)).toEqual(["identite", "exercice", "agrements", "fin"]);
  expect(ids({ ...COMPLETE, lieu: "aucun" })).toEqual(["identite", "exercice", "fin"]);
});

test("skips a step with nothing to ask", () => {
  const { form } = buildDefinition({
    definition: {
      steps: [
        { id: "un", title: "Un", fields: ["a"] },
        { id: "deux", title: "Deux", fields: ["b", "c"] },
      ],
    },
    properties: {
      a: { type: "boolean", title: "A" },
      b: { type: "string", title: "B", "x-when": "a" },
      c: { type: "string", title: "C", "x-computed": "a ? 'oui' : 'non'" },
    },
  });
  const steps = (a: boolean) => journey(form, { a }, { now: NOW }).steps.map(({ step }) => step.id);
  expect(steps(false)).toEqual(["un"]);
  expect(steps(true)).toEqual(["un", "deux"]);
});

test("asks visible fields, and none that is computed", () => {
  const asked = path({ lieu: "mam" }).steps.map(({ fields }) => fields.map((field) => field.key));
  expect(asked[0]).toEqual(["nom", "naissance", "telephone", "adresse"]);
  expect(asked[1]).toEqual(["lieu", "mam"]);
});

test("knows which steps are complete and where to go on", () => {
  const begun = path({ nom: "Le Goff", lieu: "domicile" });
  expect(begun.steps.map(({ complete }) => complete)).toEqual([true, true, false, false]);
  expect(begun.steps[2]?.issues.map((issue) => issue.pointer)).toEqual(["/agrements"]);
  expect(firstIncomplete(begun)?.step.id).toBe("agrements");
  expect(firstIncomplete(path(COMPLETE))).toBeUndefined();
});

test("walks forth and back along the visible steps", () => {
  const short = path({ ...COMPLETE, lieu: "aucun" });
  expect(nextStep(short, "exercice")?.step.id).toBe("fin");
  expect(nextStep(short, "fin")).toBeUndefined();
  expect(nextStep(short, "agrements")?.step.id).toBe("identite");
  expect(previousStep(short, "fin")?.step.id).toBe("exercice");
  expect(previousStep(short, "identite")).toBeUndefined();
});
