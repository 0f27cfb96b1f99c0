import { describe, expect, test } from "vitest";
import { compile, type Json, publishedLines, publishedOf } from "../../engine/index.ts";
import { CRAFTSMEN, craftsman, craftsmanSource, PUBLISHED } from "../helpers/published.ts";

const codes = (changes: Readonly<Record<string, unknown>>): readonly string[] => {
  const { source, shared } = craftsmanSource({ ...PUBLISHED, ...changes } as unknown as Json);
  const result = compile(source, shared, { published: true });
  return result.ok
    ? []
    : result.issues.map(({ code, pointer }) => `${pointer.replace("/x-definition/public", "")} ${code}`);
};
const fields = (...more: readonly Json[]) => ({ fields: [...PUBLISHED.fields, ...more], filters: [] });

describe("a register that publishes", () => {
  test("is accepted when each personal answer waits for an agreement", () => {
    expect(codes({})).toEqual([]);
  });

  test.each<[string, Json]>([
    ["a telephone", { field: "telephone" }],
    ["a street", { field: "adresse.voie" }],
    ["a whole address", { field: "adresse" }],
    ["a date of birth", { field: "naissance" }],
    ["what is computed from a telephone", { field: "appel" }],
  ])("is refused when %s is published to everybody", (_, field) => {
    expect(codes({ fields: [...PUBLISHED.fields.slice(0, 10), field] })).toEqual(["/fields/10/field public-consent"]);
  });

  test.each([
    ["says nothing of an agreement", "places > 1"],
    ["holds for who refused", "!accord"],
    ["holds for who refused, among others", "accord || places > 0"],
    ["holds for who refused, in another way", "accord == false && places > 0"],
  ])("is refused when the condition of a telephone %s", (_, when) => {
    const shown = [...PUBLISHED.fields.slice(0, 10), { field: "telephone", when }];
    expect(codes({ fields: shown })).toEqual(["/fields/10/when public-consent"]);
  });

  test.each<[string, Json]>([
    ["a note of the service", { field: "remarque" }],
    ["a file", { field: "photo" }],
  ])("is refused when it shows %s, agreement or not", (_, field) => {
    expect(codes(fields(field, { ...(field as object), when: "accord" }))).toEqual([
      "/fields/12/field public-secret",
      "/fields/13/field public-secret",
    ]);
  });

  test("is refused when it names, searches or orders by what is not published", () => {
    expect(codes({ name: [["naissance"]] })).toEqual(["/name/0/0 public-field"]);
    expect(codes({ filters: [{ field: "accord" }] })).toEqual(["/filters/0/field public-field"]);
    expect(codes({ filters: [{ field: "telephone" }] })).toEqual(["/filters/0/field public-field"]);
    expect(codes({ states: ["partie"] })).toEqual(["/states/0 public-field"]);
    expect(codes({ until: "nom" })).toEqual(["/until public-field"]);
    expect(codes(fields({ field: "nim" }))).toEqual(["/fields/12/field public-field"]);
  });

  test("is refused when the day alone would change what is published", () => {
    expect(codes({ when: "assure > today" })).toEqual(["/when public-field"]);
  });
});

describe("the copy of an entry", () => {
  const view = CRAFTSMEN.publicView;
  if (!view) throw new Error("nothing is published");
  const entry = { state: "active", reference: "ART-1", createdAt: "2026-03-03T09:30:00.000Z" };
  const copy = (changes = {}, more = {}) => publishedOf(view, { ...entry, answers: craftsman(changes), ...more });

  test("holds what is published and nothing else", () => {
    const made = copy({ accord: false, chezLui: true });
    expect(Object.keys(made?.answers ?? {}).sort()).toEqual(
      ["adresse.commune", "domicile", "jours", "metier", "nom", "places", "prenoms", "zone"].sort(),
    );
    expect(JSON.stringify(made)).not.toMatch(/Phare|0101|1980|matin/);
  });

  test("holds the telephone and the address of who agreed", () => {
    expect(copy()?.answers).toMatchObject({ telephone: "+33233000101", adresse: { voie: "12 rue du Phare" } });
    expect(copy({ chezLui: false })?.answers).not.toHaveProperty("adresse");
  });

  test("holds what the definition has learnt to compute since the entry was kept", () => {
    expect(craftsman()).not.toHaveProperty("zone");
    expect(copy()?.answers).toMatchObject({ zone: "50700" });
  });

  test("is named by the name in use", () => {
    expect(copy()?.name).toBe("Lucie Quesnel");
    expect(copy({ usage: "Leroy" })?.name).toBe("Lucie Leroy");
  });

  test.each([
    ["without a place", { places: 0 }, {}],
    ["whose last day is not known", { assure: null }, {}],
    ["put away", {}, { state: "archivee" }],
    ["that a unit keeps to itself", {}, { keptBy: "relais-nord" }],
  ])("is not made of an entry %s", (_, changes, more) => {
    expect(copy(changes, more)).toBeNull();
  });

  test("reads as the form says it", () => {
    const lines = publishedLines(view, copy()?.answers ?? {}, true);
    expect(lines.map(({ title, text }) => `${title} : ${text}`)).toEqual([
      "Commune : Valognes",
      "Places : 2",
      "Métier : Le bois",
    ]);
  });
});
