import type { CompiledWorkflow, State } from "./definition.ts";

/** State of a fiche that was made one with another: no workflow may name it, since it begins with a sign. */
export const MERGED = "_reunie";

/** Facts that no workflow declares: a fiche took in another, went to another, was parted from another. */
export const TOOK_IN = "reunir";
export const WENT_TO = "rejoindre";
export const PARTED = "separer";
/** Something else that referred to a fiche refers to the one it went to. */
export const LINK_MOVED = "relier";

const STATE: State = {
  id: MERGED,
  label: "Réunie",
  sentence: "Cette fiche a été réunie à une autre.",
  tone: "neutral",
  task: false,
  final: true,
  clock: "stopped",
  events: [],
};

/** The workflow of a register whose fiches may be made one. */
export const withMerged = (workflow: CompiledWorkflow): CompiledWorkflow => ({
  ...workflow,
  states: new Map([...workflow.states, [MERGED, STATE]]),
});
