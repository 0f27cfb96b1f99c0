import type { NameCounts } from "./duplicates.ts";
import { FIRST_NAMES, SHORT_FORMS } from "./first-names.ts";
import { isOneErrorApart, isTwoErrorsApart } from "./one-error.ts";
import type { NameTrait } from "./traits.ts";

/**
 * How two names agree: letter by letter, one the short of the other ("M.-Claude"), letters swapped or doubled, another typing error apart, one a part of the
 * other ("Marie" and "Marie Claude"), or not. "lacking" when one is not known.
 */
export type NameAgreement = "same" | "short" | "swapped" | "near" | "part" | "other" | "lacking";

/** An agreement, and the bits by which it speaks for one person (below 0, for two). */
export interface NameLikeness {
  readonly agreement: NameAgreement;
  readonly bits: number;
  readonly pair: readonly [NameTrait, NameTrait] | null;
}

/** Letters from which a second typing error still leaves a name recognised. */
const TWO_ERRORS = 8;
/** Entries of a base that bear a name before it counts as one rather than as a typing error. */
const REAL = 3;
/** Times that a name is more common than its typing error. */
const COMMONER = 12;
/** Counting starts as if each name had been met in one of these many entries: few entries say little of how rare a name is. */
const BEFORE = 150;
/** A name met in one entry of 30 or of 4,000: no name is taken for more common or rarer. */
const COMMONEST = 5;
const RAREST = 12;

/** How telling a name is, in bits. */
function rarity(name: string, counts: ReadonlyMap<string, number>, total: number): number {
  const frequency = ((counts.get(name) ?? 0) + 1) / (total + BEFORE);
  return Math.min(RAREST, Math.max(COMMONEST, -Math.log2(frequency)));
}

/** Compares two sets of surnames: each may be in the place of the other, or lack. */
export function surnameLikeness(
  a: readonly NameTrait[],
  b: readonly NameTrait[],
  counts: NameCounts,
): NameLikeness & { readonly second: NameLikeness | null } {
  if (a.length === 0 || b.length === 0) return { agreement: "lacking", bits: 0, pair: null, second: null };
  const all = a.flatMap((left) => b.map((right) => oneSurname(left, right, counts)));
  const [best = NONE, ...others] = all.sort((left, right) => right.bits - left.bits);
  const free = others.filter(({ pair }) => pair?.[0] !== best.pair?.[0] && pair?.[1] !== best.pair?.[1]);
  const second = best.agreement === "other" ? null : (free[0] ?? null);
  // The second name of a couple is not as telling again: families bear both. Two that differ may be two marriages.
  const more = second === null ? 0 : second.agreement === "other" ? -2.5 : second.bits * 0.6;
  return { ...best, bits: best.bits + more, second };
}

const NONE: NameLikeness = { agreement: "other", bits: -6, pair: null };

function oneSurname(a: NameTrait, b: NameTrait, { surnames, total }: NameCounts): NameLikeness {
  const pair = [a, b] as const;
  const bits = Math.min(rarity(a.joined, surnames, total), rarity(b.joined, surnames, total));
  if (a.joined === b.joined) return { agreement: "same", bits, pair };
  if (isTypingError(a.joined, b.joined)) {
    const both = [a, b].every(({ joined }) => (surnames.get(joined) ?? 0) >= REAL);
    return { agreement: mistyped(a, b), bits: bits - (both ? 4 : 2), pair };
  }
  if (isPart(a.words, b.words)) return { agreement: "part", bits: bits - 3, pair };
  return { ...NONE, pair };
}

/** Compares first names. */
export function firstNameLikeness(a: NameTrait | null, b: NameTrait | null, counts: NameCounts): NameLikeness {
  if (a === null || b === null) return { agreement: "lacking", bits: 0, pair: null };
  const pair = [a, b] as const;
  const { firstNames, total } = counts;
  const bits = Math.min(rarity(a.joined, firstNames, total), rarity(b.joined, firstNames, total));
  if (a.joined === b.joined) return { agreement: "same", bits, pair };
  if (isShort(a, b) || isShort(b, a)) return { agreement: "short", bits: bits - 1, pair };
  const borne = ({ joined }: NameTrait) => firstNames.get(joined) ?? 0;
  const least = Math.max(REAL, Math.max(borne(a), borne(b)) / COMMONER);
  const real = (name: NameTrait) =>
    FIRST_NAMES.has(name.joined) || name.words.every((word) => FIRST_NAMES.has(word)) || borne(name) >= least;
  if (isTypingError(a.joined, b.joined) || isShuffled(a.joined, b.joined)) {
    // Twins are called Léa and Léo: two names that people bear are not one with a typing error.
    return real(a) && real(b)
      ? { agreement: "other", bits: -3, pair }
      : { agreement: mistyped(a, b), bits: bits - 2, pair };
  }
  if (a.words[0] === b.words[0] || isPart(a.words, b.words)) return { agreement: "part", bits: 1, pair };
  return { agreement: "other", bits: -8, pair };
}

/** Letters added, lacking, changed or swapped: one, two in a long name; in a very short one, swapped or doubled only. */
export function isTypingError(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  if (shortest < 3) return false;
  if (shortest === 3) return isOneErrorApart(a, b) && sameLetters(a, b);
  return shortest >= TWO_ERRORS ? isTwoErrorsApart(a, b) : isOneErrorApart(a, b);
}

/** Letters swapped twice: "Aurléie" and "Aruélie". */
const isShuffled = (a: string, b: string): boolean => a.length >= 5 && a[0] === b[0] && sorted(a) === sorted(b);

const mistyped = (a: NameTrait, b: NameTrait): "swapped" | "near" =>
  sameLetters(a.joined, b.joined) ? "swapped" : "near";

/** Swapped, or doubled: "Léana" and "Léane" are not. */
const sameLetters = (a: string, b: string): boolean => sorted(a) === sorted(b) || undoubled(a) === undoubled(b);
const sorted = (word: string): string => [...word].sort().join("");
const undoubled = (word: string): string => word.replace(/(.)\1+/g, "$1");

/** Whether every word of one name is in the other, and says something. */
function isPart(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return few.length > 0 && few.length < many.length && few.every((word) => word.length >= 3 && many.includes(word));
}

/** Whether `short` is how `long` is said or written in brief: "M. Claude" for Marie-Claude, "Béa" for Béatrice. */
function isShort(short: NameTrait, long: NameTrait): boolean {
  if (SHORT_FORMS.get(short.joined)?.includes(long.joined)) return true;
  const [initial = "", ...others] = short.words;
  const rest = others.join("");
  if (initial.length > 2 || rest.length < 2 || !long.joined.startsWith(initial.slice(0, 1))) return false;
  const lengths = [rest.length - 1, rest.length, rest.length + 1];
  return lengths.some((length) => {
    const end = long.joined.slice(-length);
    return long.joined.length > length && (end === rest || (rest.length >= 3 && isOneErrorApart(end, rest)));
  });
}
