import { describe, expect, test } from "vitest";
import { conformityOn, declarationFaults, leastConforming } from "../../engine/index.ts";

const TODAY = "2026-03-03";
const PARTIAL = {
  state: "partial",
  auditedOn: "2025-06-12",
  auditor: "Atelier Clair",
  rate: 72.5,
  failures: "Plans : sans texte",
} as const;

describe("a declaration of accessibility", () => {
  test.each([
    ["no audit", { state: "full", auditor: "X" }, ["auditedOn missing"]],
    ["no audit nor author", { state: "partial", failures: "x" }, ["auditedOn missing", "auditor missing"]],
    ["an audit to come", { ...PARTIAL, auditedOn: "2026-03-04" }, ["auditedOn future"]],
    ["an audit of three years", { ...PARTIAL, auditedOn: "2023-03-03" }, ["auditedOn expired"]],
    ["an audit of the 29th of February", { ...PARTIAL, auditedOn: "2024-02-29" }, []],
    ["less than half the criteria", { ...PARTIAL, rate: 49.9 }, ["rate low"]],
    ["not every criterion", { state: "full", auditedOn: TODAY, auditor: "X", rate: 99 }, ["rate low"]],
    ["a rate that is no percentage", { ...PARTIAL, rate: 101 }, ["rate range"]],
    ["a rate that is no number", { ...PARTIAL, rate: Number.NaN }, ["rate range"]],
    ["nothing listed", { state: "partial", auditedOn: TODAY, auditor: "X" }, ["failures missing"]],
    ["faults though whole", { ...PARTIAL, state: "full", rate: 100 }, ["failures none"]],
    ["what an audit says", PARTIAL, []],
    ["no claim at all", { state: "none" }, []],
  ] as const)("with %s", (_, declaration, faults) => {
    expect(declarationFaults(declaration, TODAY).map(({ at, fault }) => `${at} ${fault}`)).toEqual(faults);
  });

  test("is worth what it says until its audit is three years old", () => {
    expect(conformityOn(undefined, TODAY)).toBe("none");
    expect(conformityOn(PARTIAL, "2028-06-11")).toBe("partial");
    expect(conformityOn(PARTIAL, "2028-06-12")).toBe("none");
    expect(conformityOn({ state: "full" }, TODAY)).toBe("none");
  });

  test("of several is the least of them", () => {
    expect(leastConforming(["full", "partial"])).toBe("partial");
    expect(leastConforming(["full"])).toBe("full");
    expect(leastConforming([])).toBe("none");
  });
});
