import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answers, checkStep, type Json, submit } from "../../engine/index.ts";
import { COMPLETE, FORM } from "../helpers/childminder.ts";
import { buildDefinition, NOW } from "../helpers/definitions.ts";

const send = (answers: Json) => submit(FORM, answers, { now: NOW });
const issuesOf = (answers: Json) => {
  const result = send(answers);
  return result.ok ? [] : result.issues;
};
const places = (answers: Json) => issuesOf(answers).map(({ code, pointer }) => `${code} ${pointer}`);

describe("submit", () => {
  test("accepts complete answers and fills the computed field", () => {
    expect(send(COMPLETE)).toEqual({ ok: true, value: { ...COMPLETE, majeure: true } });
  });

  test("asks each visible required field, in the order of the form", () => {
    expect(places({})).toEqual(["required /nom", "required /lieu", "required /attestation"]);
    expect(places({ ...COMPLETE, lieu: "mam" })).toEqual(["required /mam"]);
    expect(places({ ...COMPLETE, lieu: "aucun", agrements: [] })).toEqual([]);
  });

  test("takes blanks, null and an empty list for no answer", () => {
    expect(places({ ...COMPLETE, nom: "  \n" })).toEqual(["required /nom"]);
    expect(places({ ...COMPLETE, nom: null })).toEqual(["required /nom"]);
    expect(places({ ...COMPLETE, agrements: [] })).toEqual(["required /agrements"]);
    expect(places({ ...COMPLETE, attestation: false })).toEqual(["required /attestation"]);
  });

  test("asks the required fields of a group only when the group is begun", () => {
    const { adresse: _, ...without } = COMPLETE;
    expect(places(without)).toEqual([]);
    expect(places({ ...COMPLETE, adresse: { voie: "3 rue du Val" } })).toEqual(["required /adresse/commune"]);
  });

  test("asks the required fields of each item, those that are visible in it", () => {
    const agrements = [{ capacite: 3 }, { debut: "2025-01-01", capacite: 5 }, {}];
    expect(places({ ...COMPLETE, agrements })).toEqual([
      "required /agrements/0/debut",
      "required /agrements/1/motif",
      "required /agrements/2/debut",
      "required /agrements/2/capacite",
    ]);
  });

  test("says in French what is wrong and how to mend it", () => {
    expect(issuesOf({ ...COMPLETE, naissance: "2026-02-31" })[0]?.message).toMatch(/date qui existe/);
    expect(issuesOf({ ...COMPLETE, nom: "" })[0]?.message).toBe("Vous devez indiquer « Nom ».");
  });

  test("names a value of a wrong type once", () => {
    expect(places({ ...COMPLETE, places: "quatre", tarif: 4.5 })).toEqual(["type /places", "type /tarif"]);
  });

  test("refuses unknown keys at every level, and a body that is no object", () => {
    const refused = places({ ...COMPLETE, agrements: [{ debut: "2020-01-01", capacite: 1, x: 1 }], etat: "ok" });
    expect(refused).toHaveLength(2);
    expect(refused.every((issue) => issue.startsWith("additionalProperties"))).toBe(true);
    expect(places(JSON.parse('{"__proto__": 1}'))).toContainEqual(expect.stringMatching(/^additionalProperties/));
    for (const body of [null, [], "x", 3, true]) expect(send(body).ok).toBe(false);
  });

  test("applies the rules, to each item for those of a repeat", () => {
    const agrements = [{ debut: "2025-01-01", fin: "2020-01-01", capacite: 1 }];
    const issues = issuesOf({ ...COMPLETE, agrements });
    expect(issues).toEqual([
      { code: "dates-agrement", pointer: "/agrements/0/fin", message: "La fin vient après le début." },
    ]);
    expect(places({ ...COMPLETE, lieu: "mam", mam: "Les Lutins", places: 6 })).toEqual(["mam-limite /mam"]);
  });

  test("takes a rule that lacks an answer as holding", () => {
    expect(places({ ...COMPLETE, agrements: [{ debut: "2025-01-01", capacite: 1 }] })).toEqual([]);
  });

  test("holds a rule whose message would sit on a field nobody is asked", () => {
    const { form } = buildDefinition({
      definition: { rules: [{ code: "r", check: "a == 1", message: "Un seul.", pointer: "/b" }] },
      properties: {
        a: { type: "integer", title: "A" },
        b: { type: "string", title: "B", "x-when": "a > 5" },
      },
    });
    expect(submit(form, { a: 2 }, { now: NOW }).ok).toBe(true);
    expect(submit(form, { a: 6, b: "x" }, { now: NOW }).ok).toBe(false);
  });

  test("refuses characters that a database cannot keep", () => {
    expect(places({ ...COMPLETE, nom: "Le\u0000Goff" })).toEqual(["characters /nom"]);
    expect(places({ ...COMPLETE, adresse: { voie: "\ud800", commune: "La Hague" } })).toEqual([
      "characters /adresse/voie",
    ]);
    expect(places({ ...COMPLETE, nom: "Ève 🙂" })).toEqual([]);
  });

  test("leaves the texts it accepts untouched", () => {
    expect(send({ ...COMPLETE, nom: "  Le Goff " })).toMatchObject({ value: { nom: "  Le Goff " } });
  });

  test("stops at a hundred issues", () => {
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]));
    expect(issuesOf({ ...COMPLETE, ...unknown })).toHaveLength(100);
  });

  test("answers at once however deep, long or odd the body", () => {
    const deep = () => JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const list = (item: (index: number) => Json) => Array.from({ length: 50_000 }, (_, index) => item(index));
    const odd = [deep(), { x: deep() }, [deep(), deep()], [{ debut: deep() }, { debut: deep() }], "x".repeat(500_000)];
    const long = [list((index) => `${index}`), list((index) => ({ debut: index })), list(() => [])];
    for (const value of [...odd, ...long]) {
      for (const key of [...Object.keys(COMPLETE), "inconnu"]) {
        expect(send({ ...COMPLETE, [key]: value }).ok).toBe(false);
      }
    }
  });

  test("says that a list is too long rather than reading all of it", () => {
    const many = Array.from({ length: 10_000 }, () => ({ debut: "2020-01-01", capacite: 1 }));
    expect(places({ ...COMPLETE, agrements: many })).toEqual(["maxItems /agrements"]);
    expect(places({ ...COMPLETE, langues: ["français", "anglais", "breton", "anglais"] })).toEqual([
      "uniqueItems /langues",
    ]);
  });
});

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const near: Readonly<Record<keyof typeof COMPLETE, fc.Arbitrary<Json>>> = {
  nom: fc.string(),
  naissance: fc.oneof(fc.constantFrom("1987-08-01", "2026-02-31"), fc.string()),
  telephone: fc.constantFrom("+33612345678", "06 12 34 56 78", "x"),
  adresse: fc.record({ voie: fc.string(), commune: fc.string(), etage: fc.string() }, { requiredKeys: [] }),
  lieu: fc.constantFrom("domicile", "mam", "aucun", "x"),
  animaux: fc.boolean(),
  agrements: fc.array(
    fc.record(
      {
        debut: fc.constantFrom("2020-01-01", "2025-01-01"),
        fin: fc.constantFrom("2021-01-01", "2030-01-01"),
        capacite: fc.integer({ min: 0, max: 7 }),
        motif: fc.string(),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 6 },
  ),
  places: fc.integer({ min: -1, max: 13 }),
  tarif: fc.integer(),
  langues: fc.array(fc.constantFrom("français", "anglais", "grec")),
  attestation: fc.boolean(),
};
/** Mostly plausible answers, with anything now and then, under known and unknown keys. */
const answers = fc
  .record(
    Object.fromEntries(
      Object.entries(near).map(([key, values]) => [
        key,
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(COMPLETE[key as keyof typeof COMPLETE] as Json) },
          { weight: 4, arbitrary: values },
          { weight: 1, arbitrary: json },
        ),
      ]),
    ),
    { requiredKeys: [] },
  )
  .chain((known) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(known) },
      { weight: 1, arbitrary: fc.dictionary(fc.string(), json).map((more) => ({ ...known, ...more })) },
    ),
  ) as fc.Arbitrary<Answers>;

