import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, keyOf, keys, parsePlate, searchWords } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { field, post } from "../helpers/fields.ts";

const PLATE = field("plaque", "text", { schema: { format: "plate" } });

describe("a plate", () => {
  test.each([
    ["ab123cd", "AB-123-CD"],
    [" ab 123 cd ", "AB-123-CD"],
    ["AB.123-CD", "AB-123-CD"],
    ["AB\u2011123–CD", "AB-123-CD"],
    ["1234ab68", "1234 AB 68"],
    ["1234-AB-2a", "1234 AB 2A"],
    ["12 abc 974", "12 ABC 974"],
  ])("typed %s is read as %s", (typed, written) => {
    expect(parsePlate(typed)).toBe(written);
    expect(decode([PLATE], post(["[plaque]", typed]))).toEqual({ plaque: written });
  });

  test.each(["AI-123-CD", "AB-12-CD", "AB-123-C", "0123 AB 68", "1234 AB 99", "1234 AB 00", "A".repeat(5000), "🚗"])(
    "is not %s, which stays as typed",
    (typed) => {
      expect(parsePlate(typed)).toBeNull();
      expect(decode([PLATE], post(["[plaque]", typed]))).toEqual({ plaque: typed });
    },
  );

  test("has one written form, which reads as itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 14 }), (typed) => {
        const written = parsePlate(typed);
        if (written !== null) expect(parsePlate(written)).toBe(written);
      }),
    );
  });
});

describe("a definition that asks a plate", () => {
  const definition = buildDefinition({
    id: "voirie/carte",
    properties: { plaque: { type: "string", title: "Immatriculation", format: "plate" } },
    definition: {
      list: ["plaque"],
      search: ["plaque"],
      steps: [{ id: "vehicule", title: "Véhicule", fields: ["plaque"] }],
    },
  });

  test("keeps its written form only, and says how to write it", () => {
    expect(definition.form.validate({ plaque: "AB-123-CD" })).toEqual([]);
    const [issue] = definition.form.validate({ plaque: "ab123cd" });
    expect(issue).toMatchObject({ code: "format", pointer: "/plaque" });
    expect(issue?.message).toContain("AB-123-CD, ou 1234 AB 68");
  });

  test.each(["AB-123-CD", "ab 123 cd", "AB123CD", "ab123"])("is found by %s", (typed) => {
    const words = keys(definition, { plaque: "AB-123-CD" }).search.split(" ");
    for (const word of searchWords(typed)) expect(words.some((known) => known.startsWith(word))).toBe(true);
  });

  test("is filtered on by a plate written otherwise", () => {
    const [column] = definition.list;
    if (!column) throw new Error("no column");
    expect(keyOf(column.field, "ab123cd")).toBe(keys(definition, { plaque: "AB-123-CD" }).keys[0]);
  });
});
