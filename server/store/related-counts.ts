import { citation } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";
import { writeOwed } from "./word-index.ts";

/** Entries counted at most for one entry and one relation: beyond, a number means "at least". */
export const MOST_COUNTED = 500;

/** What to count: entries of a definition that refer to others by one field, in the members that hold some. */
export interface CountedRelation {
  readonly id: string;
  readonly definition: string;
  /** Dotted. */
  readonly field: string;
  /** No other field of theirs refers to entries of the same definition: the index of words tells, and no entry is read. */
  readonly alone: boolean;
  readonly members: readonly string[];
}

/** Numbers by relation, then by id of the entry referred to; none where nothing refers to it. */
export type RelatedCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Entries whose words are written before they are counted, in each member and list: an import leaves more, which ends by itself. */
const MOST_BEFORE = 1_000;

/**
 * How many entries refer to each of these, by relation, in one round trip when few do; entries just filed included. Rights over the lists counted
 * are the caller's business.
 */
export async function countRelated(
  ctx: Context,
  relations: readonly CountedRelation[],
  ids: readonly string[],
): Promise<RelatedCounts> {
  const counts = new Map(relations.map(({ id }) => [id, new Map<string, number>()]));
  const members = [...new Set(relations.flatMap((relation) => relation.members))];
  if (members.length === 0 || ids.length === 0) return counts;
  const here = (member: string) => relations.filter((relation) => relation.members.includes(member));
  const add = (relation: string, id: string, entries: number) => {
    const known = counts.get(relation);
    known?.set(id, (known.get(id) ?? 0) + entries);
  };
  const cited = new Map(ids.map((id) => [citation(id), id]));
  const told = await wordsTold(ctx, members, here, [...cited.keys()]);
  for (const [member, rows] of told) {
    for (const { definition, word, entries } of rows) {
      for (const { id } of here(member).filter((relation) => relation.definition === definition))
        add(id, cited.get(word) ?? "", Math.min(entries, MOST_COUNTED));
    }
  }
  const others = members.filter((member) => !told.has(member));
  if (others.length === 0) return counts;
  const found = await readAcross(
    ctx.db,
    others,
    (tx, member) => eachOf(tx, member, here(member), ids),
    "once",
    (tx, member) => writeOwed(tx, member, [...new Set(here(member).map(({ definition }) => definition))], MOST_BEFORE),
  );
  for (const { relation, id, entries } of found.flatMap((rows) => [...rows])) add(relation, id, entries);
  return counts;
}

/** By member, how many entries have each word, where words alone tell it, none is still to be written and few have one. */
async function wordsTold(
  ctx: Context,
  members: readonly string[],
  here: (member: string) => readonly CountedRelation[],
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly WordCount[]>> {
  const asked = members.filter((member) => here(member).every(({ alone }) => alone));
  if (asked.length === 0) return new Map();
  const found = await readAcross(ctx.db, asked, (tx, member) => wordsOf(tx, member, here(member), words), "once");
  const all = (rows: readonly WordCount[]) =>
    rows.reduce((sum, { entries }) => sum + entries, 0) <= MOST_TOGETHER &&
    rows.every(({ definition }) => definition !== OWED);
  return new Map(
    asked.flatMap((member, index): [string, readonly WordCount[]][] => {
      const rows = found[index] ?? [];
      return all(rows) ? [[member, rows]] : [];
    }),
  );
}

/** Rows counted in one walk for all entries and relations of a member; where there are more, each is counted on its own, as far as it may be. */
const MOST_TOGETHER = 5_000;

interface WordCount {
  readonly definition: string;
  readonly word: string;
  readonly entries: number;
}

/** Stands for a definition where words are still to be written: what was counted is not all. */
const OWED = "";

/** How many entries of each definition have each word, in one walk of their index; a row of its own tells that words are owed. */
function wordsOf(tx: Tx, member: string, relations: readonly CountedRelation[], words: readonly string[]) {
  return tx<WordCount[]>`
    select definition, word, count(*)::integer as entries from (
      select definition, word from entry_word
      where member_id = ${member} and definition = any(${relations.map(({ definition }) => definition)}::text[])
        and word = any(${[...words]}::text[])
      limit ${MOST_TOGETHER + 1}) as first
    group by definition, word
    union all
    select ${OWED}, '', 0 where exists (select from words_due where member_id = ${member}
      and definition = any(${relations.map(({ definition }) => definition)}::text[]))`;
}

/** How many entries refer to each of these by each relation, up to `MOST_COUNTED`. */
function eachOf(tx: Tx, member: string, asked: readonly CountedRelation[], ids: readonly string[]) {
  return tx<{ relation: string; id: string; entries: number }[]>`
    select asked.id as relation, cited.id, found.entries
    from unnest(${asked.map(({ id }) => id)}::text[], ${asked.map(({ definition }) => definition)}::text[],
      ${asked.map(({ field }) => pathOf(field))}::text[], ${asked.map(({ alone }) => (alone ? 1 : 0))}::integer[])
      as asked (id, definition, path, alone)
    cross join unnest(${[...ids]}::uuid[], ${ids.map(citation)}::text[]) as cited (id, word)
    cross join lateral (
      select count(*)::integer as entries from (
        select from entry_word as w
        where w.member_id = ${member} and w.definition = asked.definition and w.word = cited.word
          and (asked.alone = 1 or exists (
            select from entry where entry.member_id = w.member_id and entry.id = w.entry_id
              and jsonb_path_exists(entry.answers, asked.path::jsonpath, jsonb_build_object('id', cited.id))))
        limit ${MOST_COUNTED}) as first) as found
    where found.entries > 0`;
}

/** What to add up of the entries that refer to one: a number of theirs, of a year, in some states (in any when there is none). */
export interface SummedRelation extends Omit<CountedRelation, "id" | "alone"> {
  readonly number: string;
  readonly day: string;
  readonly states: readonly string[];
  /** "2027". */
  readonly year: string;
}

/** The sum of a number over the entries that refer to one, in one round trip. Rights over them are the caller's business. */
export async function sumRelated(
  ctx: Context,
  { members, definition, field, number, day, states, year }: SummedRelation,
  id: string,
): Promise<number> {
  const sums = await readAcross(
    ctx.db,
    [...members],
    (tx, member) => tx<{ total: number }[]>`
      select coalesce(sum((entry.answers->>${number})::numeric), 0)::float8 as total
      from entry_word as w join entry on entry.member_id = w.member_id and entry.id = w.entry_id
      where w.member_id = ${member} and w.definition = ${definition} and w.word = ${citation(id)}
        and jsonb_path_exists(entry.answers, ${pathOf(field)}::text::jsonpath, jsonb_build_object('id', ${id}::text))
        and jsonb_typeof(entry.answers->${number}) = 'number' and left(entry.answers->>${day}, 4) = ${year}
        and (${states.length === 0} or entry.state = any(${[...states]}))`,
    "auto",
    (tx, member) => writeOwed(tx, member, [definition], MOST_BEFORE),
  );
  return sums.flat().reduce((sum, { total }) => sum + total, 0);
}

/** Lists on the way are opened: a reference in any of their items counts. */
const pathOf = (field: string): string =>
  `$.${field
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")} ? (@ == $id)`;
