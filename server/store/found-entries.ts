import { COUNTED, type Search, type Sought } from "./entry-search.ts";
import type { ListQuery } from "./list-query.ts";
import type { Cursor } from "./list-sort.ts";
import type { Statement } from "./statement.ts";

/** Entries of one word that a search walks through, the newest first. */
export const WALKED = 5_000;

/** Words asked of each entry, at most, when entries are met in the order of a list. */
const ASKED = 4;

/** What a page of a search, the best first, takes of what it finds. */
export interface Best {
  /** Entries wanted of each word. */
  readonly limit: number;
  /** Where the page begins: a fit and an instant in ISO 8601, "9 2026-03-12T08:00:00.000Z". */
  readonly cursor: Cursor | null;
  /** Worst first, from the cursor on. */
  readonly backwards: boolean;
  /** Joins and conditions on the entry `borne.entry_id` that the list adds, when something narrows it. */
  readonly narrow: ((statement: Statement) => void) | null;
}

/** Whether nothing can be found: one typed word at least fits no stored one. */
export const findsNothing = ({ sought }: Search): boolean => sought.some(({ fitting }) => fitting.length === 0);

/**
 * The entries that bear every word, as rows named `found` of `entry_id`, `created_at` and `fit`: those of the rarest
 * word, each asked whether it bears the others.
 */
export function addFound(statement: Statement, { member, definition }: ListQuery, { sought }: Search): void {
  const { rarest, others } = byRarity(sought);
  const columns = (each: Sought) => [each.fitting.map(({ word }) => word), each.fitting.map(({ fit }) => fit)] as const;
  const [words, fits] = columns(rarest);
  statement.word("(select borne.entry_id, borne.created_at, least(max(borne.fit)");
  others.forEach((_, index) => {
    statement.word(`, max(other${index}.fit)`);
  });
  statement.add`) as fit from (
    select bearing.entry_id, bearing.created_at, looked.fit
    from unnest(${[...words]}::text[], ${[...fits]}::integer[]) as looked (word, fit)
    cross join lateral (
      select entry_id, created_at from entry_word
      where member_id = ${member} and definition = ${definition.id} and word = looked.word
      order by created_at desc, entry_id desc limit ${WALKED}) as bearing) as borne`;
  others.forEach((other, index) => {
    const [otherWords, otherFits] = columns(other);
    statement.add` cross join lateral (
      select max(looked.fit) as fit from unnest(${[...otherWords]}::text[], ${[...otherFits]}::integer[])
        as looked (word, fit)
      where exists (
        select from entry_word
        where member_id = ${member} and definition = ${definition.id} and word = looked.word
          and created_at = borne.created_at and entry_id = borne.entry_id))`;
    statement.word(`as other${index}`);
  });
  if (others.length > 0)
    statement.word(`where ${others.map((_, index) => `other${index}.fit is not null`).join(" and ")}`);
  statement.word("group by borne.entry_id, borne.created_at) as found");
}

/**
 * The best of `addFound` alone, those of one page: each level of fitness by itself, where each word of the rarest is
 * walked no further than the page needs.
 */
export function addBest(statement: Statement, query: ListQuery, search: Search, best: Best): void {
  const from = best.cursor ? Number(best.cursor.value.slice(0, 1)) : null;
  const beyond = (level: number) => from === null || (best.backwards ? level >= from : level <= from);
  const levels = levelsOf(search).filter(beyond);
  statement.word("(");
  if (levels.length === 0)
    statement.word("select null::uuid as entry_id, null::timestamptz as created_at, 0 as fit limit 0");
  levels.forEach((level, index) => {
    if (index > 0) statement.word("union all");
    addLevel(statement, { query, search, best: level === from ? best : { ...best, cursor: null }, level });
  });
  statement.word(") as found");
}

interface Level {
  readonly query: ListQuery;
  readonly search: Search;
  readonly best: Best;
  readonly level: number;
}

