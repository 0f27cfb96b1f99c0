import {
  type Answers,
  blockingWords,
  type CompiledDefinition,
  countedName,
  countedWords,
  type Entry,
  type Matches,
  matchesOf,
  type NameCounts,
  type Traits,
  traitsOf,
  wordWeight,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import { findEntries } from "./store/entries.ts";
import { countWords, findByWords, type WordMatch } from "./store/match-words.ts";

/** Whom a row may describe: an entry of the base, or a row before it in the same call, by its rank from 0. */
export type Matched =
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "row"; readonly row: number };

/** Entries compared with one row, those that share the rarest words with it first. */
const MOST_COMPARED = 20;
/** Entries found under one word from which on it tells two of them alike only beside another. */
const COMMON = 20;
/** Rows of one call: their candidates are read together. */
export const MOST_ROWS = 500;
/** Names are counted again after so many rows: how rare they are changes slowly. */
const COUNTS_LAST = 5_000;

/**
 * Finds the entries that rows describe, row after row of an import, or of one form. Keeps how often names are borne, so one serves a whole
 * import.
 */
export interface Matcher {
  /**
   * For each row, whether the base or an earlier row of this call holds the same person, or perhaps does, the likeliest
   * first. Reads three round trips for a call, whatever its rows; at most `MOST_ROWS` of them.
   * @param rows answers as they would be filed
   * @param own for rows that are entries already, their ids: none is found for itself, and other rows are only found in the base
   */
  match(rows: readonly Answers[], own?: readonly string[]): Promise<readonly Matches<Matched>[]>;
}

/**
 * A matcher for one definition; it finds nothing for a definition that says nothing of duplicates.
 * @param members whose entries are looked at; rights over them are the caller's business
 */
export function newMatcher(
  ctx: Pick<Context, "db">,
  { duplicates, id }: Pick<CompiledDefinition, "duplicates" | "id">,
  members: readonly string[],
): Matcher {
  if (!duplicates) return { match: async (rows) => rows.map(() => NOBODY) };
  const tally = nameTally(ctx, members, id);
  return {
    async match(rows, own) {
      const traits = rows.slice(0, MOST_ROWS).map((answers) => traitsOf(duplicates, answers));
      const words = traits.map(blockingWords);
      const found = byWord(await findByWords(ctx, members, id, [...new Set(words.flat())]));
      const counts = await tally(traits);
      const compared = words.map((asked, row) => likeliest(asked, found, own?.[row]));
      const read = new Map<string, Known>();
      for (const [key, entry] of await readCompared(ctx, compared.flat())) {
        read.set(key, { item: { kind: "entry", entry }, traits: traitsOf(duplicates, entry.answers) });
      }
      const earlier = own ? null : new Map<string, number[]>();
      return traits.map((each, row) => {
        const known = (compared[row] ?? []).flatMap((key) => read.get(key) ?? []);
        const before = earlier ? rowsBefore(words[row] ?? [], row, earlier, traits) : [];
        return matchesOf<Matched>(duplicates, each, [...known, ...before], counts);
      });
    },
  };
}

interface Known {
  readonly item: Matched;
  readonly traits: Traits;
}

/** Rows before that share a word, each once; the row at hand is then one of those before. */
function rowsBefore(
  words: readonly string[],
  row: number,
  earlier: Map<string, number[]>,
  traits: readonly Traits[],
): readonly Known[] {
  const indexes = new Set(words.flatMap((word) => earlier.get(word) ?? []));
  for (const word of words) {
    const rows = earlier.get(word);
    if (rows) rows.push(row);
    else earlier.set(word, [row]);
  }
  return [...indexes].flatMap((index) => {
    const each = traits[index];
    return each ? [{ item: { kind: "row", row: index } as const, traits: each }] : [];
  });
}

const NOBODY: Matches<Matched> = { outcome: "different", matches: [] };

/** Where each word was found, as `member id`. */
function byWord(found: readonly WordMatch[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { member, entries, word } of found) {
    const keys = entries.map((entry) => `${member} ${entry}`);
    places.set(word, [...(places.get(word) ?? []), ...keys]);
  }
  return places;
}

/** `member id` of the entries worth comparing: a word that many share says nothing by itself. */
function likeliest(
  words: readonly string[],
  found: ReadonlyMap<string, readonly string[]>,
  own: string | undefined,
): readonly string[] {
  const weights = new Map<string, number>();
  const telling = new Set<string>();
  for (const word of words) {
    const places = found.get(word) ?? [];
    const rare = places.length < COMMON;
    for (const key of places) {
      const before = weights.get(key);
      if (rare || before !== undefined) telling.add(key);
      weights.set(key, (before ?? 0) + wordWeight(word));
    }
  }
  return [...weights]
    .filter(([key]) => telling.has(key) && (own === undefined || !key.endsWith(` ${own}`)))
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_COMPARED)
    .map(([key]) => key);
}

async function readCompared(ctx: Pick<Context, "db">, keys: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  const byMember = new Map<string, Set<string>>();
  for (const key of keys) {
    const [member = "", id = ""] = key.split(" ");
    byMember.set(member, (byMember.get(member) ?? new Set()).add(id));
  }
  const entries = await findEntries(ctx, new Map([...byMember].map(([member, ids]) => [member, [...ids]])));
  return new Map(entries.map((entry) => [`${entry.member} ${entry.id}`, entry]));
}

/**
 * How often names are borne, in the base and in the rows seen so far. The function returned gives the counts that some rows need,
 * they included.
 */
function nameTally(ctx: Pick<Context, "db">, members: readonly string[], definition: string) {
  let counted = new Map<string, number>();
  let seen = new Map<string, number>();
  let total = 0;
  let rows = 0;
  return async (traits: readonly Traits[]): Promise<NameCounts> => {
    if (rows > COUNTS_LAST) {
      rows = 0;
      counted = new Map();
      seen = new Map();
    }
    const words = traits.flatMap(countedWords);
    const unknown = [...new Set(words)].filter((word) => !counted.has(word));
    if (unknown.length > 0 || rows === 0) {
      const found = await countWords(ctx.db, members, definition, unknown);
      if (rows === 0) total = found.total;
      for (const word of unknown) counted.set(word, found.counts.get(word) ?? 0);
    }
    rows += traits.length;
    for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
    const borne = (word: string) => (counted.get(word) ?? 0) + (seen.get(word) ?? 0);
    return countsOf(total + rows, [...new Set(words)], borne);
  };
}

function countsOf(total: number, words: readonly string[], borne: (word: string) => number): NameCounts {
  const surnames = new Map<string, number>();
  const firstNames = new Map<string, number>();
  for (const word of words) {
    const named = countedName(word);
    if (named) (named.kind === "surname" ? surnames : firstNames).set(named.name, borne(word));
  }
  return { total, surnames, firstNames };
}
