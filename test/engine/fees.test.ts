import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Actor,
  apply,
  type CompiledDefinition,
  composeDocument,
  displayAnswers,
  type Json,
  journey,
  open,
  type Refusal,
  submit,
  type Tariffs,
  type Transition,
} from "../../engine/index.ts";
import { percentOf } from "../../engine/percent.ts";
import { NOW } from "../helpers/definitions.ts";
import { CHILD, decided, pricedDefinition, ROWS } from "./fees.definition.ts";

const CITIZEN: Actor = { kind: "citizen", id: "lucie", roles: [], units: [], holders: ["lucie"] };
const AGENT: Actor = { kind: "agent", id: "a", name: "A", member: "m", roles: ["agent"], units: [], holders: [] };
const about = (tariffs?: Tariffs) => ({ member: "Mulhouse", title: "", ...(tariffs && { tariffs }) });

function filed(
  definition: CompiledDefinition,
  answers: Json,
  { tariffs, now = NOW, receivedOn }: { tariffs?: Tariffs; now?: string; receivedOn?: string } = {},
): Transition | Refusal {
  const ids = { id: "1", reference: "R", member: "m", holder: "lucie" };
  const came = receivedOn === undefined ? {} : { receivedOn };
  return open(definition, { ...ids, answers, actor: CITIZEN, now, about: about(tariffs), ...came });
}

function done(outcome: Transition | Refusal): Transition {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome;
}

const priceOf = (answers: Json, options = {}) =>
  done(filed(pricedDefinition(), answers, options)).entry.answers["prix"];
const rowsAt = (amount: number) => [{ amount, cells: {} }];

describe("the price of a request", () => {
  test("is that of the one row its answers meet", () => {
    expect(priceOf({ ...CHILD, quotient: 700 })).toBe(4_500);
    expect(priceOf({ ...CHILD, quotient: 701 })).toBe(7_500);
    expect(priceOf({ ...CHILD, naissance: "2008-03-03" })).toBe(12_000);
    expect(priceOf({ ...CHILD, naissance: "2008-03-04", quotient: 0 })).toBe(4_500);
  });

  test("is the highest of what is left to who does not give her quotient, and says so", () => {
    const { entry, event } = done(filed(pricedDefinition(), CHILD));
    expect(entry.answers["prix"]).toBe(7_500);
    const [explained] = event.data.prices ?? [];
    expect(explained?.tables[0]?.columns.at(-1)).toEqual({
      title: "Quotient familial",
      value: "non indiqué : le tarif le plus élevé",
      cell: "701 et plus",
    });
    expect(explained?.inputs).toContainEqual({ title: "Quotient familial", text: "non indiqué" });
  });

  test("adds its steps, rounds each percentage to the cent, and stays under its ceiling", () => {
    expect(priceOf({ ...CHILD, quotient: 0, fratrie: true, bonnets: 2 })).toBe(4_500 - 1_499 + 700);
    expect(priceOf({ ...CHILD, domicile: "ailleurs", bonnets: 50 })).toBe(20_000);
  });

  test("is never what the sender says it is", () => {
    expect(priceOf({ ...CHILD, prix: 1 })).toBe(7_500);
  });

  test("is refused rather than missing when no tariff gives it", () => {
    const tariffs = decided({ since: "2026-01-01", rows: [{ amount: 5, cells: { domicile: "ailleurs" } }] });
    expect(filed(pricedDefinition(), CHILD, { tariffs })).toMatchObject({
      code: "invalid",
      issues: [{ code: "price", pointer: "/prix", message: expect.stringContaining("aucun tarif n’est fixé") }],
    });
  });

  test("is known while the form is filled, and keeps nobody on a step", () => {
    const { form } = pricedDefinition();
    const context = { now: NOW, pricedOn: "2026-03-03", about: about() };
    expect(journey(form, CHILD, context).answers["prix"]).toBe(7_500);
    expect(journey(form, { nom: "Weber" }, context).answers["prix"]).toBeUndefined();
    const nothing = {
      ...context,
      about: about(decided({ since: "2026-01-01", rows: [{ amount: 5, cells: { age: "99" } }] })),
    };
    expect(journey(form, CHILD, nothing).steps[0]?.complete).toBe(true);
    expect(submit(form, CHILD, nothing).ok).toBe(false);
  });
});

