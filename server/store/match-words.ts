import type { Context } from "../context.ts";
import { type Db, readAcross } from "../db/with-actor.ts";
import { writeOwed } from "./word-index.ts";

/** Entries of one word that are looked at: more tell that the word says little, and other words find the one sought. */
const MOST_OF_A_WORD = 60;
/** How far the entries of a name, and of a register, are counted. */
const MOST_COUNTED = 1_000;
const MOST_ENTRIES = 200_000;
/** Entries whose words are written before they are looked for, in each member: see `readWords`. */
const MOST_BEFORE = 1_000;

/** The entries found under a word in a member, the latest first. */
export interface WordMatch {
  readonly member: string;
  readonly word: string;
  readonly entries: readonly string[];
}

/**
 * The entries of a definition found under these words (see `blockingWords`), in each of these members, entries just filed
 * included. One round trip. Rights are the caller's business.
 */
export async function findByWords(
  ctx: Pick<Context, "db">,
  members: readonly string[],
  definition: string,
  words: readonly string[],
): Promise<readonly WordMatch[]> {
  if (words.length === 0) return [];
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<{ word: string; entries: string }[]>`
      select asked.word, found.entries
      from unnest(${[...words]}::text[]) as asked (word)
      cross join lateral (
        select string_agg(entry_id::text, ' ') as entries from (
          select entry_id from entry_word
          where member_id = ${member} and definition = ${definition} and word = asked.word
          order by created_at desc, entry_id desc limit ${MOST_OF_A_WORD}) as latest) as found
      where found.entries is not null`,
    "auto",
    (tx, member) => writeOwed(tx, member, [definition], MOST_BEFORE),
  );
  return results.flatMap((rows, index) =>
    rows.map(({ word, entries }) => ({ member: members[index] ?? "", word, entries: entries.split(" ") })),
  );
}

/** How many entries of a definition bear each of these words, and how many there are, in these members together; to a bound. */
export async function countWords(
  db: Db,
  members: readonly string[],
  definition: string,
  words: readonly string[],
): Promise<{ readonly total: number; readonly counts: ReadonlyMap<string, number> }> {
  const results = await readAcross(
    db,
    members,
    (tx, member) => tx<{ word: string | null; entries: number }[]>`
      select null as word, count(*)::integer as entries from (
        select from entry_state where member_id = ${member} and definition = ${definition} limit ${MOST_ENTRIES}) as every
      union all
      select asked.word, (
        select count(*)::integer from (
          select from entry_word where member_id = ${member} and definition = ${definition} and word = asked.word
          limit ${MOST_COUNTED}) as borne)
      from unnest(${[...words]}::text[]) as asked (word)`,
  );
  const counts = new Map<string, number>();
  let total = 0;
  for (const { word, entries } of results.flatMap((rows) => [...rows])) {
    if (word === null) total += entries;
    else counts.set(word, (counts.get(word) ?? 0) + entries);
  }
  return { total, counts };
}

/** Entries that bear all the words asked: beyond two, which one is meant is not known. */
const MOST_BEARING = 2;

/**
 * The entries of a definition that bear all of some words, for each of these lists, in these members together, two at most in each
 * member; none for an empty list. One round trip. Rights are the caller's business.
 */
export async function findBearing(
  ctx: Pick<Context, "db">,
  members: readonly string[],
  definition: string,
  asked: readonly (readonly string[])[],
): Promise<readonly (readonly { readonly member: string; readonly entry: string }[])[]> {
  // The longest word is most often the rarest: it is the one whose entries are read.
  const lists = asked.map((list) => [...list].sort((a, b) => b.length - a.length));
  const rows = lists.map(([first = "", ...others], rank) => ({ rank, first, others }));
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<{ rank: number; entry: string }[]>`
      select asked.rank, found.entry_id as entry
      from jsonb_to_recordset(${tx.json(rows as never)}) as asked (rank integer, first text, others jsonb)
      cross join lateral (
        select entry_id from entry_word as bears
        where bears.member_id = ${member} and bears.definition = ${definition} and bears.word = asked.first and not exists (
          select from jsonb_array_elements_text(asked.others) as other (word)
          where not exists (
            select from entry_word as too
            where too.member_id = ${member} and too.definition = ${definition} and too.word = other.word
              and too.created_at = bears.created_at and too.entry_id = bears.entry_id offset 0) offset 0)
        limit ${MOST_BEARING}) as found
      where asked.first <> ''`,
    "auto",
    (tx, member) => writeOwed(tx, member, [definition], MOST_BEFORE),
  );
  const places = asked.map((): { member: string; entry: string }[] => []);
  for (const [index, found] of results.entries()) {
    for (const { rank, entry } of found) places[rank]?.push({ member: members[index] ?? "", entry });
  }
  return places;
}
