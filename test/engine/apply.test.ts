import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Actor, apply, type Entry, type Json, open, SYSTEM, type Transition } from "../../engine/index.ts";
import { ANONYMOUS, agent, citizen } from "../helpers/actors.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { ABOUT, ANSWERS, opened, REQUEST } from "../helpers/request.ts";

const LATER = "2026-03-05T14:00:00.000Z";

const send = (entry: Entry, type: string, actor: Actor, answers?: Json) =>
  apply(REQUEST, entry, answers === undefined ? { type } : { type, answers }, actor, LATER, ABOUT);

function done(entry: Entry, type: string, actor: Actor, answers?: Json): Transition {
  const outcome = send(entry, type, actor, answers);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome;
}

const PIECES = { liste: "livret de famille", delai: "2026-04-01" };

describe("apply", () => {
  test("moves the entry, writes one fact and owes the mail", () => {
    const { entry, event, effects } = done(opened(), "demander-pieces", agent(), PIECES);
    expect(entry).toMatchObject({ state: "incomplete", revision: 2, updatedAt: LATER });
    expect(event).toEqual({
      seq: 2,
      type: "demander-pieces",
      from: "deposee",
      to: "incomplete",
      actor: { kind: "agent", id: "agent-1", name: "Sophie Muller" },
      at: LATER,
      data: { answers: PIECES, changes: [{ field: "pieces", before: null, after: "livret de famille" }] },
    });
    expect(effects).toContainEqual({
      type: "mail",
      to: "anne@exemple.fr",
      template: "pieces",
      subject: "Il manque : livret de famille",
      body: "Envoyez livret de famille avant le 1er avril 2026.",
    });
  });

  test("stops the clock of the state it leaves, and starts it anew on coming back", () => {
    const asked = done(opened(), "demander-pieces", agent(), PIECES);
    const [cancel] = asked.effects;
    expect(cancel?.type).toBe("cancel");
    const back = done(asked.entry, "completer", citizen());
    expect(back.effects).toContainEqual(expect.objectContaining({ type: "timer", runAt: "2026-03-20T14:00:00.000Z" }));
  });

  test("lets only the system send what a timer sends", () => {
    const outcome = open(REQUEST, { ...opened(), actor: citizen(), now: LATER });
    if (!outcome.ok) throw new Error(outcome.message);
    const timer = outcome.effects.find((effect) => effect.type === "timer");
    if (timer?.type !== "timer") throw new Error("no timer");
    expect(send(outcome.entry, timer.event, agent())).toMatchObject({ ok: false, code: "unknown-event" });
    expect(done(outcome.entry, timer.event, SYSTEM).entry.state).toBe("classee");
    const moved = done(outcome.entry, "demander-pieces", agent(), PIECES).entry;
    expect(send(moved, timer.event, SYSTEM)).toMatchObject({ ok: false, code: "unknown-event" });
  });

  test("keeps the very same answers when nothing changes them", () => {
    const entry = opened();
    expect(done(entry, "classer", agent()).entry.answers).toBe(entry.answers);
    expect(done(entry, "corriger", agent(), ANSWERS).entry.answers).toBe(entry.answers);
  });

  test("refuses an event that the state does not take", () => {
    expect(send(opened(), "completer", citizen())).toMatchObject({ ok: false, code: "unknown-event" });
    expect(send(opened(), "__proto__", agent())).toMatchObject({ ok: false, code: "unknown-event" });
  });

  test("refuses an actor whose event it is not", () => {
    const entry = opened();
    for (const actor of [
      citizen("quelqu-un-d-autre"),
      ANONYMOUS,
      agent({ member: "rixheim" }),
      agent({ roles: ["lecteur"] }),
      agent({ roles: ["admin-fonctionnel", "admin-membre"] }),
    ]) {
      expect(send(entry, "classer", actor)).toMatchObject({ ok: false, code: "not-allowed" });
      expect(send(entry, "corriger", actor, ANSWERS)).toMatchObject({ ok: false, code: "not-allowed" });
    }
    expect(send(entry, "corriger", citizen(), ANSWERS).ok).toBe(true);
    expect(send(entry, "classer", SYSTEM).ok).toBe(true);
    expect(send(entry, "prolonger", SYSTEM)).toMatchObject({ code: "not-allowed" });
  });

  test("refuses an event whose guard does not hold, on the entry or on what comes with it", () => {
    expect(send(opened(), "prolonger", agent())).toMatchObject({ ok: false, code: "unknown-event" });
    expect(send(opened(), "accepter", agent(), { montant: 60000 })).toMatchObject({ ok: false, code: "unknown-event" });
  });

  test("checks the answers of the event's form before a guard that reads them", () => {
    expect(send(opened(), "accepter", agent())).toMatchObject({
      ok: false,
      code: "invalid",
      issues: [{ code: "required", pointer: "/montant" }],
    });
  });

  test("drops nothing in silence: answers to an event that asks none are refused", () => {
    expect(send(opened(), "classer", agent(), { motif: "x" })).toMatchObject({
      ok: false,
      code: "invalid",
      issues: [{ code: "additionalProperties", pointer: "/motif" }],
    });
    expect(send(opened(), "classer", agent(), "x")).toMatchObject({ ok: false, code: "invalid" });
    expect(send(opened(), "classer", agent(), {}).ok).toBe(true);
  });

  test("assigns answers, computes again what follows from them, and hands them to other entries", () => {
    const { entry, effects } = done(opened(), "accepter", agent(), { montant: 2500 });
    expect(entry.answers).toMatchObject({ tarif: 2500, deuxFois: 5000 });
    expect(effects).toContainEqual({
      type: "open-entry",
      definition: "essai/fiche",
      answers: { titulaire: "Muller", prix: 5000 },
    });
  });

  test("keeps, when it assigns, what only time would hide by now", () => {
    const definition = buildDefinition({
      properties: {
        naissance: { type: "string", format: "date", title: "Naissance" },
        tuteur: { type: "string", title: "Responsable légal", "x-when": "age(naissance, today) < 18" },
        visa: { type: "boolean", title: "Visa" },
        suite: { type: "string", title: "Suite", "x-when": "!visa" },
      },
      workflow: {
        states: {
          deposee: {
            meta: { label: "À viser", sentence: "Reçue.", tone: "active", task: true },
            on: {
              viser: {
                target: "visee",
                actions: [{ type: "assign", params: { set: { visa: "true" } } }],
                meta: { label: "Viser" },
              },
            },
          },
          visee: { type: "final", meta: { label: "Visée", sentence: "Visée.", tone: "success" } },
        },
      },
    });
    const answers = { naissance: "2008-04-01", tuteur: "Anne Muller", visa: false, suite: "à voir" };
    const outcome = apply(
      definition,
      opened(answers, definition),
      { type: "viser" },
      agent(),
      "2027-01-04T09:00:00.000Z",
    );
    expect(outcome).toMatchObject({
      entry: { answers: { naissance: "2008-04-01", tuteur: "Anne Muller", visa: true } },
      event: { data: { changes: [{ field: "visa" }, { field: "suite" }] } },
    });
  });

  test("refuses to assign what the form would refuse", () => {
    expect(send(opened(), "accepter", agent(), { montant: -1 })).toMatchObject({
      ok: false,
      code: "invalid",
      issues: [{ pointer: "/tarif" }],
    });
    const long = { liste: "x".repeat(300) };
    expect(send(opened(), "demander-pieces", agent(), long)).toMatchObject({ issues: [{ pointer: "/pieces" }] });
  });

  test("replaces the answers on an edit and records what changed", () => {
    const { entry, event } = done(opened(), "corriger", agent(), { nom: "Müller", tarif: 100, deuxFois: 7 });
    expect(entry.answers).toEqual({ nom: "Müller", tarif: 100, deuxFois: 200 });
    expect(entry.state).toBe("deposee");
    expect(event.data).toEqual({
      changes: [
        { field: "nom", before: "Muller", after: "Müller" },
        { field: "tarif", before: 93450, after: 100 },
        { field: "deuxFois", before: 186900, after: 200 },
        { field: "courriel", before: "anne@exemple.fr", after: null },
        { field: "sorte", before: "annuelle", after: null },
      ],
    });
  });

  test("schedules an event for a date, at midnight in Paris", () => {
    const { effects } = done(opened({ ...ANSWERS, fin: "2026-07-01" }), "prolonger", agent());
    expect(effects).toEqual([
      { type: "timer", sendId: "fin-validite", event: "classer", runAt: "2026-06-30T22:00:00.000Z" },
    ]);
  });

  test("never throws, whatever is sent by whom", () => {
    const types = fc.oneof(fc.constantFrom(...["demander-pieces", "accepter", "corriger", "classer"]), fc.string());
    const actors = fc.constantFrom(agent(), citizen(), ANONYMOUS, SYSTEM);
    const answers = fc.oneof(
      fc.constantFrom<Json>(PIECES, { montant: 1 }, ANSWERS),
      fc.jsonValue() as fc.Arbitrary<Json>,
    );
    const entry = opened();
    fc.assert(
      fc.property(types, actors, answers, (type, actor, body) => {
        const outcome = send(entry, type, actor, body);
        expect(outcome.ok ? outcome.event.seq : outcome.message).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });
});