describe("the tariffs of a member", () => {
  const tariffs = decided(
    { since: "2026-01-01", rows: rowsAt(1_000) },
    { since: "2026-04-01", decision: "Délibération n° 12", rows: rowsAt(1_200) },
  );

  test("hold from their day on, midnight in Paris", () => {
    expect(priceOf(CHILD, { tariffs, now: "2026-03-31T21:59:59.000Z" })).toBe(1_000);
    expect(priceOf(CHILD, { tariffs, now: "2026-03-31T22:00:00.000Z" })).toBe(1_200);
  });

  test("leave those of the definition before their first day", () => {
    expect(priceOf(CHILD, { tariffs, now: "2025-12-31T12:00:00.000Z" })).toBe(7_500);
  });

  test("are those of the day a letter came, its age too", () => {
    expect(priceOf(CHILD, { tariffs, now: "2026-04-02T10:00:00.000Z", receivedOn: "2026-03-31" })).toBe(1_000);
    const birthday = { ...CHILD, naissance: "2008-03-02", quotient: 0 };
    expect(priceOf(birthday, { receivedOn: "2026-03-01" })).toBe(4_500);
  });
});

describe("a price that was filed", () => {
  const workflow = {
    states: {
      deposee: {
        meta: { label: "Déposée", sentence: "Arrivée.", task: true },
        on: {
          modifier: { meta: { label: "Modifier", edit: true, who: ["agent"] } },
          recalculer: { meta: { label: "Recalculer", who: ["agent"] }, actions: [{ type: "price", params: {} }] },
          actualiser: {
            meta: { label: "Actualiser", who: ["agent"] },
            actions: [{ type: "price", params: { on: "today" } }],
          },
          finir: { target: "acceptee", meta: { label: "Finir", who: ["agent"] } },
        },
      },
      instruction: null,
      retiree: null,
      acceptee: { type: "final", meta: { label: "Acceptée", sentence: "Acceptée." } },
    },
  };
  const states = Object.fromEntries(Object.entries(workflow.states).filter(([, state]) => state !== null));
  const definition = pricedDefinition({ states } as Parameters<typeof pricedDefinition>[0]);
  const later = decided({ since: "2026-04-01", rows: rowsAt(9_900) });
  const LATER = "2026-05-01T09:00:00.000Z";
  const { entry } = done(filed(definition, CHILD));

  test("stays on every page, whatever the tariffs become", () => {
    const rows = displayAnswers(definition.form, entry.answers, { now: LATER, about: about(later) }).flatMap(
      (s) => s.rows,
    );
    expect(rows.find(({ field }) => field.key === "prix")?.value).toBe(7_500);
  });

  test("stays when an answer is corrected, and cannot be sent with the correction", () => {
    const answers = { ...entry.answers, domicile: "ailleurs", prix: 1 };
    const { entry: after, event } = done(
      apply(definition, entry, { type: "modifier", answers }, AGENT, LATER, about(later)),
    );
    expect(after.answers["prix"]).toBe(7_500);
    expect(event.data.prices).toBeUndefined();
  });

  test("is made anew when the workflow says so, by the tariffs of the filing or of another day", () => {
    const moved = { ...entry, answers: { ...entry.answers, domicile: "ailleurs" } };
    const again = done(apply(definition, moved, { type: "recalculer" }, AGENT, LATER, about(later)));
    expect(again.entry.answers["prix"]).toBe(15_000);
    expect(again.event.data).toMatchObject({
      prices: [{ total: 15_000, day: "2026-03-03" }],
      changes: [{ field: "prix", before: 7_500, after: 15_000 }],
    });
    const today = done(apply(definition, moved, { type: "actualiser" }, AGENT, LATER, about(later)));
    expect(today.event.data.prices).toMatchObject([
      { total: 9_900, day: "2026-05-01", tables: [{ since: "2026-04-01" }] },
    ]);
  });
});

