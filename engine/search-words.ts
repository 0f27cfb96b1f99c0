import { normalise } from "./normalise.ts";

/** Words of a search that count; the others are left out. */
const MOST = 8;
const LONGEST = 40;
/** A shorter word has too many neighbours, a longer one is no name; both are searched as they are. */
const SHORTEST_NEAR = 4;
const LONGEST_NEAR = 24;
/** Letters from which two typing errors still leave a word recognised. */
const TWO_ERRORS = 8;

/**
 * The words someone searches. Figures written apart but said together come as one: a telephone number, a date, a
 * reference keeps its two halves.
 */
export function searchWords(text: string): readonly string[] {
  const tokens = normalise(text).split(" ").filter(Boolean);
  const words = [...new Set(joinedFigures(tokens).map((token) => token.slice(0, LONGEST)))];
  // Entries are not found by so short a number, unless it begins a longer one.
  const telling = words.filter((word) => !/^\d{1,2}$/.test(word));
  return (telling.length > 0 ? telling : words).slice(0, MOST);
}

/** "06 12 34 56 78" as one number, "12/03/2026" as one day. */
function joinedFigures(tokens: readonly string[]): readonly string[] {
  const text = ` ${tokens.join(" ")} `;
  return text
    .replace(/ (\d\d) (\d\d) (\d{4})(?= )/g, " $1$2$3")
    .replace(/ (\d{4}) (\d\d) (\d\d)(?= )/g, " $1$2$3")
    .replace(/ (0\d|33 \d)((?: \d\d){1,4})(?= )/g, (run) => ` ${run.replaceAll(" ", "")}`)
    .split(" ")
    .filter(Boolean);
}

/** Whether typing errors are looked for: a word of letters, neither too short nor too long. */
export const hasNeighbours = (word: string): boolean =>
  word.length >= SHORTEST_NEAR && word.length <= LONGEST_NEAR && !/\d/.test(word);

/** What is left of a word when one letter is taken out, each once. */
export const withoutOne = (word: string): readonly string[] => [
  ...new Set(Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))),
];

/** Whether `word` may be what someone meant who typed `typed`: one error, two in a long word. */
export const isNear = (typed: string, word: string): boolean =>
  errorsBetween(typed, word) <= (Math.min(typed.length, word.length) >= TWO_ERRORS ? 2 : 1);

/** Letters added, lacking, changed, or two swapped (optimal string alignment). */
export function errorsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
