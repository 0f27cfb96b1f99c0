import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Answers, compile } from "../../engine/index.ts";
import { isTimerEvent, type Machine, runInitial, runTransition } from "../../engine/machine.ts";

const FOLDER = join(import.meta.dirname, "../definitions/accepted");
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
const meta = (label: string) => ({ label, sentence: `${label}.` });
const button = (label: string, more: object = {}) => ({ meta: { label, ...more } });

/** A demande received, studied with an opinion asked from another service, then accepted or filed. */
const NESTED = {
  reception: {
    entry: [{ type: "schedule", params: { after: "P1M", event: "relancer", id: "relance" } }],
    after: { P15D: { target: "classee" } },
    always: [{ guard: "exemplaires == 1", target: "instruction.avis" }],
    on: {
      instruire: { target: "instruction", ...button("Instruire") },
      modifier: button("Modifier", { edit: true, who: ["holder", "agent"] }),
      relancer: {
        actions: [{ type: "mail", params: { to: "courriel", template: "acceptee" } }],
        ...button("Relancer", { who: ["agent", "system"] }),
      },
      accepter: [
        { guard: "event.message == 'non'", target: "classee", ...button("Accepter", { form: "accepter" }) },
        { guard: "event.message == 'oui'", target: "acceptee" },
      ],
    },
    meta: meta("Reçue"),
  },
  instruction: {
    initial: "etude",
    on: {
      accepter: { target: "acceptee", ...button("Accepter", { form: "accepter" }) },
      classer: { target: "classee", ...button("Classer", { tone: "danger" }) },
    },
    states: {
      etude: { on: { consulter: { target: "avis", ...button("Consulter") } }, meta: meta("À l’étude") },
      avis: {
        on: { classer: { guard: "exemplaires == 2", target: "etude", ...button("Classer l’avis") } },
        meta: meta("Avis demandé"),
      },
    },
  },
  acceptee: { type: "final", meta: meta("Acceptée") },
  classee: { type: "final", meta: meta("Classée") },
};

function compiled() {
  const templates = { acceptee: { subject: "Bonjour", body: "{{lien}}" } };
  const workflow = { ...read("workflow.json"), initial: "reception", states: NESTED, templates };
  const shared = new Map([["shared/adresse.json", read("adresse.json")]]);
  const result = compile(
    { file: "d.json", schema: read("definition.json"), workflowFile: "w.json", workflow },
    shared,
    { published: true },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value.workflow;
}

const workflow = compiled();
const machine = workflow.machine as Machine;
const scope = (answers: Answers = {}, event: Answers = {}) => ({ now: "2026-03-03T09:30:00.000Z", answers, event });

describe("a compiled workflow", () => {
  test("lists the states where a demande rests, nested ones joined by dots", () => {
    expect([...workflow.states.keys()]).toEqual([
      "reception",
      "instruction.etude",
      "instruction.avis",
      "acceptee",
      "classee",
    ]);
    expect(workflow.initial).toBe("reception");
  });

  test("offers in a nested state its own events, then those around it, as one button each", () => {
    const events = workflow.states.get("instruction.avis")?.events ?? [];
    expect(
      events.map(({ type, label, guards }) => [type, label, guards.map((guard) => guard?.source ?? null)]),
    ).toEqual([
      ["classer", "Classer l’avis", ["exemplaires == 2", null]],
      ["accepter", "Accepter", [null]],
    ]);
  });

  test("asks agents alone unless it says otherwise, and the entry's form for an edit", () => {
    const events = workflow.states.get("reception")?.events ?? [];
    expect(events.map(({ type, who, form, edit }) => ({ type, who, form, edit }))).toEqual([
      { type: "instruire", who: ["agent"], form: undefined, edit: false },
      { type: "modifier", who: ["holder", "agent"], form: "entry", edit: true },
      { type: "relancer", who: ["agent", "system"], form: undefined, edit: false },
      { type: "accepter", who: ["agent"], form: "accepter", edit: false },
    ]);
  });
});

describe("running it", () => {
  test("opens in the first state, with its actions and its timer", () => {
    const step = runInitial(machine, scope());
    expect(step).toMatchObject({ state: "reception", changed: true, handled: true, cancelled: [] });
    expect(step.actions).toEqual([{ type: "schedule", params: { after: "P1M", event: "relancer", id: "relance" } }]);
    expect(step.timers.map(({ delay }) => delay)).toEqual(["P15D"]);
  });

  test("follows at once what happens by itself", () => {
    const step = runInitial(machine, scope({ exemplaires: 1 }));
    expect(step.state).toBe("instruction.avis");
    expect(step.timers).toEqual([]);
  });

  test("enters a group by its first state, and cancels the timer of the state it leaves", () => {
    const opened = runInitial(machine, scope());
    const step = runTransition(machine, "reception", "instruire", scope());
    expect(step.state).toBe("instruction.etude");
    expect(step.cancelled).toEqual(opened.timers.map(({ sendId }) => sendId));
  });

  test("takes its timer's event when the time comes", () => {
    const [timer] = runInitial(machine, scope()).timers;
    const event = timer?.event ?? "";
    expect(isTimerEvent(event)).toBe(true);
    expect(runTransition(machine, "reception", event, scope())).toMatchObject({ state: "classee", handled: true });
    expect(runTransition(machine, "instruction.etude", event, scope()).handled).toBe(false);
  });

  test("takes an event of the group when the nested state refuses it", () => {
    expect(runTransition(machine, "instruction.avis", "classer", scope({ exemplaires: 2 })).state).toBe(
      "instruction.etude",
    );
    expect(runTransition(machine, "instruction.avis", "classer", scope()).state).toBe("classee");
  });

  test("tells a refused guard and an unknown event from an event that stays", () => {
    expect(runTransition(machine, "reception", "accepter", scope({}, { message: "?" })).handled).toBe(false);
    expect(runTransition(machine, "reception", "inconnu", scope()).handled).toBe(false);
    expect(runTransition(machine, "reception", "modifier", scope())).toMatchObject({ handled: true, changed: false });
    const relance = runTransition(machine, "reception", "relancer", scope());
    expect(relance).toMatchObject({ handled: true, changed: false, cancelled: [], timers: [] });
    expect(relance.actions.map(({ type }) => type)).toEqual(["mail"]);
  });

  test("chooses by what the event's form says", () => {
    expect(runTransition(machine, "reception", "accepter", scope({}, { message: "oui" })).state).toBe("acceptee");
    expect(runTransition(machine, "reception", "accepter", scope({}, { message: "non" })).state).toBe("classee");
  });

  test("fails loudly on a state that the version does not have", () => {
    expect(() => runTransition(machine, "archivee", "accepter", scope())).toThrow();
  });
});
