import { citation } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
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
 * How many entries refer to each of these, by relation, in one round trip; entries just filed included. Rights over the lists counted
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
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => {
      const asked = here(member);
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
    },
    "auto",
    (tx, member) => writeOwed(tx, member, [...new Set(here(member).map(({ definition }) => definition))], MOST_BEFORE),
  );
  for (const { relation, id, entries } of results.flatMap((rows) => [...rows])) {
    const known = counts.get(relation);
    known?.set(id, (known.get(id) ?? 0) + entries);
  }
  return counts;
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
