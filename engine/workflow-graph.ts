import type { StateNodeFile, StateNodes, TransitionNode, Transitions } from "./meta.generated.ts";
import { type At, under } from "./report.ts";

/** A state of the file, nested or not, with its place among the others. */
export interface StateNode {
  /** "instruction.avis". */
  readonly path: string;
  readonly name: string;
  readonly node: StateNodeFile;
  readonly at: At;
  readonly parent: StateNode | undefined;
  readonly children: readonly StateNode[];
}

/** A transition of the file, with what it is tried on. */
export interface Candidate {
  readonly source: StateNode;
  readonly kind: "on" | "always" | "after";
  /** Event or delay; empty for `always`. */
  readonly key: string;
  readonly node: TransitionNode;
  readonly at: At;
  /** The form of the event, "entry" for an edit: its own, or the one another transition of the event names. */
  readonly form: string | undefined;
}

/** Reads the tree of states. */
export function readStates(nodes: StateNodes, at: At, parent?: StateNode): readonly StateNode[] {
  return Object.entries(nodes).map(([name, node]) => {
    const children: StateNode[] = [];
    const path = parent ? `${parent.path}.${name}` : name;
    const state: StateNode = { path, name, node, at: under(at, name), parent, children };
    if (node.states) children.push(...readStates(node.states, under(at, name, "states"), state));
    return state;
  });
}

/** Every state, outer ones first. */
export const allStates = (roots: readonly StateNode[]): readonly StateNode[] =>
  roots.flatMap((root) => [root, ...allStates(root.children)]);

export const isLeaf = (state: StateNode): boolean => state.node.states === undefined;
export const isFinal = (state: StateNode): boolean => state.node.type === "final";

/** The state itself, then those around it. */
export const lineage = (state: StateNode): readonly StateNode[] =>
  state.parent ? [state, ...lineage(state.parent)] : [state];

/** Transitions written on one state, in the order in which they are tried. */
export function candidatesOf(source: StateNode): readonly Candidate[] {
  const { node, at } = source;
  const events = Object.entries(node.on ?? {}).flatMap(([key, list]) => spread("on", key, list, under(at, "on", key)));
  const delays = Object.entries(node.after ?? {}).flatMap(([key, list]) =>
    spread("after", key, list, under(at, "after", key)),
  );
  const always = node.always === undefined ? [] : spread("always", "", node.always, under(at, "always"));
  return [...events, ...delays, ...always];

  function spread(kind: Candidate["kind"], key: string, list: Transitions, place: At): readonly Candidate[] {
    if (!Array.isArray(list)) return [{ source, kind, key, node: list, at: place, form: ownForm(list) }];
    const shared = list.map(ownForm).find((form) => form !== undefined);
    return list.map((item, index) => {
      return { source, kind, key, node: item, at: under(place, index), form: ownForm(item) ?? shared };
    });
  }
}

const ownForm = ({ meta }: TransitionNode): string | undefined => (meta?.edit ? "entry" : meta?.form);

/** The state a target names: a sibling of the source, one of its children (".avis"), or a path from the root. */
export function findTarget(
  target: string,
  source: StateNode,
  states: ReadonlyMap<string, StateNode>,
): StateNode | undefined {
  if (target.startsWith(".")) return states.get(`${source.path}${target}`);
  const sibling = source.parent ? `${source.parent.path}.${target}` : target;
  return states.get(sibling) ?? states.get(target);
}

/** The states where an entry rests after reaching this one: a leaf, through the initial states of groups. */
export function restingState(state: StateNode): StateNode | undefined {
  if (isLeaf(state)) return state;
  const first = state.children.find((child) => child.name === state.node.initial);
  return first && restingState(first);
}

/** Where leaves lead. */
export interface Edge {
  readonly from: StateNode;
  readonly to: StateNode;
  readonly kind: Candidate["kind"];
}

/** Edges between leaves, those written on outer states included. */
export function edgesOf(leaves: readonly StateNode[], targets: ReadonlyMap<Candidate, StateNode>): readonly Edge[] {
  return leaves.flatMap((from) =>
    lineage(from)
      .flatMap(candidatesIn)
      .map(({ to, kind }) => ({ from, to, kind })),
  );

  function candidatesIn(state: StateNode): readonly { readonly to: StateNode; readonly kind: Candidate["kind"] }[] {
    return [...targets].flatMap(([candidate, target]) => {
      const to = candidate.source === state ? restingState(target) : undefined;
      return to ? [{ to, kind: candidate.kind }] : [];
    });
  }
}

/** Leaves an entry can come to. */
export function reachable(start: StateNode, edges: readonly Edge[]): ReadonlySet<StateNode> {
  const found = new Set([start]);
  for (const state of found) for (const { from, to } of edges) if (from === state) found.add(to);
  return found;
}

/** A ring of `always` transitions through this leaf, if there is one: nothing would ever stop it. */
export function alwaysRing(start: StateNode, edges: readonly Edge[]): boolean {
  const always = edges.filter(({ kind }) => kind === "always");
  const found = new Set(always.filter(({ from }) => from === start).map(({ to }) => to));
  for (const state of found) for (const { from, to } of always) if (from === state) found.add(to);
  return found.has(start);
}
