import { describe, expect, test } from "vitest";
import { type Answers, type Field, resolve, resolveItem } from "../../engine/index.ts";
import { COMPLETE, FORM } from "../helpers/childminder.ts";
import { buildDefinition, NOW } from "../helpers/definitions.ts";

const resolved = (answers: Answers) => resolve(FORM, answers, { now: NOW });
const named = (key: string, fields: readonly Field[] = FORM.order): Field => {
  const found = fields.find((field) => field.key === key);
  if (found === undefined) throw new Error(`no field ${key}`);
  return found;
};

describe("resolve", () => {
  test("drops what is hidden and keeps what is asked", () => {
    const { answers, visible } = resolved({ lieu: "domicile", mam: "Les Lutins", animaux: true });
    expect(answers).toEqual({ lieu: "domicile", animaux: true });
    expect(visible(named("mam"))).toBe(false);
    expect(visible(named("animaux"))).toBe(true);
  });

  test("hides the fields of a step whose condition does not hold", () => {
    const { answers, visible } = resolved({ ...COMPLETE, lieu: "aucun" });
    expect(answers).not.toHaveProperty("agrements");
    expect(answers).not.toHaveProperty("tarif");
    expect(visible(named("agrements"))).toBe(false);
    expect(visible(named("langues"))).toBe(true);
  });

  test("takes a condition that lacks its answer as not holding", () => {
    expect(resolved({ mam: "Les Lutins", animaux: true }).answers).toEqual({});
  });

  test("fills computed fields and ignores what was sent for them", () => {
    expect(resolved({ naissance: "1987-08-01", majeure: false }).answers["majeure"]).toBe(true);
    expect(resolved({ naissance: "2015-08-01", majeure: true }).answers["majeure"]).toBe(false);
    expect(resolved({ majeure: true }).answers).not.toHaveProperty("majeure");
  });

  test("drops hidden fields of a group, and a group left empty", () => {
    expect(resolved({ lieu: "mam", adresse: { voie: "1 rue A", etage: "2" } }).answers["adresse"]).toEqual({
      voie: "1 rue A",
    });
    expect(resolved({ lieu: "mam", adresse: { etage: "2" } }).answers).not.toHaveProperty("adresse");
  });

  test("says whether a field of an absent group would be asked", () => {
    const etage = named("etage", named("adresse").fields);
    expect(resolved({ lieu: "domicile" }).visible(etage)).toBe(true);
    expect(resolved({ lieu: "mam" }).visible(etage)).toBe(false);
  });

  test("drops hidden fields of each item on its own", () => {
    const agrements = [
      { capacite: 3, motif: "Fratrie" },
      { capacite: 5, motif: "Fratrie" },
    ];
    expect(resolved({ lieu: "mam", agrements }).answers["agrements"]).toEqual([
      { capacite: 3 },
      { capacite: 5, motif: "Fratrie" },
    ]);
    const { item, visible } = resolveItem(named("agrements"), { capacite: 5 }, { lieu: "mam" }, { now: NOW });
    expect(item).toEqual({ capacite: 5 });
    expect(visible(named("motif", named("agrements").fields))).toBe(true);
  });

  test("gives answers in the order of the form, unknown keys last", () => {
    const { answers } = resolved({ zzz: 1, lieu: "mam", nom: "Le Goff", mam: "Les Lutins" });
    expect(Object.keys(answers)).toEqual(["nom", "lieu", "mam", "zzz"]);
  });

  test("lets values of a wrong shape through for validation to name", () => {
    const odd = { nom: 12, adresse: "ici", lieu: "mam", agrements: ["x", null, 3], mam: null };
    expect(resolved(odd).answers).toEqual(odd);
  });

  test("keeps a key named __proto__ as a key", () => {
    const { answers } = resolved(JSON.parse('{"__proto__": {"lieu": "mam"}, "nom": "Le Goff"}'));
    expect(Object.keys(answers)).toEqual(["nom", "__proto__"]);
    expect(Object.getPrototypeOf(answers)).toBe(Object.prototype);
  });

  test("hides what depends on a hidden field, along the whole chain", () => {
    const { form } = buildDefinition({
      properties: {
        c: { type: "boolean", title: "C", "x-when": "b" },
        b: { type: "boolean", title: "B", "x-when": "a" },
        a: { type: "boolean", title: "A" },
      },
    });
    expect(resolve(form, { a: false, b: true, c: true }, { now: NOW }).answers).toEqual({ a: false });
    expect(resolve(form, { a: true, b: true, c: true }, { now: NOW }).answers).toEqual({ c: true, b: true, a: true });
  });
});
