import type { Context } from "../context.ts";
import { readAcross, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";

/** Sectors that share one street: more is a register badly filled, and then none is sure. */
export const MOST_SECTORS = 60;

/**
 * The entries of a register that bear one of these words in the search index, and those whose words are still to be written:
 * what an agent has just typed counts at once. One statement for each member, one more entry than `MOST_SECTORS` at most.
 * @param within a transaction under way, whose member is the first
 */
export async function findSectorEntries(
  ctx: Pick<Context, "db">,
  members: readonly string[],
  register: string,
  words: readonly string[],
  within?: Tx,
): Promise<readonly StoredEntry[]> {
  const read = (tx: Tx, member: string) => tx<EntryRow[]>`
    select ${entryColumns(tx)} from entry
    where member_id = ${member} and definition = ${register} and id in (
      (select entry_id from entry_word
       where member_id = ${member} and definition = ${register} and word = any(${[...words]}::text[])
       limit ${MOST_SECTORS + 1})
      union
      (select entry_id from words_due where member_id = ${member} and definition = ${register} limit ${MOST_SECTORS + 1}))`;
  const [own = ""] = members;
  const results = within ? [await read(within, own)] : await readAcross(ctx.db, members, read);
  return results.flatMap((rows) => rows.map(toEntry));
}
