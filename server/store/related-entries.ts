import { citation, type Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, toEntry } from "./entries.ts";

/** How another entry is related: it opened this one, was opened by it, refers to it, or is of the same holder. */
export type Relation = "origin" | "opened" | "citing" | "holder";

export interface RelatedQuery {
  readonly entry: Pick<Entry, "id" | "member" | "holder">;
  /** By member: the definitions whose entries may refer to this one. The entry's own member is among them. */
  readonly citing: ReadonlyMap<string, readonly string[]>;
  /** Definitions of the entry's member in which to look for others of its holder. */
  readonly held: readonly string[];
  /** Of each relation, in each member. */
  readonly limit: number;
}

export interface RelatedEntry {
  readonly relation: Relation;
  readonly entry: Entry;
}

/**
 * The latest entries related to one, in one round trip; an entry related twice comes twice. Rights are the caller's business.
 * Every part reads an index and stops at `limit` in each definition: see `citation` for how those that refer to it are found.
 */
export async function findRelated(ctx: Context, query: RelatedQuery): Promise<readonly RelatedEntry[]> {
  const { entry, citing, held, limit } = query;
  const results = await readAcross(ctx.db, [...citing.keys()], (tx, member) => {
    const own = member === entry.member;
    const holder = own ? entry.holder : null;
    return tx<(EntryRow & { relation: Relation })[]>`
      (select 'origin' as relation, ${entryColumns(tx)} from ${opened(tx, member)} and o.entry_id = ${entry.id}
        and entry.id = o.origin_id limit ${own ? 1 : 0})
      union all
      (select 'opened', ${entryColumns(tx)} from ${opened(tx, member)} and o.origin_id = ${entry.id}
        and entry.id = o.entry_id limit ${own ? limit : 0})
      union all
      (select 'citing', ${entryColumns(tx)} from (
          select latest.entry_id from unnest(${[...(citing.get(member) ?? [])]}::text[]) as d (id) cross join lateral (
            select entry_id, created_at from entry_word
            where member_id = ${member} and definition = d.id and word = ${citation(entry.id)} and entry_id <> ${entry.id}
            order by created_at desc limit ${limit}) as latest
          order by latest.created_at desc limit ${limit}) as w
        join entry on entry.member_id = ${member} and entry.id = w.entry_id)
      union all
      (select 'holder', ${entryColumns(tx)} from unnest(${[...held]}::text[]) as d (id) cross join lateral (
          select * from entry
          where member_id = ${member} and holder = ${holder} and definition = d.id and id <> ${entry.id}
          order by created_at desc limit ${limit}) as entry
        order by entry.created_at desc limit ${limit})`;
  });
  return results.flatMap((rows) => rows.map((row) => ({ relation: row.relation, entry: withoutHead(row) })));
}

const opened = (tx: Tx, member: string) =>
  tx`opened_entry as o, entry where o.member_id = ${member} and entry.member_id = ${member}`;

function withoutHead(row: EntryRow): Entry {
  const { head: _, ...entry } = toEntry(row);
  return entry;
}

/** Records, in the transaction that opens it, that an entry was opened by an action of another. */
export async function insertOpened(
  tx: Tx,
  member: string,
  { origin, entry }: { readonly origin: string; readonly entry: string },
): Promise<void> {
  await tx`
    insert into opened_entry (member_id, origin_id, entry_id) values (${member}, ${origin}, ${entry})
    on conflict do nothing`;
}

/** Ids of the entries of a definition that an entry opened, oldest first. */
export async function openedBy(tx: Tx, member: string, origin: string, definition: string): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`
    select entry.id from opened_entry as o join entry on entry.member_id = o.member_id and entry.id = o.entry_id
    where o.member_id = ${member} and o.origin_id = ${origin} and entry.definition = ${definition}
    order by entry.created_at`;
  return rows.map(({ id }) => id);
}
