import { expect, test } from "vitest";
import { changes } from "../../engine/index.ts";

test("names each top-level field that differs, absent as null", () => {
  const before = { nom: "Le Goff", capacite: 3, tags: ["a"], adresse: { voie: "1 rue A", commune: "Beaumont" } };
  const after = { nom: "Le Goff", capacite: 4, adresse: { voie: "2 rue A", commune: "Beaumont" }, mam: true };
  expect(changes(before, after)).toEqual([
    { field: "capacite", before: 3, after: 4 },
    { field: "adresse", before: before.adresse, after: after.adresse },
    { field: "mam", before: null, after: true },
    { field: "tags", before: ["a"], after: null },
  ]);
});

test("sees no change in the order of keys, and one in the order of items", () => {
  expect(changes({ a: { x: 1, y: [1, 2] } }, { a: { y: [1, 2], x: 1 } })).toEqual([]);
  expect(changes({ a: [1, 2] }, { a: [2, 1] })).toHaveLength(1);
  expect(changes({ a: [] }, { a: {} })).toHaveLength(1);
  expect(changes({ a: { x: 1 } }, { a: { y: 1 } })).toHaveLength(1);
});
