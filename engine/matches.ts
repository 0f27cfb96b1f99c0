import type { Duplicates, Likeness, LikenessOutcome, NameCounts } from "./duplicates.ts";
import { likeness, likenessIfAny } from "./likeness.ts";
import type { Traits } from "./traits.ts";

/** Someone that an entry may describe too. */
export interface Match<T> {
  readonly item: T;
  readonly likeness: Likeness;
}

export interface Matches<T> {
  /** "same": the first match is the same for sure, and no other is someone else who is as much so. */
  readonly outcome: LikenessOutcome;
  /** Those that are not different, the likeliest first. */
  readonly matches: readonly Match<T>[];
}

/** More would not be read. */
const MOST = 8;

/**
 * Which of some candidates an entry is the same as, or may be. One that is surely the same as two candidates that differ tells nothing
 * sure: all are then for someone to decide.
 */
export function matchesOf<T>(
  duplicates: Duplicates,
  own: Traits,
  candidates: readonly { readonly item: T; readonly traits: Traits }[],
  counts: NameCounts,
): Matches<T> {
  const found = candidates
    .flatMap(({ item, traits }) => {
      const alike = likenessIfAny(duplicates, own, traits, counts);
      return alike ? [{ item, traits, likeness: alike }] : [];
    })
    .sort(byLikelihood)
    .slice(0, MOST);
  const sure = found.filter((match) => match.likeness.outcome === "same");
  const atOdds = sure.some((one, index) =>
    sure.slice(index + 1).some((other) => likeness(duplicates, one.traits, other.traits, counts).apart),
  );
  const matches = found.map(
    ({ item, likeness: of }): Match<T> => ({ item, likeness: atOdds ? { ...of, outcome: "probable" } : of }),
  );
  return { outcome: matches[0]?.likeness.outcome ?? "different", matches };
}

function byLikelihood(a: { readonly likeness: Likeness }, b: { readonly likeness: Likeness }): number {
  const sure = Number(b.likeness.outcome === "same") - Number(a.likeness.outcome === "same");
  return sure || b.likeness.score - a.likeness.score;
}
