import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Answers,
  apply,
  type CompiledDefinition,
  type Effect,
  type Entry,
  open,
  parisDay,
  SYSTEM,
  type Transition,
} from "../../engine/index.ts";
import { agent } from "../helpers/actors.ts";
import { CASES, type Case, type Step } from "./clock.cases.ts";
import { clockDefinition } from "./clock.definition.ts";

const ID = "0b0e7a52-8d2f-4f0e-9a55-5e3f7f0f2a11";
const SILENT = ["silence-accord", "silence-rejet"];

function file(
  definition: CompiledDefinition,
  at: string,
  answers: Answers = { nom: "Muller" },
  forwardedFrom?: string,
) {
  const outcome = open(definition, {
    id: ID,
    reference: "X7K4-QP9M",
    member: "mulhouse",
    holder: null,
    answers,
    actor: agent(),
    now: new Date(at).toISOString(),
    ...(forwardedFrom !== undefined && {
      forwarded: { member: "Rixheim", reference: "A1B2-C3D4", receivedOn: forwardedFrom, held: false, files: [] },
    }),
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome;
}

const send = (definition: CompiledDefinition, entry: Entry, type: string, at: string, answers?: Answers) =>
  apply(
    definition,
    entry,
    { type, ...(answers && { answers }) },
    SILENT.includes(type) ? SYSTEM : agent(),
    new Date(at).toISOString(),
  );

/** What a step leaves: the transition, or null when it was refused. */
function play(definition: CompiledDefinition, entry: Entry | null, step: Step): Transition | null {
  if (step.send === "ouvrir" || entry === null) return file(definition, step.at, step.answers, step.forwardedFrom);
  const outcome = send(definition, entry, step.send, step.at, step.answers);
  return outcome.ok ? outcome : null;
}

/** The part of a step that the case foresees. */
function outcomeOf(transition: Transition | null, { due, state }: Step) {
  const clock = transition?.entry.clock;
  return {
    status: transition === null ? "refused" : (clock?.status ?? "none"),
    ...(due !== undefined && { due: clock?.due }),
    ...(state !== undefined && { state: transition?.entry.state }),
  };
}

describe("the legal clock, by the texts:", () => {
  test.each(CASES)("$article: $name", ({ clock, steps }: Case) => {
    const definition = clockDefinition(clock);
    let entry: Entry | null = null;
    for (const step of steps) {
      const transition: Transition | null = play(definition, entry, step);
      const { at, send: sent, status, due, state } = step;
      const expected = { status, ...(due !== undefined && { due }), ...(state !== undefined && { state }) };
      expect({ at, sent, ...outcomeOf(transition, step) }).toEqual({ at, sent, ...expected });
      if (transition) entry = transition.entry;
    }
  });
});

describe("what a clock owes", () => {
  const SVR = clockDefinition({ regime: "SVR", delay: "P2M" });
  const timers = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === "timer" ? [[effect.event, effect.runAt]] : []));

  test("records silence at the midnight that ends the last day, and warns the service a week before", () => {
    expect(timers(file(SVR, "2026-03-03T09:30:00Z").effects)).toEqual([
      ["silence-rejet", "2026-05-03T22:00:00.000Z"],
      ["horloge:alerte", "2026-04-26T05:00:00.000Z"],
    ]);
  });

  test("warns when the definition says", () => {
    const definition = clockDefinition({ regime: "SVR", delay: "P2M", alert: "P15D" });
    expect(timers(file(definition, "2026-03-03T09:30:00Z").effects)[1]).toEqual([
      "horloge:alerte",
      "2026-04-18T05:00:00.000Z",
    ]);
  });

  test("warns at once of a request that was forwarded so late that the days before are over", () => {
    const late = file(SVR, "2026-04-29T09:30:00Z", {}, "2026-03-03");
    expect(timers(late.effects)).toEqual([
      ["silence-rejet", "2026-05-03T22:00:00.000Z"],
      ["horloge:alerte", "2026-04-29T09:30:00.000Z"],
    ]);
  });

  test("warns of nothing where the whole delay is shorter than the warning", () => {
    const short = clockDefinition({ regime: "SVR", delay: "P5D" });
    expect(timers(file(short, "2026-03-03T09:30:00Z").effects).map(([event]) => event)).toEqual(["silence-rejet"]);
  });

  test("moves both when the last day moves, and takes them back once it is decided", () => {
    const { entry } = file(SVR, "2026-03-03T09:30:00Z");
    const asked = send(SVR, entry, "demander", "2026-04-03T09:00:00Z", { avant: "2026-05-03" });
    if (!asked.ok) throw new Error(asked.message);
    expect(timers(asked.effects)[0]).toEqual(["silence-rejet", "2026-06-02T22:00:00.000Z"]);
    const decided = send(SVR, asked.entry, "accepter", "2026-04-04T09:00:00Z");
    if (!decided.ok) throw new Error(decided.message);
    expect(decided.effects).toEqual([
      { type: "cancel", sendId: "horloge:echeance" },
      { type: "cancel", sendId: "horloge:alerte" },
    ]);
  });

  test("keeps in the history where the clock stood when it moved, and only then", () => {
    const opened = file(SVR, "2026-03-03T09:30:00Z");
    expect(opened.event.data.clock).toMatchObject({ regime: "SVR", due: "2026-05-03" });
    const edited = send(SVR, opened.entry, "corriger", "2026-03-04T09:30:00Z", { nom: "Meyer" });
    if (!edited.ok) throw new Error(edited.message);
    expect(edited.event.data.clock).toBeUndefined();
  });

  test("an entry filed before clocks were kept gets its own from its filing", () => {
    const { clock: _, ...before } = file(SVR, "2026-03-03T09:30:00Z").entry;
    const edited = send(SVR, before, "corriger", "2026-03-04T09:30:00Z", { nom: "Meyer" });
    if (!edited.ok) throw new Error(edited.message);
    expect(edited.entry.clock).toMatchObject({ status: "running", due: "2026-05-03" });
    expect(timers(edited.effects)[0]?.[0]).toBe("silence-rejet");
  });
});

