import { describe, expect, test } from "vitest";
import { type Answers, asksPayments, awaitsPayment, compile, open, takesPayment } from "../../engine/index.ts";
import { CITIZEN } from "../definitions/shipped.ts";
import { buildDefinition, definitionSource, NOW } from "../helpers/definitions.ts";

const told = (label: string, who = "system") => ({ meta: { label, who: [who] } });
const end = { type: "final", meta: { label: "Fin", sentence: "C’est fini.", tone: "neutral" } };

const parts = (params: Readonly<Record<string, string>>) => ({
  properties: {
    zones: { type: "integer", title: "Zones" },
    poids: { type: "number", title: "Poids" },
  },
  workflow: {
    initial: "a-payer",
    states: {
      "a-payer": {
        meta: { label: "À payer", sentence: "Payez.", tone: "waiting" },
        entry: [
          { type: "request-payment", params: { amount: "zones * 1200", subject: "Permis", paid: "payee", ...params } },
        ],
        on: {
          payee: { target: "fin", ...told("Payé") },
          passee: { target: "fin", ...told("Passé") },
          annuler: { target: "fin", ...told("Annuler", "agent") },
        },
      },
      fin: end,
    },
  },
});

const filed = (answers: Answers, params = {}) =>
  open(buildDefinition(parts(params)), {
    ...{ id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "lucie", answers, actor: CITIZEN, now: NOW },
  });

describe("a refund that a workflow asks for", () => {
  const refunding = (params: Readonly<Record<string, string>>) => {
    const { properties, workflow } = parts({});
    const states = {
      ...workflow.states,
      "a-payer": { ...workflow.states["a-payer"], entry: [{ type: "refund", params }] },
    };
    return { properties, workflow: { ...workflow, states } };
  };
  const refunded = (params: Readonly<Record<string, string>>, answers: Answers = { zones: 2 }) =>
    open(buildDefinition(refunding(params)), {
      ...{ id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "lucie", answers, actor: CITIZEN, now: NOW },
    });

  test("says what remains due, in cents, nothing unless it is told, and why", () => {
    expect(refunded({ reason: "Prix revu", due: "zones * 1200", refunded: "payee" })).toMatchObject({
      effects: [{ type: "refund", purpose: "paiement", due: 2400, reason: "Prix revu", refunded: "payee" }],
    });
    expect(refunded({ reason: "Annulé", id: "caution" })).toMatchObject({ effects: [{ purpose: "caution", due: 0 }] });
    expect(refunded({ reason: "Prix revu", due: "zones * 1200" }, {})).toMatchObject({ ok: false, code: "invalid" });
  });

  test("is refused without a reason, or with an event that the platform may not send", () => {
    const codes = (params: Readonly<Record<string, string>>) => {
      const result = compile(definitionSource(refunding(params)), new Map());
      return result.ok ? [] : result.issues.map(({ code }) => code);
    };
    expect(codes({ reason: " " })).toContain("refund-reason");
    expect(codes({ reason: "Annulé", refunded: "annuler" })).toContain("event-system");
  });
});

describe("a payment that a workflow asks for", () => {
  test("is owed in integer cents, in time", () => {
    const { effects } = filed({ zones: 2 }, { within: "P30D", expired: "passee" }) as { effects: readonly object[] };
    expect(effects).toEqual([
      {
        ...{ type: "request-payment", purpose: "paiement", amount: 2400, subject: "Permis" },
        ...{ events: { paid: "payee", expired: "passee" }, until: "2026-04-02T08:30:00.000Z" },
      },
    ]);
  });

  test("may be of nothing", () => {
    expect(filed({ zones: 0 })).toMatchObject({ ok: true, effects: [{ amount: 0 }] });
  });

  test.each([
    ["cannot be worked out", {}],
    ["is negative", { zones: -1 }],
    ["is beyond any tariff", { zones: 1_000_000_000 }],
  ])("is not guessed when its amount %s: nothing is filed", (_, answers) => {
    expect(filed(answers)).toMatchObject({ ok: false, code: "invalid", issues: [{ code: "payment-amount" }] });
  });

  test("can be paid in the states that take its event, and in no other", () => {
    const definition = buildDefinition(parts({}));
    expect(takesPayment(definition, "a-payer", { paid: "payee" })).toBe(true);
    expect(takesPayment(definition, "fin", { paid: "payee" })).toBe(false);
    const waiting = [...definition.workflow.states.values()].filter((state) => awaitsPayment(definition, state));
    expect(waiting.map(({ id }) => id)).toEqual(["a-payer"]);
    expect([asksPayments(definition), asksPayments(buildDefinition({}))]).toEqual([true, false]);
  });
});

describe("compiling refuses", () => {
  test.each([
    ["an amount with cents after a comma", { amount: "poids * 12.0" }, "/states/a-payer/entry/0/params/amount"],
    ["an event that no state takes", { refused: "rien" }, "/states/a-payer/entry/0/params/refused"],
    ["an event that the platform may not send", { paid: "annuler" }, "/states/a-payer/entry/0/params/paid"],
    ["a delay without what ends it", { within: "P30D" }, "/states/a-payer/entry/0/params"],
    ["a delay that is none", { within: "trente jours", expired: "passee" }, "/states/a-payer/entry/0/params/within"],
    [
      "a subject longer than the provider takes",
      { subject: "a".repeat(101) },
      "/states/a-payer/entry/0/params/subject",
    ],
  ])("%s", (_, params, pointer) => {
    const result = compile(definitionSource(parts(params)), new Map());
    expect(result.ok ? [] : result.issues.map((issue) => issue.pointer)).toEqual([pointer]);
  });
});
