import { expect, test } from "vitest";
import { apply, available } from "../../engine/index.ts";
import { ANONYMOUS, agent, citizen } from "../helpers/actors.ts";
import { NOW } from "../helpers/definitions.ts";
import { ANSWERS, opened, REQUEST } from "../helpers/request.ts";

const types = (actor: Parameters<typeof available>[2], entry = opened()) =>
  available(REQUEST, entry, actor, NOW).map(({ type }) => type);

test("offers each actor her own events, in the order of the workflow", () => {
  expect(types(agent())).toEqual(["demander-pieces", "accepter", "corriger", "classer"]);
  expect(types(citizen())).toEqual(["corriger"]);
  expect(types(ANONYMOUS)).toEqual([]);
  expect(types(agent({ member: "rixheim" }))).toEqual([]);
});

test("offers a guarded event when its guard holds, and one whose guard waits for its form", () => {
  expect(types(agent(), opened({ ...ANSWERS, fin: "2026-07-01" }))).toContain("prolonger");
  expect(types(agent())).not.toContain("prolonger");
  expect(types(agent())).toContain("accepter");
});

test("says what a button needs and keeps rights and guards to itself", () => {
  expect(available(REQUEST, opened(), agent(), NOW)[1]).toEqual({
    type: "accepter",
    label: "Accepter",
    form: "accord",
    tone: "primary",
  });
  expect(available(REQUEST, opened(), citizen(), NOW)).toEqual([
    expect.objectContaining({ type: "corriger", form: "entry" }),
  ]);
});

test("offers nothing in a final state", () => {
  const outcome = apply(REQUEST, opened(), { type: "classer" }, agent(), NOW);
  if (!outcome.ok) throw new Error(outcome.message);
  expect(types(agent(), outcome.entry)).toEqual([]);
});
