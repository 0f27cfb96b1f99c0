import type { Score, Scoring, TieValue } from "./scoring.ts";

/** An entry to rank. */
export interface Candidate {
  readonly id: string;
  readonly score: Score;
  /** What the draw gave it: compared letter by letter, the smallest first. Never the same for two. */
  readonly draw: string;
}

/** What puts a candidate after the one just before it: points, one of the ties by its place, or the draw. */
export type Separation = "first" | "points" | "draw" | { readonly tie: number };

export interface Ranked<C extends Candidate = Candidate> {
  readonly candidate: C;
  /** From 1. */
  readonly rank: number;
  readonly by: Separation;
}

/**
 * Candidates from the first to the last: the most points, then the ties in order, then the draw. The order in which they
 * come, and the machine, change nothing.
 */
export function rank<C extends Candidate>(
  { ties }: Pick<Scoring, "ties">,
  candidates: readonly C[],
): readonly Ranked<C>[] {
  const descending = ties.map(({ order }) => order === "descending");
  const sorted = [...candidates].sort((a, b) => compare(a, b, descending).sign);
  return sorted.map((candidate, index) => {
    const before = sorted[index - 1];
    return { candidate, rank: index + 1, by: before ? compare(before, candidate, descending).by : "first" };
  });
}

function compare(a: Candidate, b: Candidate, descending: readonly boolean[]): { sign: number; by: Separation } {
  if (a.score.total !== b.score.total) return { sign: b.score.total - a.score.total, by: "points" };
  for (const [tie, down] of descending.entries()) {
    const sign = compareTies(a.score.ties[tie] ?? null, b.score.ties[tie] ?? null, down);
    if (sign !== 0) return { sign, by: { tie } };
  }
  return { sign: a.draw < b.draw ? -1 : a.draw > b.draw ? 1 : 0, by: "draw" };
}

/** What nobody answered comes last, whatever the order. */
function compareTies(a: TieValue, b: TieValue, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const sign = typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;
  return descending ? -sign : sign;
}
