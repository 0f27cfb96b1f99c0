import type { CompiledDefinition, State } from "./definition.ts";
import { MERGED } from "./merged.ts";

/**
 * The states in which a demande is settled: final ones, and those where nobody has anything to do nor is waited for, such
 * as a refusal that may be reopened. A register's fiches live on: only its final states count.
 */
export function outcomes({ kind, workflow }: Pick<CompiledDefinition, "kind" | "workflow">): readonly State[] {
  const settled = ({ id, task, tone, final }: State) =>
    final || (kind === "service" && !task && tone !== "waiting" && tone !== "active" && id !== workflow.initial);
  return [...workflow.states.values()].filter((state) => state.id !== MERGED && settled(state));
}
