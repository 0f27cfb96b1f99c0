import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, encodeDate, type Field, type Json } from "../../engine/index.ts";
import { field, post } from "../helpers/fields.ts";

const DATE = field("le", "date");
const CHOICES = [
  { value: "domicile", label: "À domicile" },
  { value: "mam", label: "En MAM" },
];

describe("encode", () => {
  test("shows values as people type them", () => {
    expect(encode(field("tarif", "money"), 123450)).toBe("1234,50");
    expect(encode(field("tarif", "money"), -5)).toBe("-0,05");
    expect(encode(field("surface", "number"), 85.5)).toBe("85,5");
    expect(encode(field("telephone", "phone"), "+33612345678")).toBe("06 12 34 56 78");
    expect(encode(field("filiation", "radio", { type: "boolean" }), false)).toBe("false");
    expect(encode(field("nom", "text"), undefined)).toBe("");
  });

  test("shows again a text that could not be read", () => {
    expect(encode(field("tarif", "money"), "douze euros")).toBe("douze euros");
    expect(encode(field("telephone", "phone"), "poste 12")).toBe("poste 12");
    expect(encodeDate("2026-02-31")).toEqual({ jour: "31", mois: "2", annee: "2026" });
    expect(encodeDate("1990--12")).toEqual({ jour: "12", mois: "", annee: "1990" });
    expect(encodeDate("90-05-le 2-3")).toEqual({ jour: "le 2-3", mois: "5", annee: "90" });
    expect(encodeDate(undefined)).toEqual({ jour: "", mois: "", annee: "" });
  });

  const SHOWN: readonly (readonly [Field, fc.Arbitrary<Json>])[] = [
    [field("tarif", "money"), fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })],
    [field("places", "number", { type: "integer" }), fc.integer()],
    [field("surface", "number"), fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000)],
    [field("filiation", "radio", { type: "boolean" }), fc.boolean()],
    [field("lieu", "select", { choices: CHOICES }), fc.constantFrom("domicile", "mam")],
    [
      field("telephone", "phone"),
      fc.stringMatching(/^\+33[1-9]\d{8}$/).filter((n) => !/^\+33[56]9|^\+33(262|263|269|639)/.test(n)),
    ],
    [field("telephone", "phone"), fc.stringMatching(/^\+(32|49|262692|590690|596696)[1-9]\d{5}$/)],
    [field("nom", "text"), fc.stringMatching(/^[\p{L}'-][\p{L} '-]{0,30}[\p{L}]$/u)],
  ];

  test.each(SHOWN)("is read back to the same value by decode (%#)", (one, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decode([one], post([`[${one.key}]`, encode(one, value)]))).toEqual({ [one.key]: value });
      }),
    );
  });

  test("is read back to the same date from its three boxes", () => {
    const dates = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const { jour, mois, annee } = encodeDate(iso);
        expect(decode([DATE], post(["[le][jour]", jour], ["[le][mois]", mois], ["[le][annee]", annee]))).toEqual({
          le: iso,
        });
      }),
    );
  });

  test("is read back to what was typed in the boxes of a wrong date", () => {
    const typed = fc.stringMatching(/^[0-9a-z ]{0,5}$/).map((text) => text.trim());
    fc.assert(
      fc.property(typed, typed, typed, (jour, mois, annee) => {
        const once = decode([DATE], post(["[le][jour]", jour], ["[le][mois]", mois], ["[le][annee]", annee]));
        const again = encodeDate(once["le"]);
        const twice = decode(
          [DATE],
          post(["[le][jour]", again.jour], ["[le][mois]", again.mois], ["[le][annee]", again.annee]),
        );
        expect(twice).toEqual(once);
      }),
    );
  });
});
