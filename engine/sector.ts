import { communeCode } from "./communes.ts";
import type { Answers, Json } from "./entry.ts";
import type { Expression, Field, Form, Scope } from "./form.ts";
import { isObject, own } from "./json.ts";
import type { SectorStreets } from "./meta.generated.ts";
import { isBlank } from "./required.ts";
import { type StreetLine, streetKey, streetLine } from "./street.ts";

/** How the entries of a register say which addresses lie in them. */
export interface Sectors {
  /** States of an entry in which it is found. */
  readonly states: readonly string[];
  /** Code of the commune of an entry; without it, that of the member. */
  readonly commune: Expression | null;
  /** True for an entry that holds its whole commune. */
  readonly whole: Expression | null;
  /** Whom it is for: one text, or several. Without it, for everyone. */
  readonly serves: Expression | null;
  /** Keys of the list of its streets, and of what each says. */
  readonly streets: SectorStreets | null;
}

/** What a sector field is found by. */
export interface SectorSource {
  /** Key of the address. */
  readonly address: string;
  readonly serves?: Expression;
  /** What comes before the name of the sector; the address said otherwise. */
  readonly found?: string;
  /** What is said where no sector is sure. */
  readonly otherwise?: string;
}

/** An address whose sector is looked for. */
export interface SectorQuestion {
  /** Code; null when the name and the postcode leave a doubt. */
  readonly commune: string | null;
  readonly line: StreetLine;
  readonly serves: string | null;
  /** As it was written: "12 rue des Tilleuls, 68100 Mulhouse". */
  readonly address: string;
}

/** Why an address gives a sector or none: "no-number" where its street is cut by numbers and it has none. */
export type SectorOutcome = "one" | "none" | "several" | "no-number" | "no-commune";

/** What was found for an address, in words that stay true whatever the register becomes. */
export interface SectorFinding {
  /** Key of the field. */
  readonly field: string;
  readonly title: string;
  readonly address: string;
  readonly outcome: SectorOutcome;
  /** Of the sector, when there is one: its id. */
  readonly entry?: string;
  /** Names of the sectors that hold the address. */
  readonly names: readonly string[];
  /** What of the sector holds it: "Rue des Tilleuls, numéros pairs, de 2 à 40". */
  readonly rule?: string;
}

/** What was looked for, and what was found; by key of the field. Nothing else makes a sector. */
export type Sectored = ReadonlyMap<string, { readonly asked: string; readonly finding: SectorFinding }>;

/** An entry that may hold an address. */
export interface SectorCandidate {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly answers: Answers;
}

/** The sides of a street, as a register writes them. */
export const SIDES = { tous: "tous les numéros", pairs: "numéros pairs", impairs: "numéros impairs" } as const;

/** The sector fields of a form; they stand at its first level. */
export const sectorFieldsOf = (form: Pick<Form, "order">): readonly (Field & { readonly sector: SectorSource })[] =>
  form.order.flatMap((field) => (field.sector ? [{ ...field, sector: field.sector }] : []));

/** What a field asks of the register for these answers; null while the address, or whom it is for, is not known. */
export function sectorQuestion({ address: key, serves }: SectorSource, scope: Scope): SectorQuestion | null {
  const address = own(scope.answers, key);
  if (!isObject(address)) return null;
  const text = (name: string): string => {
    const part = own(address, name);
    return typeof part === "string" ? part.trim() : "";
  };
  const [street, postcode, city] = [text("voie"), text("codePostal"), text("commune")];
  if (street === "" || postcode === "" || city === "") return null;
  const wanted = serves?.evaluate(scope);
  if (serves && typeof wanted !== "string") return null;
  return {
    commune: isBlank(text("pays")) || /^france$/i.test(text("pays")) ? communeCode(city, postcode) : null,
    line: streetLine(street),
    serves: typeof wanted === "string" ? wanted : null,
    address: `${street}, ${postcode} ${city}`,
  };
}

/** Tells whether a finding answers this very question. */
export const askedOf = ({ commune, line, serves }: SectorQuestion): string =>
  JSON.stringify([commune, line.street, line.number, serves]);

/** What the sector of these answers is, when it was looked for and there is one and one only. */
export function foundSector(key: string, source: SectorSource, scope: Scope): string | undefined {
  const known = scope.about?.sectors?.get(key);
  const question = known && sectorQuestion(source, scope);
  return question && askedOf(question) === known.asked ? known.finding.entry : undefined;
}

/** Nobody can type it: the words of a search are letters and figures only. */
const MARK = "⌂";
const LONGEST_WORD = 40;

const wordOf = (commune: string | null, street: string): string =>
  `${MARK}${commune ?? ""}${street === "" ? "*" : street.replaceAll(" ", "")}`.slice(0, LONGEST_WORD);

/** Words under which the search index finds the sectors that may hold an address. */
export const soughtWords = ({ commune, line: { street } }: SectorQuestion): readonly string[] =>
  [commune, null].flatMap((code) => [wordOf(code, street), wordOf(code, "")]);

