import type { Duplicates } from "./duplicates.ts";
import type { Answers, Json } from "./entry.ts";
import { isObject, own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import { normalise } from "./normalise.ts";
import { parsePhone } from "./phone.ts";
import { type StreetLine, streetLine } from "./street.ts";

/** A name as it is compared. */
export interface NameTrait {
  /** As it was written. */
  readonly shown: string;
  /** Its letters in one word: "De La Haye" and "Delahaye" are "delahaye". */
  readonly joined: string;
  /** Its words of letters, without particles. */
  readonly words: readonly string[];
}

/** What an entry is recognised by, each thing in the form in which it is compared. */
export interface Traits {
  /** Surnames, each once. */
  readonly names: readonly NameTrait[];
  readonly first: NameTrait | null;
  /** ISO date. */
  readonly birth: string | null;
  /** Last nine digits of French numbers, all digits of others. */
  readonly phones: readonly string[];
  /** In small letters. */
  readonly emails: readonly string[];
  /** Letters and digits of the numbers of each field, by its key. */
  readonly numbers: ReadonlyMap<string, readonly string[]>;
  readonly line: StreetLine | null;
  readonly commune: string;
  readonly postcode: string;
}

const PARTICLES: ReadonlySet<string> = new Set([
  "de",
  "du",
  "des",
  "d",
  "la",
  "le",
  "les",
  "l",
  "von",
  "van",
  "ep",
  "nee",
]);
const LONGEST = 120;
/** Values of one role that are compared: an entry that holds more has a list of something else. */
const MOST = 12;

/** Reads what an entry is recognised by. Answers may be of any shape: what is no text counts as lacking. */
export function traitsOf(duplicates: Duplicates, answers: Answers): Traits {
  const texts = (keys: readonly string[]): readonly string[] =>
    keys
      .flatMap((key) => valuesAt(answers, key))
      .flatMap((value) =>
        typeof value === "string" || typeof value === "number" ? [String(value).slice(0, LONGEST)] : [],
      )
      .filter((text) => text.trim() !== "")
      .slice(0, MOST);
  const birth = duplicates.birthDate === null ? undefined : texts([duplicates.birthDate])[0];
  const first = duplicates.firstNames === null ? undefined : texts([duplicates.firstNames])[0];
  return {
    names: distinct(texts(duplicates.names).map(nameTrait)),
    first: first === undefined ? null : (distinct([nameTrait(first)])[0] ?? null),
    birth: birth !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(birth) ? birth : null,
    phones: [...new Set(texts(duplicates.phones).flatMap(phoneTrait))],
    emails: [...new Set(texts(duplicates.emails).map((email) => email.trim().toLowerCase()))],
    numbers: new Map(
      duplicates.numbers.map(({ key }) => [key, [...new Set(texts([key]).map(numberTrait).filter(Boolean))]]),
    ),
    ...addressTraits(duplicates.address === null ? undefined : valuesAt(answers, duplicates.address)[0]),
  };
}

function nameTrait(shown: string): NameTrait {
  const words = normalise(shown)
    .replace(/[^a-z ]/g, "")
    .split(" ")
    .filter(Boolean)
    .map((word) => (word === "st" ? "saint" : word === "ste" ? "sainte" : word));
  const telling = words.filter((word) => !PARTICLES.has(word));
  return { shown: shown.trim(), joined: words.join(""), words: telling.length > 0 ? telling : words };
}

function distinct(names: readonly NameTrait[]): readonly NameTrait[] {
  const known = new Map(names.filter(({ joined }) => joined !== "").map((name) => [name.joined, name]));
  return [...known.values()];
}

/** What a telephone is compared by; nothing for what is too short for one. */
export function phoneTrait(text: string): readonly string[] {
  const digits = (parsePhone(text) ?? text).replace(/\D/g, "").replace(/^(?:33|0033)(?=[1-9]\d{8}$)/, "");
  const bare = digits.replace(/^0(?=[1-9]\d{8}$)/, "");
  return bare.length >= 6 ? [bare] : [];
}

const numberTrait = (text: string): string => normalise(text).replaceAll(" ", "");

function addressTraits(value: Json | undefined): Pick<Traits, "line" | "commune" | "postcode"> {
  const read = (key: string): string => {
    const text = value !== undefined && isObject(value) ? own(value, key) : undefined;
    return typeof text === "string" ? text : "";
  };
  const line = read("voie");
  const commune = normalise(read("commune"))
    .split(" ")
    .map((word) => (word === "st" ? "saint" : word === "ste" ? "sainte" : word))
    .join(" ");
  return { line: line === "" ? null : streetLine(line), commune, postcode: read("codePostal").replace(/\s/g, "") };
}
