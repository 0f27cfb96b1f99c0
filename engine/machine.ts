import { createMachine, initialTransition, pathToStateValue, type StateValue, transition } from "xstate";
import type { Expression, Scope } from "./form.ts";
import type { MemberParams } from "./member-params.ts";
import type { RefundParams } from "./refund.ts";

/**
 * The only file, with `compile-workflow.ts`, that knows XState. A compiled workflow's `machine` is a `Machine`; run it with
 * `runInitial(machine, scope)` when an entry opens and `runTransition(machine, state, event, scope)` when an event comes.
 * Both are pure. The result holds the state reached, the actions of the catalogue in order (their params are compiled
 * expressions: evaluate them with the same scope), and the timers to start and to cancel.
 *
 * - `handled` is false when the state does not take the event or every guard refuses it: answer `unknown-event`.
 * - `changed` is false when the state stays the same, which an event that only edits or only acts is allowed to do.
 * - Guards, those of `always` included, read the scope as given: answers before any `assign` of this event.
 * - Cancel before starting: a state entered again appears in both lists.
 * - A timer's `event` is sent back as is when its time comes, by the system actor. `delay` is an ISO 8601 duration:
 *   `addDuration(now, parseDuration(delay))`.
 */
export interface Machine {
  readonly source: MachineSource;
  readonly compiled: ReturnType<typeof createMachine>;
}

/** A machine whose targets are absolute paths and whose expressions are compiled. */
export interface MachineSource {
  readonly id: string;
  readonly initial: string;
  readonly states: ReadonlyMap<string, NodeSource>;
}

export interface NodeSource {
  readonly initial?: string;
  readonly final: boolean;
  readonly states: ReadonlyMap<string, NodeSource>;
  readonly on: ReadonlyMap<string, readonly Arc[]>;
  readonly always: readonly Arc[];
  /** By ISO 8601 duration. */
  readonly after: ReadonlyMap<string, readonly Arc[]>;
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
}

export interface Arc {
  /** Path of a state, "instruction.avis"; absent when the state stays. */
  readonly target?: string;
  readonly guard?: Expression;
  readonly actions: readonly Action[];
  readonly reenter: boolean;
}

/** The closed catalogue of what a workflow may do. */
export type Action =
  | {
      readonly type: "mail";
      readonly params: {
        readonly to: Expression;
        readonly template: string;
        /** Goes with the mail; produced before it by the same event. */
        readonly document?: string;
      };
    }
  | { readonly type: "document"; readonly params: { readonly document: string } }
  | { readonly type: "sms"; readonly params: { readonly to: Expression; readonly template: string } }
  | { readonly type: "assign"; readonly params: { readonly set: ExpressionMap } }
  /** Makes the prices anew, by the tariffs of a date; without it, those of the day of filing. */
  | { readonly type: "price"; readonly params: { readonly on?: Expression } }
  | { readonly type: "open-entry"; readonly params: { readonly definition: string; readonly answers: ExpressionMap } }
  | {
      readonly type: "update-entry";
      readonly params: {
        readonly definition: string;
        /** Gives the id of the entry; absent: those that this one opened. */
        readonly entry?: Expression;
        readonly event: string;
        readonly answers: ExpressionMap;
        /** An entry that no longer takes the event is left as it is. */
        readonly ifTaken?: true;
      };
    }
  | {
      readonly type: "schedule";
      readonly params: {
        readonly event: string;
        readonly id: string;
        /** ISO 8601 duration from now. */
        readonly after?: string;
        /** Gives a date ("2026-01-31") or an instant. */
        readonly at?: Expression;
      };
    }
  | {
      readonly type: "request-payment";
      readonly params: {
        /** What is paid, among the payments of one entry: never two open for the same. */
        readonly id: string;
        /** Gives integer cents. */
        readonly amount: Expression;
        readonly subject: string;
        readonly events: PaymentEvents;
        /** ISO 8601 duration left to pay. */
        readonly within?: string;
        /** The amount is all that is due for the same: what was paid of it before is not asked again. */
        readonly less?: "paid";
      };
    }
  /** What was paid beyond what is due now is to be given back; `refunded` is sent once it is, at once when nothing is. */
  | { readonly type: "refund"; readonly params: RefundParams }
  | { readonly type: "member"; readonly params: MemberParams }
  /** Gives the name of the member to forward to, as a "member" field holds it. */
  | { readonly type: "transfer"; readonly params: { readonly member: Expression } }
  /** Keys of slot fields: of the entry, and for `to` of the event's form. */
  | { readonly type: "book"; readonly params: { readonly field: string } }
  | { readonly type: "release"; readonly params: { readonly field: string } }
  /** Keys of seat fields: whoever lets an offer go by waits again; another rank of the list, from 1. */
  | { readonly type: "wait"; readonly params: { readonly field: string; readonly rank: "last" | "kept" } }
  | { readonly type: "rank"; readonly params: { readonly field: string; readonly to: Expression } }
  | { readonly type: "move"; readonly params: { readonly field: string; readonly to: string } };

