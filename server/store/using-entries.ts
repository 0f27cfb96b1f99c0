import { citation, type Entry, type Json, valuesAt } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, toEntry } from "./entries.ts";
import { writeOwed } from "./word-index.ts";

/** Entries of one definition that refer to an entry by one field. */
export interface CitingQuery {
  readonly definition: string;
  /** Dotted. */
  readonly field: string;
  /** Id of the entry referred to. */
  readonly id: string;
  /** Absent: whatever their state. */
  readonly states?: readonly string[];
}

/** Entries read at most in each member, the newest: what takes places of one is counted by tens. */
const MOST = 1_000;
/** For five hundred entries. */
const MOST_OF_MANY = 50_000;
/** Entries whose words are written first, so that those just filed are found. */
const MOST_BEFORE = 1_000;

/** Those of these members. Rights are the caller's business. */
export async function entriesCiting(
  ctx: Pick<Context, "db">,
  members: readonly string[],
  query: CitingQuery,
): Promise<readonly Entry[]> {
  if (members.length === 0) return [];
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => citing(tx, member, query),
    "auto",
    (tx, member) => owed(tx, member, query),
  );
  return results.flatMap((rows) => rows.map(toEntry));
}

/** What takes places of many entries, each entry with the ids it names; the newest `MOST_OF_MANY` in each member. */
export async function entriesCitingAny(
  ctx: Pick<Context, "db">,
  members: readonly string[],
  { definition, field, ids, states }: Omit<CitingQuery, "id"> & { readonly ids: readonly string[] },
): Promise<readonly { readonly entry: Entry; readonly ids: readonly string[] }[]> {
  if (members.length === 0 || ids.length === 0) return [];
  const words = ids.map(citation);
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from (
        select entry_id from entry_word
        where member_id = ${member} and definition = ${definition} and word = any(${words}::text[])
        union
        select entry_id from words_due where member_id = ${member} and definition = ${definition}
      ) as named join entry on entry.member_id = ${member} and entry.id = named.entry_id
      ${states ? tx`where entry.state = any(${[...states]})` : tx``}
      order by entry.created_at desc limit ${MOST_OF_MANY}`,
  );
  const wanted = new Set<Json>(ids);
  return results.flat().map((row) => {
    const entry = toEntry(row);
    return {
      entry,
      ids: valuesAt(entry.answers, field).flatMap((id) => (typeof id === "string" && wanted.has(id) ? [id] : [])),
    };
  });
}

/**
 * The same in a transaction under way, whose rows are from then on those of the last of these members. Nothing is written: entries whose
 * words are not yet there are read one by one, so that whoever holds a lock meanwhile waits for no other who writes words.
 */
export async function entriesCitingIn(
  tx: Tx,
  members: readonly string[],
  query: CitingQuery,
): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (const member of members) {
    await tx`select set_config('guichet.member', ${member}, true)`;
    found.push(...(await citing(tx, member, query)).map(toEntry));
  }
  return found;
}

/** Lets those who take places of the same entries write one after the other, until the transaction ends. */
export async function lockTaken(tx: Tx, ids: readonly string[]): Promise<void> {
  // In one order, so that two who want the same ones never wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`places ${id}`}, 0))`;
  }
}

const owed = (tx: Tx, member: string, { definition }: CitingQuery) => writeOwed(tx, member, [definition], MOST_BEFORE);

function citing(tx: Tx, member: string, { definition, field, id, states }: CitingQuery) {
  const path = `$.${field
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")} ? (@ == $id)`;
  return tx<EntryRow[]>`
    select ${entryColumns(tx)} from (
      select entry_id from entry_word where member_id = ${member} and definition = ${definition} and word = ${citation(id)}
      union
      select entry_id from words_due where member_id = ${member} and definition = ${definition}
    ) as named join entry on entry.member_id = ${member} and entry.id = named.entry_id
    where jsonb_path_exists(entry.answers, ${path}::text::jsonpath, jsonb_build_object('id', ${id}::text))
      ${states ? tx`and entry.state = any(${[...states]})` : tx``}
    order by entry.created_at desc limit ${MOST}`;
}
