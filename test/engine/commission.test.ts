import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, type Capacity, type Claimant, roomLeft } from "../../engine/index.ts";

const room = (place: string, group: string, lundi: number, mardi = lundi): Capacity => ({
  place,
  group,
  parts: { lundi, mardi },
});
const asks = (id: string, wishes: readonly string[], more: Partial<Claimant> = {}): Claimant => ({
  ...{ id, wishes, group: "bebes", parts: ["lundi"] },
  ...more,
});
const given = (claimants: readonly Claimant[], capacities: readonly Capacity[]) =>
  allocate(claimants, capacities).map(({ id, place, wish, why }) => [id, place, wish, why]);

describe("matching ranked requests to places", () => {
  test("gives each, in the order of ranks, the first of its wishes with room on all its days", () => {
    const families = [
      asks("un", ["lutins", "canal"]),
      asks("deux", ["lutins", "canal"]),
      asks("trois", ["lutins"], { parts: ["mardi"] }),
      asks("quatre", ["canal"], { parts: ["lundi", "mardi"] }),
    ];
    expect(given(families, [room("lutins", "bebes", 1), room("canal", "bebes", 1)])).toEqual([
      ["un", "lutins", 1, "wish"],
      ["deux", "canal", 2, "wish"],
      ["trois", "lutins", 1, "wish"],
      ["quatre", null, null, "none"],
    ]);
  });

  test("says of each wish passed over which days were full", () => {
    const families = [asks("un", ["lutins"]), asks("deux", ["lutins", "canal"], { parts: ["lundi", "mardi"] })];
    const [, second] = allocate(families, [room("lutins", "bebes", 1)]);
    expect(second?.lacks).toEqual([
      { place: "lutins", full: ["lundi"] },
      { place: "canal", full: ["lundi", "mardi"] },
    ]);
  });

  test("never gives a place of another group, nor to who says no day", () => {
    const places = [room("lutins", "grands", 9)];
    expect(given([asks("un", ["lutins"]), asks("deux", ["lutins"], { group: "grands", parts: [] })], places)).toEqual([
      ["un", null, null, "none"],
      ["deux", null, null, "unknown"],
    ]);
  });

  test("serves first what the commission decided, whatever its rank, and says when there was no room", () => {
    const families = [
      asks("un", ["lutins"]),
      asks("deux", ["canal"], { deviation: { place: "lutins" } }),
      asks("trois", ["canal"], { deviation: { place: null } }),
      asks("quatre", ["canal"], { deviation: { place: "lutins" } }),
    ];
    const placements = allocate(families, [room("lutins", "bebes", 1), room("canal", "bebes", 1)]);
    expect(placements.map(({ place, why }) => [place, why])).toEqual([
      [null, "none"],
      ["lutins", "deviation"],
      [null, "deviation"],
      ["lutins", "deviation"],
    ]);
    expect(placements.map(({ overfull }) => overfull)).toEqual([undefined, undefined, undefined, ["lundi"]]);
  });

  test("frees the place of who takes part no longer", () => {
    const places = [room("lutins", "bebes", 1)];
    expect(given([asks("un", ["lutins"], { out: true }), asks("deux", ["lutins"])], places)).toEqual([
      ["un", null, null, "out"],
      ["deux", "lutins", 1, "wish"],
    ]);
  });

  const families = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-f]{3,6}$/),
      wishes: fc.uniqueArray(fc.constantFrom<string>("lutins", "canal", "parc"), { maxLength: 3 }),
      group: fc.constantFrom("bebes", "grands"),
      parts: fc.uniqueArray(fc.constantFrom("lundi", "mardi"), { maxLength: 2 }),
    }),
    { selector: ({ id }) => id, maxLength: 25 },
  );
  const places = fc.uniqueArray(
    fc.record({
      place: fc.constantFrom("lutins", "canal", "parc"),
      group: fc.constantFrom("bebes", "grands"),
      parts: fc.record({ lundi: fc.integer({ min: 0, max: 4 }), mardi: fc.integer({ min: 0, max: 4 }) }),
    }),
    { selector: ({ place, group }) => `${place} ${group}`, maxLength: 6 },
  );

  test("never gives more than there is, and leaves nobody with a better wish still free", () => {
    fc.assert(
      fc.property(families, places, (claimants, capacities) => {
        const placements = allocate(claimants, capacities);
        const left = roomLeft(claimants, placements, capacities);
        expect(left.every(({ parts }) => Object.values(parts).every((count) => count >= 0))).toBe(true);
        for (const [index, { wishes, group, parts }] of claimants.entries()) {
          const reached = wishes.indexOf(placements[index]?.place ?? "");
          const better = reached < 0 ? wishes : wishes.slice(0, reached);
          const free = better.filter((wish) => {
            const rooms = left.find((each) => each.place === wish && each.group === group)?.parts ?? {};
            return parts.length > 0 && parts.every((part) => (rooms[part] ?? 0) > 0);
          });
          expect(free).toEqual([]);
        }
      }),
    );
  });

  test("takes nothing from a better rank when one more asks after her", () => {
    fc.assert(
      fc.property(families, places, (claimants, capacities) => {
        const before = allocate(claimants.slice(0, -1), capacities);
        expect(allocate(claimants, capacities).slice(0, -1)).toEqual(before.slice(0, claimants.length - 1));
      }),
    );
  });
});