describe("the explanation of a price", () => {
  test("is told in a document as it was when the fact owed it", () => {
    const acts = { accuse: { title: "Récépissé", body: "[prix]" } };
    const deposee = {
      entry: [{ type: "document", params: { document: "accuse" } }],
      meta: { label: "Déposée", sentence: "Arrivée.", task: true },
      on: { finir: { target: "acceptee", meta: { label: "Finir" } } },
    };
    const acceptee = { type: "final", meta: { label: "Acceptée", sentence: "Acceptée." } };
    const definition = pricedDefinition({ states: { deposee, acceptee }, documents: acts });
    const { entry, event } = done(filed(definition, { ...CHILD, quotient: 650, fratrie: true }));
    const later = { ...event, seq: 2, data: { prices: [] } };
    const template = definition.documents.get("accuse");
    if (!template) throw new Error("no document");
    const { blocks } = composeDocument(definition, template, {
      ...{ entry, history: [event, later], seq: 1, about: about(), labels: new Map() },
    });
    const said = JSON.stringify(blocks);
    for (const words of [
      "Prix de l’inscription",
      "École de natation : grille d’origine, ligne 1",
      "L. 311-3-1",
      "650 (indiqué dans la demande)",
      "30,01",
    ]) {
      expect(said).toContain(words);
    }
    expect(blocks.map(({ kind }) => kind)).toEqual([
      ...["heading", "paragraph", "answers", "answers", "answers", "paragraph"],
    ]);
  });

  test("says the facts, the table and its row, each step and the total", () => {
    const rows = ROWS.map(({ amount, ...cells }) => ({ amount, cells }));
    const tariffs = decided({ since: "2026-02-01", decision: "Délibération n° 12", rows });
    const { event } = done(filed(pricedDefinition(), { ...CHILD, quotient: 650, fratrie: true }, { tariffs }));
    expect(event.data.prices).toEqual([
      {
        field: "prix",
        title: "Prix de l’inscription",
        day: "2026-03-03",
        algorithm: { purpose: "Calculer le prix.", degree: "Le prix est entièrement calculé." },
        inputs: expect.arrayContaining([
          { title: "Où habitez-vous ?", text: "Dans la commune", source: "declared" },
          { title: "Date de naissance", text: "10 janvier 2018", source: "declared" },
          { title: "Quotient familial", text: "650", source: "declared" },
        ]),
        tables: [
          {
            title: "École de natation",
            since: "2026-02-01",
            decision: "Délibération n° 12",
            row: 1,
            columns: [
              { title: "Domicile", value: "Dans la commune", cell: "Dans la commune" },
              { title: "Âge", value: "8 ans", cell: "0 à 17 ans" },
              { title: "Quotient familial", value: "650", cell: "0 à 700" },
            ],
            amount: 4_500,
          },
        ],
        steps: [
          { label: "Tarif", rule: "Grille « École de natation ».", amount: 4_500, total: 4_500 },
          {
            label: "Second enfant",
            rule: "Un tiers de moins. 33,3 % de 45,00\u202f€, arrondi au centime le plus proche.",
            amount: -1_499,
            total: 3_001,
          },
        ],
        total: 3_001,
      },
    ]);
  });

  test("adds up to the price in whole cents, whatever the answers", () => {
    const answers = fc.record(
      {
        domicile: fc.constantFrom("commune", "ailleurs"),
        naissance: fc.constantFrom("1950-06-01", "2007-03-03", "2008-03-04", "2026-01-01"),
        quotient: fc.integer({ min: 0, max: 3_000 }),
        fratrie: fc.boolean(),
        bonnets: fc.integer({ min: 0, max: 50 }),
      },
      { requiredKeys: ["domicile", "naissance"] },
    );
    const definition = pricedDefinition();
    fc.assert(
      fc.property(answers, (drawn) => {
        const { entry, event } = done(filed(definition, { nom: "Weber", ...drawn }));
        const [explained] = event.data.prices ?? [];
        const amounts = explained?.steps.map(({ amount }) => amount) ?? [];
        expect(amounts.every(Number.isSafeInteger)).toBe(true);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(explained?.total);
        expect(explained?.total).toBe(entry.answers["prix"]);
        expect(explained?.total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  [13, 20, 3],
  [25, 50, 13],
  [-25, 50, -13],
  [125, -10, -13],
  [1_000_000_000, 33.333333, 333_333_330],
  [10_000, 0.15, 15],
])("%i cents at %d %% is %i cents", (cents, rate, expected) => {
  expect(percentOf(BigInt(cents), rate)).toBe(BigInt(expected));
});
