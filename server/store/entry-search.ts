import type { Row } from "postgres";
import { citation, hasNeighbours, isNear, searchWords, withoutOne } from "../../engine/index.ts";
import { citedIn } from "./list-conditions.ts";
import type { ListQuery } from "./list-query.ts";
import { Statement } from "./statement.ts";

/** A stored word that answers a typed one: 9 for itself, 8 when it begins with it, 7 one typing error away. */
export interface Fitting {
  readonly word: string;
  readonly fit: number;
}

/** What one typed word is looked for by. */
export interface Sought {
  readonly typed: string;
  readonly fitting: readonly Fitting[];
  /** Entries that bear them, counted to `COUNTED` for each. */
  readonly entries: number;
}

/** A search ready to be run: no fitting word for one typed word means that nothing is found. */
export interface Search {
  readonly sought: readonly Sought[];
  /** Typed words that only words one error away answer. */
  readonly near: readonly Sought[];
}

export interface WordRow extends Row {
  rank: number;
  word: string;
  fit: number;
  entries: number;
}

/** How far the entries of a word are counted: enough to tell a rare word from a common one. */
export const COUNTED = 200;
/** Words that begin with a typed one, in the order of the alphabet. */
const MOST_BEGINNINGS = 16;
const MOST_NEAR = 12;
/** What sorts after any word. */
const LAST = "\u{10FFFF}";

/** The rank of a row that tells that entries of the list owe words: those found may lack some. */
const OWED = 0;

/** Whether entries just filed owe words that `wordStatement` could not find. */
export const oweWords = (rows: readonly WordRow[]): boolean => rows.some(({ rank }) => rank === OWED);

/** The stored words that answer those of `q`, in one statement, and whether some are owed; no word for a query that searches none. */
export function wordStatement({ member, definition, q }: ListQuery): Statement {
  const typed = q === undefined ? [] : searchWords(q);
  const statement = new Statement().add`
    select ${OWED}::integer as rank, ''::text as word, 0 as fit, 0 as entries
    where exists (select from words_due where member_id = ${member} and definition = ${definition.id})`;
  if (typed.length === 0) return statement;
  const variants = typed.flatMap((word, index) =>
    hasNeighbours(word) ? [word, ...withoutOne(word)].map((variant) => ({ rank: index + 1, variant })) : [],
  );
  const own = [member, definition.id] as const;
  return statement.add` union all
    select typed.rank::integer as rank, likely.word, likely.fit, (
      select count(*)::integer from (
        select from entry_word where member_id = ${own[0]} and definition = ${own[1]} and word = likely.word
        limit ${COUNTED}) as counted) as entries
    from unnest(${typed}::text[]) with ordinality as typed (word, rank)
    cross join lateral (
      select typed.word collate "C" as word, 9 as fit
      union all
      (with recursive beginning (word) as (
        (select word from entry_word
         where member_id = ${own[0]} and definition = ${own[1]} and word > typed.word and word < typed.word || ${LAST}
         order by word limit 1)
        union all
        select (
          select next.word from entry_word as next
          where next.member_id = ${own[0]} and next.definition = ${own[1]} and next.word > beginning.word
            and next.word < typed.word || ${LAST}
          order by next.word limit 1)
        from beginning where beginning.word is not null)
      select word, 8 from beginning where word is not null and char_length(typed.word) > 1 limit ${MOST_BEGINNINGS})
      union all
      (select distinct near_word.word, 7
       from unnest(${variants.map(({ rank }) => rank)}::integer[], ${variants.map(({ variant }) => variant)}::text[])
         as variant (rank, word)
       join near_word on near_word.member_id = ${own[0]} and near_word.definition = ${own[1]}
         and near_word.variant = variant.word
       where variant.rank = typed.rank)
      union all
      (select variant.word collate "C", 7
       from unnest(${variants.map(({ rank }) => rank)}::integer[], ${variants.map(({ variant }) => variant)}::text[])
         as variant (rank, word)
       where variant.rank = typed.rank and variant.word <> typed.word and exists (
         select from entry_word as own
         where own.member_id = ${own[0]} and own.definition = ${own[1]} and own.word = variant.word))
    ) as likely`;
}

/** Whether words find the entries of a query: those that someone typed, or those of what entries refer to. */
export const asksWords = (query: ListQuery): boolean =>
  (query.q !== undefined && searchWords(query.q).length > 0) || citedIn(query).length > 0;

/** The search of a query: what was typed, as `readSearch` takes it, and what entries must refer to, which is known to the letter. */
export function searchOf(query: ListQuery, rows: readonly WordRow[], loose: boolean): Search {
  const typed = readSearch(query.q ?? "", rows, loose);
  const cited = citedIn(query).map((ids): Sought => {
    const fitting = ids.map((id) => ({ word: citation(id), fit: 9 }));
    return { typed: "", fitting, entries: fitting.length };
  });
  return { sought: [...typed.sought, ...cited], near: typed.near };
}

/**
 * Reads what `wordStatement` found. Words one error away count where nothing else answers, or for every word with
 * `loose`.
 */
export function readSearch(q: string, rows: readonly WordRow[], loose = false): Search {
  const sought = searchWords(q).map((typed, index) => {
    const found = rows.filter(({ rank, entries }) => rank === index + 1 && entries > 0);
    const exact = found.filter(({ fit }) => fit > 7);
    const words = new Set(exact.map(({ word }) => word));
    const near = found.filter(({ fit, word }) => fit === 7 && !words.has(word) && isNear(typed, word));
    const kept = exact.length > 0 && !loose ? exact : [...exact, ...near.slice(0, MOST_NEAR)];
    return {
      typed,
      fitting: kept.map(({ word, fit }) => ({ word, fit })),
      entries: kept.reduce((sum, { entries }) => sum + entries, 0),
      guessed: kept.length > exact.length,
    };
  });
  return { sought, near: sought.filter(({ guessed }) => guessed) };
}
