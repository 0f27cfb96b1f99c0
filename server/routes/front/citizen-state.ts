import type { State } from "../../../engine/index.ts";
import type { StateView } from "../../../renderer/front/tracking-page.tsx";
import { strings } from "../../../renderer/strings.ts";

/**
 * A state in a citizen's words. Labels are written for agents: hers says what she waits for, or how it ended; while the
 * service works, it is only under way.
 */
export function citizenState(state: State | undefined, id: string): StateView {
  if (state === undefined) return { label: id, sentence: "", tone: "neutral", next: null };
  const { label, sentence, tone, next, final } = state;
  const hers = final || tone === "waiting" || tone === "success" || tone === "danger";
  return hers
    ? { label, sentence, tone, next: next ?? null }
    : { label: strings.tracking.underWay, sentence, tone: "active", next: next ?? null };
}
