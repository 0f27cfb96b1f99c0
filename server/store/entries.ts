import type { Sql } from "postgres";
import type { Answers, Clock, CompiledDefinition, Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { seenUnits } from "../db/seen-units.ts";
import { readAcross, readAs } from "../db/with-actor.ts";

/** An entry with the hash of the last event of its chain. */
export type StoredEntry = Entry & { readonly head: Buffer };

interface EntryRow {
  id: string;
  reference: string;
  memberId: string;
  definition: string;
  version: number;
  kind: "service" | "register";
  state: string;
  revision: number;
  answers: Answers;
  holder: string | null;
  assignee: string | null;
  createdAt: Date;
  updatedAt: Date;
  clock: Clock | null;
  unit: string | null;
  keptBy: string | null;
  head: Buffer;
}

/** The columns of an entry, in one place; `entry` names what they are read from. */
export const entryColumns = (tx: Sql) =>
  tx`entry.id, entry.reference, entry.member_id, entry.definition, entry.version, entry.kind, entry.state, entry.revision,
    entry.answers, entry.holder, entry.assignee, entry.created_at, entry.updated_at, entry.clock, entry.unit, entry.kept_by, entry.head`;

/** A row of `entryColumns` as an entry. */
export function toEntry(row: EntryRow): StoredEntry {
  return {
    id: row.id,
    reference: row.reference,
    member: row.memberId,
    definition: row.definition,
    version: row.version,
    kind: row.kind,
    state: row.state,
    revision: row.revision,
    answers: row.answers,
    holder: row.holder,
    assignee: row.assignee,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.clock && { clock: row.clock }),
    ...(row.unit !== null && { unit: row.unit }),
    ...(row.keptBy !== null && { keptBy: row.keptBy }),
    head: row.head,
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID: anything else cannot name an entry. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** One entry of a member, or null. Rights are the caller's business. */
export async function findEntry(ctx: Context, member: string, id: string): Promise<StoredEntry | null> {
  const found = await findEntryIn(ctx.db, member, id);
  return found ?? (seenUnits() === "" ? null : findKept(ctx, member, id));
}

/** One that a unit keeps to itself: a second reading, which says for whom, spares all others saying it. */
async function findKept(ctx: Pick<Context, "db">, member: string, id: string): Promise<StoredEntry | null> {
  if (!isUuid(id)) return null;
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<EntryRow[]>`select ${entryColumns(tx)} from entry where member_id = ${member} and id = ${id}`,
  );
  return row ? toEntry(row) : null;
}

/** The same inside a transaction under way, whose rows are from then on those of this member. */
export async function findEntryIn(sql: Sql, member: string, id: string): Promise<StoredEntry | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<EntryRow[]>`select ${entryColumns(sql)} from find_entry(${member}, ${id}) as entry`;
  return row ? toEntry(row) : null;
}

/** Those of these entries that exist, by member and id; one round trip, none without ids. Rights are the caller's business. */
export async function findEntries(
  ctx: Pick<Context, "db">,
  ids: ReadonlyMap<string, readonly string[]>,
): Promise<readonly Entry[]> {
  if (ids.size === 0) return [];
  const results = await readAcross(
    ctx.db,
    [...ids.keys()],
    // Each by its key, whatever the base expects of a member that has just come.
    (tx, member) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from unnest(${[...new Set(ids.get(member) ?? [])]}::uuid[]) as asked (id)
      cross join lateral (select * from entry where member_id = ${member} and id = asked.id limit 1) as entry`,
  );
  return results.flatMap((rows) => rows.map(toEntry));
}

export interface CountQuery {
  readonly member: string;
  readonly definition: CompiledDefinition;
  /** A citizen counts only what she holds. */
  readonly holders?: readonly string[];
}

interface Count {
  state: string;
  count: number;
}

/** Entries of a definition by state. */
export async function countStates(ctx: Context, query: CountQuery): Promise<ReadonlyMap<string, number>> {
  const rows = await readAs(ctx.db, { member: query.member }, (tx) =>
    query.holders
      ? tx<Count[]>`
            select state, count(*)::integer as count from entry
            where member_id = ${query.member} and definition = ${query.definition.id}
              and holder = any(${[...query.holders]})
            group by state`
      : tx<Count[]>`
            select state, count(*)::integer as count from entry_state
            where member_id = ${query.member} and definition = ${query.definition.id}
            group by state`,
  );
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** Entries of a definition by state, in several members together; each is counted among its own member's rows. */
export async function countAcross(ctx: Context, queries: readonly CountQuery[]): Promise<ReadonlyMap<string, number>> {
  const [first, ...others] = queries;
  if (!first) return new Map();
  if (others.length === 0) return countStates(ctx, first);
  const ids = new Map(queries.map(({ member, definition }) => [member, definition.id]));
  const results = await readAcross(
    ctx.db,
    [...ids.keys()],
    (tx, member) => tx<Count[]>`
      select state, count(*)::integer as count from entry_state
      where member_id = ${member} and definition = ${ids.get(member) ?? ""} group by state`,
  );
  const counts = new Map<string, number>();
  for (const { state, count } of results.flatMap((rows) => [...rows])) {
    counts.set(state, (counts.get(state) ?? 0) + count);
  }
  return counts;
}

/** Entries of several members by their ids; which member holds which is not known. Rights are the caller's business. */
export async function findAcross(
  ctx: Context,
  members: readonly string[],
  ids: readonly string[],
): Promise<readonly StoredEntry[]> {
  const wanted = [...new Set(ids)].filter(isUuid);
  if (wanted.length === 0) return [];
  const results = await readAcross(
    ctx.db,
    [...new Set(members)],
    (tx, member) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry where member_id = ${member} and id = any(${wanted}::uuid[])`,
  );
  return results.flatMap((rows) => rows.map(toEntry));
}

/** Entries of several members that bear one of these public references, in the order of the members. */
export async function findReferencesAcross(
  ctx: Context,
  members: readonly string[],
  references: readonly string[],
): Promise<readonly StoredEntry[]> {
  const wanted = references.map((reference) => reference.toUpperCase());
  const results = await readAcross(
    ctx.db,
    [...new Set(members)],
    (tx, member) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry where member_id = ${member} and reference = any(${wanted})`,
  );
  return results.flatMap((rows) => rows.map(toEntry));
}

export type { EntryRow };