/** What the platform sends to an entry whose payment ended. */
export interface PaymentEvents {
  readonly paid: string;
  /** Refused by the bank or given up; a payment that is still due may be tried again. */
  readonly refused?: string;
  /** Its time is over. */
  readonly expired?: string;
  /** What was to be given back of it was. */
  readonly refunded?: string;
}

/** Expressions by key of field. */
export type ExpressionMap = Readonly<Record<string, Expression>>;

export interface StartedTimer {
  /** Unique in the machine; entering the state again starts it anew. */
  readonly sendId: string;
  readonly event: string;
  /** ISO 8601 duration. */
  readonly delay: string;
}

export interface Step {
  /** Path of the state reached. */
  readonly state: string;
  readonly actions: readonly Action[];
  readonly timers: readonly StartedTimer[];
  /** `sendId` of timers that no longer wait. */
  readonly cancelled: readonly string[];
  readonly changed: boolean;
  readonly handled: boolean;
}

/** Builds the machine of a checked workflow. */
export function buildMachine(source: MachineSource): Machine {
  const delays: Record<string, number> = {};
  const config = {
    id: source.id,
    initial: source.initial,
    context: {},
    states: nodesConfig(source.states, source.id, delays),
  };
  // The types of createMachine describe a literal; this configuration is data.
  return { source, compiled: createMachine(config as Parameters<typeof createMachine>[0], { delays } as never) };
}

/** The state an entry opens in, and what it owes. */
export function runInitial(machine: Machine, scope: Scope): Step {
  return remembered(machine, "", scope, (run) => {
    const [snapshot, actions] = initialTransition(machine.compiled, run);
    return { ...sort(actions), state: pathOf(snapshot.value), changed: true, handled: true };
  });
}

/** What an event does to an entry in this state. Throws when the machine has no such state: versions are pinned. */
export function runTransition(machine: Machine, state: string, event: string, scope: Scope): Step {
  return remembered(machine, `${state} ${event}`, scope, (run) => {
    const before = machine.compiled.resolveState({ value: pathToStateValue(state.split(".")), context: {} });
    const sent = { type: fromTimer(event), run };
    if (!machine.compiled.getTransitionData(before, sent)?.length) {
      return { state, actions: [], timers: [], cancelled: [], changed: false, handled: false };
    }
    const [after, actions] = transition(machine.compiled, before, sent);
    const reached = pathOf(after.value);
    return { ...sort(actions), state: reached, changed: reached !== state, handled: true };
  });
}

/** One run of a machine: what it reads, and what its guards answered, in order. */
interface Run {
  readonly scope: Scope;
  readonly consulted: { readonly guard: Expression; readonly held: boolean }[];
}

interface Path {
  readonly consulted: Run["consulted"];
  readonly step: Step;
}

const paths = new WeakMap<Machine, Map<string, Path[]>>();
const MOST_PATHS = 16;

/**
 * A step depends on the state, the event and what the guards answer, and on nothing else: each combination is run once
 * by XState (30 µs), then found again by asking the same guards (under 1 µs).
 */
