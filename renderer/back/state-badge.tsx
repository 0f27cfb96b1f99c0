import type { State } from "../../engine/index.ts";

/** A state as a word on its tone; the colour never speaks alone. A state the definition no longer has shows its id. */
export function StateBadge({ state, id }: { state: State | undefined; id: string }) {
  return <span class={`tag tag-${state?.tone ?? "neutral"}`}>{state?.label ?? id}</span>;
}
