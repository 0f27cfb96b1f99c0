import { type ActionContext, compileActions } from "./compile-actions.ts";
import { checkState, stateOf } from "./compile-states.ts";
import { type CheckedTransition, compileTransition, type WorkflowContext } from "./compile-transitions.ts";
import type { CompiledWorkflow } from "./definition.ts";
import { type Arc, buildMachine, type NodeSource } from "./machine.ts";
import type { WorkflowFile } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import {
  allStates,
  alwaysRing,
  type Candidate,
  candidatesOf,
  type Edge,
  edgesOf,
  isFinal,
  isLeaf,
  reachable,
  readStates,
  restingState,
  type StateNode,
} from "./workflow-graph.ts";

/** What a workflow may refer to in the definition that uses it. */
export type WorkflowSurroundings = Omit<WorkflowContext, "states" | "events">;

/**
 * Compiles a workflow for one definition. Issues go to the report; while it holds any, the machine is not built and the
 * result is undefined.
 */
export function compileWorkflow(
  file: WorkflowFile,
  at: At,
  around: WorkflowSurroundings,
): CompiledWorkflow | undefined {
  const { report } = around;
  const roots = readStates(file.states, under(at, "states"));
  const all = allStates(roots);
  const states = new Map(all.map((state) => [state.path, state]));
  const candidates = new Map(all.map((state) => [state, candidatesOf(state)]));
  const written = [...candidates.values()].flat();
  const events = eventsOf(written);
  const context: WorkflowContext = { ...around, states, events };

  for (const state of all) checkState(state, report);
  const checked = new Map(written.map((candidate) => [candidate, compileTransition(candidate, context)]));
  checkShadowed(written, report);
  checkSilenceNames(file, events, at, report);
  const start = initialOf(file, roots, at, report);
  // A misspelt target has been reported: the states it leaves aside are its consequence.
  const lost = [...checked].some(([{ node }, { target }]) => node.target !== undefined && !target);
  if (!lost) checkGraph(start, all, targetsOf(checked), report);
  const leaves = all.filter(isLeaf);
  const visible = leaves.map((state) => [state.path, stateOf(state, candidates, checked, report)] as const);
  const nodes = nodesOf(roots, { candidates, checked, context });
  if (report.issues().length > 0) return undefined;
  const machine = buildMachine({ id: file.id, initial: file.initial, states: nodes });
  return {
    id: file.id,
    title: file.title,
    initial: start?.path ?? file.initial,
    opened: file.opened,
    states: new Map(visible),
    silence: file.silence ?? {},
    machine,
  };
}

/** The events that record what silence meant are sent by the platform. */
function checkSilenceNames({ silence }: WorkflowFile, events: WorkflowContext["events"], at: At, report: Report): void {
  for (const [regime, event] of Object.entries(silence ?? {})) {
    if (events.has(event)) continue;
    const message = `Aucun état ne prend l'évènement « ${event} »${didYouMean(event, events.keys())}`;
    report.add("event-unknown", under(at, "silence", regime), message);
  }
}

function eventsOf(written: readonly Candidate[]): WorkflowContext["events"] {
  const events = new Map<string, { readonly bySystem: boolean }>();
  for (const { kind, key, node } of written) {
    if (kind !== "on") continue;
    const bySystem = node.meta?.who?.includes("system") ?? false;
    events.set(key, { bySystem: bySystem || (events.get(key)?.bySystem ?? false) });
  }
  return events;
}

function targetsOf(checked: ReadonlyMap<Candidate, CheckedTransition>): ReadonlyMap<Candidate, StateNode> {
  return new Map([...checked].flatMap(([candidate, { target }]) => (target ? [[candidate, target] as const] : [])));
}

/** A transition after one without a guard is never tried. */
function checkShadowed(written: readonly Candidate[], report: Report): void {
  const open = new Set<string>();
  for (const { source, kind, key, node, at } of written) {
    const group = `${source.path} ${kind} ${key}`;
    if (open.has(group)) {
      report.add(
        "transition-shadowed",
        at,
        "Cette transition ne sert jamais : celle d'avant est sans condition (« guard »).",
      );
    }
    if (node.guard === undefined) open.add(group);
  }
}

/** Where an entry rests when it opens. */
function initialOf(
  { initial }: WorkflowFile,
  roots: readonly StateNode[],
  at: At,
  report: Report,
): StateNode | undefined {
  const root = roots.find(({ name }) => name === initial);
  if (root) return restingState(root);
  const known = roots.map(({ name }) => name);
  report.add(
    "initial",
    under(at, "initial"),
    `L'état initial « ${initial} » n'existe pas${didYouMean(initial, known)}`,
  );
  return undefined;
}

function checkGraph(
  start: StateNode | undefined,
  all: readonly StateNode[],
  targets: ReadonlyMap<Candidate, StateNode>,
  report: Report,
): void {
  const leaves = all.filter(isLeaf);
  const edges = edgesOf(leaves, targets);
  const found = start && reachable(start, edges);
  for (const state of leaves) {
    if (found && !found.has(state)) {
      report.add("state-unreachable", state.at, `Rien ne mène à l'état « ${state.path} ».`);
    }
    checkLeaf(state, edges, report);
  }
}

function checkLeaf(state: StateNode, edges: readonly Edge[], report: Report): void {
  const leaves = edges.some(({ from, to }) => from === state && to !== state);
  if (!leaves && !isFinal(state)) {
    const message = `Rien ne fait sortir de l'état « ${state.path} » : donnez-lui un évènement, un délai, ou écrivez "type": "final".`;
    report.add("state-trap", state.at, message);
  }
  if (alwaysRing(state, edges)) {
    const message = `Depuis « ${state.path} », des transitions automatiques (« always ») ramènent au même état sans fin.`;
    report.add("always-loop", under(state.at, "always"), message);
  }
}

interface Pieces {
  readonly candidates: ReadonlyMap<StateNode, readonly Candidate[]>;
  readonly checked: ReadonlyMap<Candidate, CheckedTransition>;
  readonly context: WorkflowContext;
}

const nodesOf = (states: readonly StateNode[], pieces: Pieces): ReadonlyMap<string, NodeSource> =>
  new Map(states.map((state) => [state.name, nodeOf(state, pieces)]));

function nodeOf(state: StateNode, pieces: Pieces): NodeSource {
  const { node, at } = state;
  const written = pieces.candidates.get(state) ?? [];
  const arcs = (kind: Candidate["kind"]) => {
    const byKey = new Map<string, Arc[]>();
    for (const candidate of written) {
      const arc = candidate.kind === kind ? pieces.checked.get(candidate)?.arc : undefined;
      if (arc) byKey.set(candidate.key, [...(byKey.get(candidate.key) ?? []), arc]);
    }
    return byKey;
  };
  return {
    ...(node.initial === undefined ? {} : { initial: node.initial }),
    final: isFinal(state),
    states: nodesOf(state.children, pieces),
    on: arcs("on"),
    after: arcs("after"),
    always: arcs("always").get("") ?? [],
    entry: stateActions(node.entry, under(at, "entry"), pieces.context),
    exit: stateActions(node.exit, under(at, "exit"), pieces.context),
  };
}

/** Actions of a state run whatever the event that leads to it: they read no `event`. */
function stateActions(source: Parameters<typeof compileActions>[0], at: At, context: WorkflowContext) {
  const uses: ActionContext["uses"] = (used) => context.usedBy(used, undefined);
  return compileActions(source, at, { ...context, names: context.namesFor(undefined), uses });
}
