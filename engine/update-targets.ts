import type { ActionNode, WorkflowFile } from "./meta.generated.ts";
import { type At, under } from "./report.ts";
import type { Issue } from "./result.ts";
import { didYouMean } from "./suggest.ts";
import { allStates, candidatesOf, readStates } from "./workflow-graph.ts";

/** A published definition or one about to be, its workflow as compiled. */
export interface WithWorkflow {
  readonly id: string;
  readonly workflow: unknown;
}

/**
 * The `update-entry` actions of `caller` that would always fail: the other definition takes no such event, or does not
 * let the platform send it. A definition that is not among `targets` is passed over: see `referencedDefinitions`.
 */
export function refusedUpdates(caller: WithWorkflow, targets: ReadonlyMap<string, WithWorkflow>): readonly Issue[] {
  const file = caller.workflow as WorkflowFile;
  return actionsOf(file).flatMap(({ node, at }): readonly Issue[] => {
    const definition = String(node.params["definition"]);
    const target = node.type === "update-entry" ? targets.get(definition) : undefined;
    if (!target) return [];
    const event = String(node.params["event"]);
    const taken = eventsOf(target.workflow as WorkflowFile);
    if (taken.get(event)) return [];
    const place = under(at, "params", "event");
    const [code, message] = taken.has(event)
      ? [
          "event-system",
          `L’évènement « ${event} » de « ${definition} » sera envoyé par la plateforme : ajoutez « system » à son « who ».`,
        ]
      : ["event-unknown", `« ${definition} » ne prend pas l’évènement « ${event} »${didYouMean(event, taken.keys())}`];
    return [{ code: code ?? "", ...place, message: message ?? "" }];
  });
}

/** Events that some state takes, and whether the platform may send each. */
function eventsOf(file: WorkflowFile): ReadonlyMap<string, boolean> {
  const events = new Map<string, boolean>();
  for (const { kind, key, node } of statesOf(file).flatMap(candidatesOf)) {
    if (kind === "on") events.set(key, (events.get(key) ?? false) || (node.meta?.who?.includes("system") ?? false));
  }
  return events;
}

const statesOf = (file: WorkflowFile) =>
  allStates(readStates(file.states, { file: `${file.id}.json`, pointer: "/states" }));

interface PlacedAction {
  readonly node: ActionNode;
  readonly at: At;
}

function actionsOf(file: WorkflowFile): readonly PlacedAction[] {
  const placed = (nodes: readonly ActionNode[] | undefined, at: At): readonly PlacedAction[] =>
    (nodes ?? []).map((node, index) => ({ node, at: under(at, index) }));
  return statesOf(file).flatMap((state) => [
    ...placed(state.node.entry, under(state.at, "entry")),
    ...placed(state.node.exit, under(state.at, "exit")),
    ...candidatesOf(state).flatMap(({ node, at }) => placed(node.actions, under(at, "actions"))),
  ]);
}
