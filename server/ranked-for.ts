import {
  type CompiledDefinition,
  type Entry,
  type EntryEvent,
  explainScore,
  keptStanding,
  type Context as ScopeContext,
} from "../engine/index.ts";
import type { ScoreView } from "../renderer/score-explanation.tsx";

/**
 * The rank that a decision on an entry rests on, and its points of today where they are shown before any. Reads nothing.
 * @param always whether points are shown before any decision
 */
export function rankedFor(
  { scoring }: CompiledDefinition,
  entry: Entry,
  history: readonly EntryEvent[],
  context: ScopeContext,
  always: boolean,
): ScoreView {
  if (!scoring) return { standing: null, score: null };
  const standing = keptStanding(history);
  return { standing, score: standing || !always ? null : explainScore(scoring, entry.answers, context).explanation };
}
