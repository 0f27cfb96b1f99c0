import { importWords as words } from "../strings-imports.ts";

export type ShownPhase = "mapping" | "trial" | "import" | "undo";
export type ShownState = "preparing" | "waiting" | "running" | "done" | "stopped" | "failed";

const TONES = {
  preparing: "neutral",
  waiting: "waiting",
  running: "active",
  done: "success",
  stopped: "waiting",
  failed: "danger",
} as const;

/** Where an import is, in a word or two. */
export function ImportTag({ phase, state }: { readonly phase: ShownPhase; readonly state: ShownState }) {
  const text =
    phase === "mapping" ? words.states.preparing : `${words.phases[phase]} : ${words.states[state].toLowerCase()}`;
  return <span class={`tag tag-${TONES[state]}`}>{text}</span>;
}