/** Entries that bear every word as well as `level` and no better. */
function addLevel(statement: Statement, { query, search, best, level }: Level): void {
  const { rarest, others } = byRarity(search.sought);
  const { member, definition } = query;
  const direction = best.backwards ? "asc" : "desc";
  statement.add`select borne.entry_id, borne.created_at, ${level}::integer as fit
    from unnest(${wordsFrom(rarest, level)}::text[]) as looked (word)
    cross join lateral (
      select borne.entry_id, borne.created_at from (
        select entry_id, created_at from entry_word
        where member_id = ${member} and definition = ${definition.id} and word = looked.word`;
  if (best.cursor) {
    statement.word(`and (created_at, entry_id) ${best.backwards ? ">" : "<"}`);
    statement.add`(${best.cursor.value.slice(2)}::timestamptz, ${best.cursor.id}::uuid)`;
  }
  statement.word(`order by created_at ${direction}, entry_id ${direction}`).add`limit ${WALKED}`.word(") as borne");
  if (best.narrow) best.narrow(statement);
  else statement.word("where true");
  addBearing(
    statement,
    query,
    others.map((other) => wordsFrom(other, level)),
  );
  const better = search.sought.map((each) => wordsFrom(each, level + 1));
  if (better.every((words) => words.length > 0)) addBearing(statement.word("and not (true"), query, better).word(")");
  statement.word(`order by borne.created_at ${direction}, borne.entry_id ${direction}`).add`limit ${best.limit}`;
  statement.word(") as borne group by borne.entry_id, borne.created_at");
}

/**
 * That the entry `borne` bears one word at least of each of these. A value, which is asked of each: the planner would join what exists,
 * and read all that bears common words when it plans for any of them.
 */
function addBearing(statement: Statement, query: ListQuery, words: readonly string[][]): Statement {
  for (const any of words) {
    statement.add` and coalesce((
      select true from entry_word
      where member_id = ${query.member} and definition = ${query.definition.id} and word = any(${any}::text[])
        and created_at = borne.created_at and entry_id = borne.entry_id limit 1), false)`;
  }
  return statement;
}

/**
 * That a row of `entry_state` answers a search. A value, which is asked of each row: the planner would join what exists, and
 * read all the words bear before the first row.
 */
export function addAnswering(statement: Statement, query: ListQuery, { sought }: Search): void {
  for (const { fitting } of sought) {
    statement.add` and (
      select true from entry_word
      where member_id = ${query.member} and definition = ${query.definition.id}
        and word = any(${fitting.map(({ word }) => word)}::text[])
        and created_at = entry_state.created_at and entry_id = entry_state.entry_id limit 1)`;
  }
}

/**
 * Whether so many entries answer each word, by so few words, that a page is full sooner by asking entries in the order of
 * the list than by sorting those found.
 */
export const isCommon = ({ sought }: Search): boolean =>
  sought.every(({ entries, fitting }) => entries >= COUNTED && fitting.length <= ASKED);

const wordsFrom = ({ fitting }: Sought, level: number): string[] =>
  fitting.filter(({ fit }) => fit >= level).map(({ word }) => word);

/** How well an entry may fit, the best first: as the worst of its words. */
function levelsOf({ sought }: Search): readonly number[] {
  const fits = new Set(sought.flatMap(({ fitting }) => fitting.map(({ fit }) => fit)));
  const reached = (level: number) => sought.every(({ fitting }) => fitting.some(({ fit }) => fit >= level));
  return [...fits].filter(reached).sort((a, b) => b - a);
}

/** Throws for a search without words. */
function byRarity(sought: readonly Sought[]): { readonly rarest: Sought; readonly others: readonly Sought[] } {
  const [rarest, ...others] = [...sought].sort((a, b) => a.entries - b.entries);
  if (!rarest) throw new Error("a search without words");
  return { rarest, others };
}
