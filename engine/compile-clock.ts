import type { CompiledDefinition, State } from "./definition.ts";
import { machineOf } from "./event.ts";
import type { Arc, NodeSource } from "./machine.ts";
import { type At, type Report, under } from "./report.ts";

/** Where a definition and its workflow are written. */
export interface Files {
  readonly definition: At;
  readonly workflow: At;
}

/**
 * Checks that silence can decide (CRPA L.231-1, L.231-4): the workflow names the event that records it, every state
 * where the delay counts or is suspended takes it, and it stops the clock. Then that a suspension says until when.
 */
export function checkClock(definition: CompiledDefinition, files: Files, report: Report): void {
  const { regime } = definition.clock;
  if (regime === "none") return;
  const event = definition.workflow.silence[regime];
  if (event === undefined) {
    const message = `Le régime ${regime} demande au parcours l'évènement de la décision implicite (« silence », « ${regime} »).`;
    report.add("clock-silence", under(files.workflow, "silence"), message);
    return;
  }
  for (const state of definition.workflow.states.values()) {
    if (state.clock !== "stopped") checkSilence(definition, state, event, files, report);
  }
  checkSuspensions(definition, files, report);
}

function checkSilence(definition: CompiledDefinition, state: State, event: string, files: Files, report: Report): void {
  const taken = state.events.find(({ type }) => type === event);
  const place = placeOf(files.workflow, state.id);
  if (!taken?.who.includes("system") || !taken.guards.includes(null)) {
    const message = `L'état « ${state.id} » doit prendre l'évènement « ${event} » de la plateforme (« who » : system), sans condition : le délai légal peut y tomber.`;
    report.add("clock-silence", place, message);
    return;
  }
  const running = arcsOf(definition, state.id)
    .filter(({ kind, key }) => kind === "on" && key === event)
    .some(({ target }) => definition.workflow.states.get(target ?? state.id)?.clock !== "stopped");
  if (!running) return;
  const message = `L'évènement « ${event} » doit mener à un état où le délai légal est arrêté (« clock » : stopped, ou final).`;
  report.add("clock-silence", under(place, "on", event), message);
}

/** A suspension lasts the time granted to the citizen (L.114-5): the event that begins it says until when. */
function checkSuspensions(definition: CompiledDefinition, files: Files, report: Report): void {
  const { states } = definition.workflow;
  for (const state of states.values()) {
    if (state.clock === "suspended") continue;
    for (const { kind, key, target } of arcsOf(definition, state.id)) {
      if (states.get(target ?? state.id)?.clock !== "suspended") continue;
      const asks = kind === "on" && state.events.find(({ type }) => type === key)?.missing !== undefined;
      if (asks) continue;
      const message = `« ${key || kind} » suspend le délai légal : dites par « missing » ce qui est demandé et jusqu'à quand (article L. 114-5).`;
      report.add("clock-missing", placeOf(files.workflow, state.id), message);
    }
  }
}

interface Leaving {
  readonly kind: "on" | "after" | "always";
  readonly key: string;
  /** Leaf reached; undefined when the state stays. */
  readonly target: string | undefined;
}

/** What leaves a state where an entry rests, those of the states around it included. */
function arcsOf(definition: CompiledDefinition, path: string): readonly Leaving[] {
  const { states } = machineOf(definition).source;
  const names = path.split(".");
  const around = names.map((_, index) => nodeAt(states, names.slice(0, index + 1)));
  return around.flatMap((node) => (node ? leaving(node, states) : []));
}

function leaving(node: NodeSource, states: ReadonlyMap<string, NodeSource>): readonly Leaving[] {
  const to = (kind: Leaving["kind"], key: string, arcs: readonly Arc[]) =>
    arcs.map(({ target }) => ({ kind, key, target: target === undefined ? undefined : restingAt(states, target) }));
  return [
    ...[...node.on].flatMap(([key, arcs]) => to("on", key, arcs)),
    ...[...node.after].flatMap(([key, arcs]) => to("after", key, arcs)),
    ...to("always", "", node.always),
  ];
}

function restingAt(states: ReadonlyMap<string, NodeSource>, path: string): string {
  const inner = nodeAt(states, path.split("."))?.initial;
  return inner === undefined ? path : restingAt(states, `${path}.${inner}`);
}

function nodeAt(
  states: ReadonlyMap<string, NodeSource>,
  [first = "", ...rest]: readonly string[],
): NodeSource | undefined {
  const node = states.get(first);
  return rest.length === 0 || !node ? node : nodeAt(node.states, rest);
}

const placeOf = (workflow: At, path: string): At =>
  under(workflow, "states", ...path.split(".").join(".states.").split("."));