function remembered(machine: Machine, key: string, scope: Scope, run: (run: Run) => Step): Step {
  const known = paths.get(machine) ?? new Map<string, Path[]>();
  paths.set(machine, known);
  const tried = known.get(key) ?? [];
  const found = tried.find(({ consulted }) =>
    consulted.every(({ guard, held }) => (guard.evaluate(scope) === true) === held),
  );
  if (found) return found.step;
  const consulted: Run["consulted"] = [];
  const step = run({ scope, consulted });
  // An unknown state or event comes from outside: only what the machine takes is remembered.
  if (step.handled && tried.length < MOST_PATHS) known.set(key, [...tried, { consulted, step }]);
  return step;
}

const TIMER = "delai:";
const XSTATE_TIMER = "xstate.after.";

/** True for an event that only a timer of a state sends. */
export const isTimerEvent = (event: string): boolean => event.startsWith(TIMER);

const toTimer = (id: string): string => id.replace(XSTATE_TIMER, TIMER);
const fromTimer = (event: string): string => (isTimerEvent(event) ? event.replace(TIMER, XSTATE_TIMER) : event);

function nodesConfig(nodes: ReadonlyMap<string, NodeSource>, id: string, delays: Record<string, number>): object {
  return Object.fromEntries([...nodes].map(([name, node]) => [name, nodeConfig(node, id, delays)]));
}

function nodeConfig(node: NodeSource, id: string, delays: Record<string, number>): object {
  // The true delay is counted in calendar terms when the timer starts; XState only has to know there is one.
  for (const delay of node.after.keys()) delays[delay] = 1;
  const arcs = (map: ReadonlyMap<string, readonly Arc[]>) =>
    Object.fromEntries([...map].map(([event, list]) => [event, list.map((arc) => arcConfig(arc, id))]));
  return {
    ...(node.final ? { type: "final" } : {}),
    ...(node.initial === undefined ? {} : { initial: node.initial, states: nodesConfig(node.states, id, delays) }),
    on: arcs(node.on),
    after: arcs(node.after),
    always: node.always.map((arc) => arcConfig(arc, id)),
    entry: node.entry,
    exit: node.exit,
  };
}

function arcConfig({ target, guard, actions, reenter }: Arc, id: string): object {
  return {
    ...(target === undefined ? {} : { target: `#${id}.${target}` }),
    ...(guard && { guard: ({ event }: { event: Carried }) => holds(guard, event) }),
    actions,
    reenter,
  };
}

/** The run travels with the event, or as the input of the opening; `always` sees the event that led to it. */
interface Carried {
  readonly run?: Run;
  readonly input?: Run;
}

function holds(guard: Expression, { run, input }: Carried): boolean {
  const current = run ?? input;
  if (current === undefined) return false;
  const held = guard.evaluate(current.scope) === true;
  current.consulted.push({ guard, held });
  return held;
}

function sort(executed: readonly { readonly type: string; readonly params: unknown }[]) {
  const actions: Action[] = [];
  const timers = new Map<string, StartedTimer>();
  const cancelled = new Set<string>();
  for (const { type, params } of executed) {
    if (type === "xstate.raise") {
      const { id } = params as { readonly id: string };
      timers.set(id, {
        sendId: toTimer(id),
        event: toTimer(id),
        delay: id.slice(XSTATE_TIMER.length).split(".", 1)[0] ?? "",
      });
    } else if (type === "xstate.cancel") {
      const { sendId } = params as { readonly sendId: string };
      if (!timers.delete(sendId)) cancelled.add(toTimer(sendId));
    } else {
      actions.push({ type, params } as Action);
    }
  }
  return { actions, timers: [...timers.values()], cancelled: [...cancelled] };
}

/** "instruction.avis" for the nested value of XState. */
function pathOf(value: StateValue): string {
  if (typeof value === "string") return value;
  const [[name, inner] = ["", undefined]] = Object.entries(value);
  return inner === undefined ? name : `${name}.${pathOf(inner)}`;
}