describe("submit, whatever comes,", () => {
  test("never throws", () => {
    fc.assert(
      fc.property(json, (body) => typeof send(body).ok === "boolean"),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(answers, (body) => typeof send(body).ok === "boolean"),
      { numRuns: 1000 },
    );
  });

  test("accepts again, unchanged, what it accepted", () => {
    let accepted = 0;
    fc.assert(
      fc.property(answers, (body) => {
        const once = send(body);
        if (once.ok) {
          accepted += 1;
          expect(send(once.value)).toEqual(once);
        }
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  test("never keeps a hidden value", () => {
    fc.assert(
      fc.property(answers, (body) => {
        const result = send({ ...COMPLETE, ...body });
        if (result.ok) {
          const { lieu } = result.value;
          if (lieu !== "mam") expect(result.value).not.toHaveProperty("mam");
          if (lieu !== "domicile") expect(result.value).not.toHaveProperty("animaux");
          if (lieu === "aucun") expect(result.value).not.toHaveProperty("agrements");
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("checkStep", () => {
  test("gives the issues of the visible fields of one step only", () => {
    const [identite, exercice, agrements] = FORM.steps;
    if (!identite || !exercice || !agrements) throw new Error("steps");
    const typed = { lieu: "aucun", tarif: -1, places: 99 };
    expect(checkStep(FORM, identite, typed, { now: NOW }).map((issue) => issue.pointer)).toEqual(["/nom"]);
    expect(checkStep(FORM, exercice, typed, { now: NOW })).toEqual([]);
    expect(checkStep(FORM, agrements, typed, { now: NOW })).toEqual([]);
    expect(
      checkStep(FORM, agrements, { ...typed, lieu: "domicile" }, { now: NOW }).map((issue) => issue.pointer),
    ).toEqual(["/agrements", "/places", "/tarif"]);
  });
});