/** The same words for an entry of a register of sectors; those of a street are shared by all its pieces. */
export function sectorWords({ commune, whole, streets }: Sectors, answers: Answers): readonly string[] {
  const scope: Scope = { answers, now: EPOCH };
  const code = textOf(commune?.evaluate(scope));
  const words = streetsOf(streets, answers).map((street) => wordOf(street.commune ?? code, streetKey(street.name)));
  return [...new Set(whole?.evaluate(scope) === true ? [...words, wordOf(code, "")] : words)];
}

/** Sectors do not depend on the day. */
const EPOCH = "1970-01-01T00:00:00.000Z";

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

interface Street {
  readonly name: string;
  readonly side: keyof typeof SIDES;
  readonly from: number | null;
  readonly to: number | null;
  readonly commune: string | null;
}

function streetsOf(streets: SectorStreets | null, answers: Answers): readonly Street[] {
  const items = streets ? own(answers, streets.list) : undefined;
  if (!streets || !Array.isArray(items)) return [];
  return items.flatMap((item: Json): readonly Street[] => {
    if (!isObject(item)) return [];
    const read = (key: string | undefined): Json | undefined => (key === undefined ? undefined : own(item, key));
    const name = textOf(read(streets.street));
    if (name === null) return [];
    const side = read(streets.side);
    const [from, to, commune] = [read(streets.from), read(streets.to), read(streets.commune)];
    return [
      {
        name,
        side: side === "pairs" || side === "impairs" ? side : "tous",
        from: typeof from === "number" ? from : null,
        to: typeof to === "number" ? to : null,
        commune: typeof commune === "string" ? communeCode(commune) : null,
      },
    ];
  });
}

/** What of a sector holds an address; "number" when its number would tell. */
function holds(
  sectors: Sectors,
  answers: Answers,
  { commune, line }: SectorQuestion,
  here: string | null,
): { readonly rule: string } | "number" | null {
  const scope: Scope = { answers, now: EPOCH };
  const code = textOf(sectors.commune?.evaluate(scope)) ?? here;
  let doubt = false;
  for (const street of streetsOf(sectors.streets, answers)) {
    if ((street.commune ?? code) !== commune || streetKey(street.name) !== line.street) continue;
    if (isWhole(street)) return { rule: ruleOf(street) };
    if (line.number === null) doubt = true;
    else if (isWithin(street, line.number)) return { rule: ruleOf(street) };
  }
  if (sectors.whole?.evaluate(scope) === true && code === commune) return { rule: "toute la commune" };
  return doubt ? "number" : null;
}

const isWhole = ({ side, from, to }: Street): boolean => side === "tous" && from === null && to === null;

const isWithin = ({ side, from, to }: Street, number: number): boolean =>
  (side === "tous" || (number % 2 === 0) === (side === "pairs")) &&
  (from === null || number >= from) &&
  (to === null || number <= to);

function ruleOf(street: Street): string {
  const { name, side, from, to } = street;
  const bounds =
    from !== null && to !== null
      ? `du ${from} au ${to}`
      : from !== null
        ? `à partir du ${from}`
        : to !== null
          ? `jusqu’au ${to}`
          : "";
  return [name, isWhole(street) ? "en entier" : SIDES[side], bounds].filter((part) => part !== "").join(", ");
}

/** Whether a sector is for whom it is looked for; one that does not say is for everyone. */
function isFor({ serves }: Sectors, answers: Answers, wanted: string | null): boolean {
  if (serves === null || wanted === null) return true;
  const served = serves.evaluate({ answers, now: EPOCH });
  return served === undefined || (Array.isArray(served) ? served.includes(wanted) : served === wanted);
}

/**
 * The sector of an address among those that may hold it. Nothing is guessed: two sectors, a number that lacks, a commune in
 * doubt give none.
 * @param here code of the commune of the member, for sectors that name none
 */
export function decideSector(
  field: Pick<Field, "key" | "title">,
  question: SectorQuestion,
  sectors: Sectors,
  candidates: readonly SectorCandidate[],
  here: string | null,
): SectorFinding {
  const said = { field: field.key, title: field.title, address: question.address };
  if (question.commune === null) return { ...said, outcome: "no-commune", names: [] };
  const open = candidates.filter(
    ({ state, answers }) => sectors.states.includes(state) && isFor(sectors, answers, question.serves),
  );
  const verdicts = open.map((candidate) => ({ candidate, verdict: holds(sectors, candidate.answers, question, here) }));
  const held = verdicts.flatMap(({ candidate, verdict }) =>
    verdict !== null && verdict !== "number" ? [{ candidate, rule: verdict.rule }] : [],
  );
  const doubtful = verdicts.filter(({ verdict }) => verdict === "number").map(({ candidate }) => candidate);
  const names = [...held.map(({ candidate }) => candidate), ...doubtful].map(({ name }) => name);
  const [first, second] = held;
  if (doubtful.length > 0) return { ...said, outcome: "no-number", names };
  if (first === undefined) return { ...said, outcome: "none", names };
  if (second !== undefined) return { ...said, outcome: "several", names };
  return { ...said, outcome: "one", entry: first.candidate.id, names, rule: first.rule };
}
