import {
  type CompiledDefinition,
  type Entry,
  type EntryEvent,
  explainScore,
  keptStanding,
  type Context as ScopeContext,
} from "../engine/index.ts";
import type { ScoreView } from "../renderer/score-explanation.tsx";
import type { Context } from "./context.ts";

/**
 * The rank that a decision on an entry rests on, and its points of today where they are shown before any. Reads nothing.
 * @param always whether points are shown before any decision
 */
export function rankedFor(
  ctx: Context,
  { id, scoring }: CompiledDefinition,
  entry: Entry,
  history: readonly EntryEvent[],
  context: ScopeContext,
  always: boolean,
): ScoreView {
  if (!scoring) return { standing: null, score: null };
  const standing = keptStanding(history);
  if (standing || !always) return { standing, score: null };
  const tariffs = ctx.catalogue.tariffs(rankedBy(ctx, entry.member, id), id);
  const about = { ...(context.about ?? { member: "", title: "" }), tariffs };
  return { standing, score: explainScore(scoring, entry.answers, { ...context, about }).explanation };
}

/** The member whose tables rank the entries of this one: another that it lets work them, else itself. */
export const rankedBy = (ctx: Context, member: string, id: string): string =>
  ctx.catalogue.sharedBy(member, id).find(({ role }) => role === "agent")?.with ?? member;
