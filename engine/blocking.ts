import type { Duplicates } from "./duplicates.ts";
import type { Answers } from "./entry.ts";
import { normalise } from "./normalise.ts";
import { type NameTrait, phoneTrait, type Traits, traitsOf } from "./traits.ts";

/** Nobody can type it: searched words are letters and figures. */
const MARK = "≈";
const LONGEST = 40;

/** What a word stands for: the rarer, the more two entries that share it are worth comparing. */
const KINDS = {
  number: "1",
  phone: "2",
  email: "3",
  born: "4",
  year: "5",
  place: "6",
  named: "7",
  surname: "8",
  first: "9",
} as const;
type Kind = keyof typeof KINDS;

const word = (kind: Kind, text: string): string => `${MARK}${KINDS[kind]}${text}`.slice(0, LONGEST);

/**
 * Words under which the index of an entry finds those to compare it with (`entry_word`). Two entries of one person share one at least
 * whatever was mistyped, swapped or left out in the others. Each holds a digit: none is looked for with a typing error.
 */
export function blockingWords(traits: Traits): readonly string[] {
  const { names, first, birth, phones, emails, numbers, postcode } = traits;
  const firsts = first === null ? [] : [skeleton(first.joined)];
  const words = [
    ...[...numbers.values()].flat().map((number) => word("number", number.slice(-5))),
    ...phones.map((phone) => word("phone", phone)),
    ...emails.map((email) => word("email", normalise(email).replaceAll(" ", ""))),
    ...(birth === null ? [] : [word("born", birth.replaceAll("-", "")), word("born", unsure(birth))]),
    ...names
      .flatMap((name) => parts(name))
      .map((text) => word("named", `${skeleton(text)}${first?.joined.slice(0, 1) ?? ""}`)),
    ...(birth === null ? [] : firsts.map((text) => word("year", `${text}${birth.slice(0, 4)}`))),
    ...(postcode === "" ? [] : firsts.map((text) => word("place", `${text}${postcode}`))),
  ];
  return [...new Set(words)];
}

/** The word of a telephone, as people write it; null for what is none. */
export function phoneWord(text: string): string | null {
  const [bare] = phoneTrait(text);
  return /\p{Letter}/u.test(text) || bare === undefined || bare.length < 9 ? null : word("phone", bare);
}

/** All the words that `blockingWords` and `countedWords` give for an entry. */
export function matchWords(duplicates: Duplicates, answers: Answers): readonly string[] {
  const traits = traitsOf(duplicates, answers);
  return [...blockingWords(traits), ...countedWords(traits)];
}

/** Words under which names are counted. */
export const countedWords = ({ names, first }: Traits): readonly string[] => [
  ...names.map(({ joined }) => word("surname", joined)),
  ...(first === null ? [] : [word("first", first.joined)]),
];

/** The name that a word counts, and which it is; null for any other word. */
export function countedName(text: string): { readonly kind: "surname" | "first"; readonly name: string } | null {
  const kind = text.slice(1, 2) === KINDS.surname ? "surname" : text.slice(1, 2) === KINDS.first ? "first" : null;
  return kind === null || !text.startsWith(MARK) ? null : { kind, name: text.slice(2) };
}

/** Bits that sharing a word is worth, to choose which entries are compared when many share one. */
export const wordWeight = (text: string): number => 12 - Number(text.slice(1, 2));

/** A date whatever its century, and its day and month in either order. */
function unsure(date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `~${year.slice(2)}${[month, day].sort().join("")}`;
}

/** The letters of a name, each once and in order: swapped and doubled letters leave it as it is. */
const skeleton = (text: string): string => [...new Set(text)].sort().join("");

/** A name, and each word of one of several: "Martin-Lefèvre" may be "Lefèvre" elsewhere. */
const parts = ({ joined, words }: NameTrait): readonly string[] => [
  joined,
  ...(words.length > 1 ? words.filter(({ length }) => length > 3) : []),
];
