import { normalise } from "./normalise.ts";

/** A line of an address: "12 bis, av. de Colmar" is number 12 of "avenue de colmar". */
export interface StreetLine {
  /** As people compare it, see `streetKey`; "" when there is none. */
  readonly street: string;
  /** Without "bis" or letter; null where none is written. */
  readonly number: number | null;
}

/** The first word of the name of a street, as it is shortened. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ al: "allee", all: "allee", av: "avenue", ave: "avenue", bd: "boulevard", bld: "boulevard", blvd: "boulevard" },
  ...{
    boul: "boulevard",
    ch: "chemin",
    che: "chemin",
    chem: "chemin",
    crs: "cours",
    esp: "esplanade",
    fbg: "faubourg",
  },
  ...{ fg: "faubourg", imp: "impasse", lot: "lotissement", pass: "passage", pl: "place", prom: "promenade" },
  ...{ qu: "quai", r: "rue", res: "residence", rpt: "rond point", rte: "route", sq: "square", vla: "villa" },
};

/** Words shortened anywhere else in it. */
const WORDS: Readonly<Record<string, string>> = {
  ...{ st: "saint", ste: "sainte", gal: "general", gl: "general", mal: "marechal", dr: "docteur", prof: "professeur" },
  ...{ pdt: "president", cdt: "commandant", cne: "capitaine", col: "colonel", lt: "lieutenant", mgr: "monseigneur" },
  ...{ gd: "grand", gde: "grande", fg: "faubourg", fbg: "faubourg" },
};

/**
 * The name of a street as people compare it: no accents, no case, no punctuation, abbreviations opened ("Av. du Gal Leclerc"
 * is "avenue du general leclerc"). Two streets that only an article tells apart stay two.
 */
export function streetKey(text: string): string {
  const [first = "", ...others] = normalise(text.slice(0, 200)).split(" ");
  const kind = Object.hasOwn(KINDS, first) ? KINDS[first] : word(first);
  return [kind, ...others.map(word)].join(" ").trim();
}

const word = (text: string): string => (Object.hasOwn(WORDS, text) ? (WORDS[text] ?? text) : text);

const KIND_WORDS = [...new Set([...Object.keys(KINDS), ...Object.values(KINDS)])].join("|");

/** "12", "12 bis", "12B", "12-14": the first number counts. A letter apart is one of a number when a kind of street follows. */
const BEFORE = new RegExp(
  `^(\\d{1,4})(?: ?(?:bis|ter|quater|quinquies)|[a-z](?= )| [a-z](?= (?:${KIND_WORDS})\\b))?(?: \\d{1,4}(?: ?(?:bis|ter))?)? (\\D.*)$`,
);
/** "Rue des Tilleuls, 12": only after a comma, since streets bear years. */
const AFTER = /^(.+),\s*(\d{1,4})\s*(?:bis|ter|quater|[a-z])?\s*$/i;
/** What stands before the number when someone writes the building first: "Bât. A, 12 rue des Tilleuls". */
const BUILDING = /^(?:bat|batiment|appt|appartement|app|esc|escalier|hall|entree|immeuble|imm|residence|res)\b/;

/** Reads the line of an address where the number and the street are. */
export function streetLine(text: string): StreetLine {
  const line = text.slice(0, 200);
  const plain = normalise(line);
  const [, number, street] = BEFORE.exec(plain) ?? [];
  if (number !== undefined && street !== undefined) return { street: streetKey(street), number: Number(number) };
  const [, before, after] = AFTER.exec(line) ?? [];
  if (before !== undefined && after !== undefined) return { street: streetKey(before), number: Number(after) };
  const comma = line.indexOf(",");
  if (comma > 0 && BUILDING.test(plain)) return streetLine(line.slice(comma + 1));
  return { street: streetKey(line), number: null };
}