/** Something that may happen, some hours after what came before. */
interface Happening {
  readonly hours: number;
  readonly type: string;
  readonly days: number;
  readonly flag: boolean;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  hours: fc.integer({ min: 0, max: 24 * 45 }),
  type: fc.constantFrom(
    "accepter",
    "refuser",
    "rouvrir",
    "demander",
    "completer",
    "corriger",
    "transmettre",
    ...SILENT,
  ),
  days: fc.integer({ min: -40, max: 90 }),
  flag: fc.boolean(),
});

const clockOf = fc.record({
  regime: fc.constantFrom("SVA", "SVR"),
  delay: fc.constantFrom("P2M", "P15D", "P1D", "P6M"),
});

function answersOf({ type, days, flag }: Happening, today: string): Answers | undefined {
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  if (type === "demander") return { avant: day, accessoire: flag };
  if (type === "completer") return flag ? { le: day } : {};
  if (type === "corriger") return { nom: "Meyer", surface: flag ? 40 : 5 };
  return undefined;
}

describe("whatever happens, in whatever order,", () => {
  const opinion = { delay: "P4M", when: "surface > 20" };

  test("one clock runs at most, its last day is never set in the past, and its timer is the only one", () => {
    const definitions = new Map<string, CompiledDefinition>();
    fc.assert(
      fc.property(clockOf, fc.boolean(), fc.array(happening, { maxLength: 14 }), (clock, needsOpinion, story) => {
        const declared = { ...clock, ...(needsOpinion && { opinion }) };
        const key = JSON.stringify(declared);
        const definition = definitions.get(key) ?? clockDefinition(declared);
        definitions.set(key, definition);
        let time = Date.parse("2026-01-31T22:30:00Z");
        const opened = file(definition, new Date(time).toISOString());
        let entry = opened.entry;
        const waiting = new Map<string, string>();
        settle(waiting, opened.effects);
        for (const each of story) {
          time += each.hours * 3_600_000;
          const now = new Date(time).toISOString();
          const outcome = send(definition, entry, each.type, now, answersOf(each, parisDay(now)));
          if (!outcome.ok) continue;
          settle(waiting, outcome.effects);
          check(entry, outcome.entry, waiting, now);
          entry = outcome.entry;
        }
      }),
      { numRuns: 400 },
    );
  });

  function settle(waiting: Map<string, string>, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === "cancel") waiting.delete(effect.sendId);
      if (effect.type === "timer" && SILENT.includes(effect.event)) waiting.set(effect.sendId, effect.runAt);
    }
  }

  function check(before: Entry, after: Entry, waiting: ReadonlyMap<string, string>, now: string): void {
    const { clock } = after;
    if (!clock) throw new Error("the clock is lost");
    const today = parisDay(now);
    if (clock.due !== null && clock.due !== before.clock?.due) expect(clock.due >= today).toBe(true);
    if (clock.status === "stopped") expect(clock.due).toBeNull();
    if (clock.startedOn === null) expect(clock.due).toBeNull();
    expect(clock.added).toBeGreaterThanOrEqual(0);
    expect(waiting.size).toBe(clock.due === null ? 0 : 1);
    for (const runAt of waiting.values())
      expect(parisDay(new Date(Date.parse(runAt) - 1).toISOString())).toBe(clock.due);
  }
});
