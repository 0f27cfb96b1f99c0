import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareOut } from "../../engine/index.ts";

const everybody = (count: number, able: readonly string[]) => Array.from({ length: count }, () => able);

describe("sharing entries out", () => {
  test("evens out what each has, beginning with whoever has least", () => {
    const loads = new Map([
      ["anne", 5],
      ["jean", 2],
      ["lea", 0],
    ]);
    expect(shareOut(everybody(5, ["anne", "jean", "lea"]), loads)).toEqual(["lea", "lea", "jean", "lea", "jean"]);
  });

  test("gives nothing to who may not work an entry, and leaves it when nobody may", () => {
    expect(shareOut([["jean"], [], ["anne", "jean"], ["anne"]], new Map())).toEqual(["jean", null, "anne", "anne"]);
  });

  test("never leaves two agents more than one entry apart when all may work all and have as many", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 12 }), (count, agents) => {
        const able = Array.from({ length: agents }, (_, rank) => `agent-${rank}`);
        const given = shareOut(everybody(count, able), new Map());
        const parts = able.map((id) => given.filter((each) => each === id).length);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(given).not.toContain(null);
      }),
    );
  });
});
