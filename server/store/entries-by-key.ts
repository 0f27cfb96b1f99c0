import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";

/** More entries that begin alike tell that the key recognises nobody. */
const MOST = 5_000;

/**
 * The entries of a definition whose listed column, by its rank from 0, sorts by one of these keys (see `keyOf`): by its index.
 * Rights are the caller's business.
 */
export async function findByColumn(
  ctx: Pick<Context, "db">,
  member: string,
  definition: string,
  slot: number,
  keys: readonly string[],
): Promise<readonly StoredEntry[]> {
  if (keys.length === 0) return [];
  const rows = await readAs(ctx.db, { member }, (tx) => byColumn(tx, member, definition, slot, keys));
  return rows.map(toEntry);
}

/** The same inside a transaction under way. */
export async function findByColumnIn(
  tx: Tx,
  member: string,
  definition: string,
  slot: number,
  keys: readonly string[],
): Promise<readonly StoredEntry[]> {
  return (await byColumn(tx, member, definition, slot, keys)).map(toEntry);
}

const byColumn = (tx: Tx, member: string, definition: string, slot: number, keys: readonly string[]) =>
  tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry
      where member_id = ${member} and definition = ${definition}
        and ${tx(`k${slot + 1}`)} = any(${[...new Set(keys)]}::text[])
      order by created_at, id limit ${MOST}`;
