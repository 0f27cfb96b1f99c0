import { citation } from "../../engine/index.ts";
import type { Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";
import { writeOwed } from "./word-index.ts";

/** Entries whose words are written before they are looked for: see `readWords`. */
const MOST_BEFORE = 5_000;

/** The entries of a member and these definitions that refer to one, to `most`; in a transaction under way. Rights are the caller's business. */
export async function findCiting(
  tx: Tx,
  {
    member,
    definitions,
    id,
    most,
  }: {
    readonly member: string;
    readonly definitions: readonly string[];
    readonly id: string;
    readonly most: number;
  },
): Promise<readonly StoredEntry[]> {
  await tx`select set_config('guichet.member', ${member}, true)`;
  await writeOwed(tx, member, definitions, MOST_BEFORE);
  const rows = await tx<EntryRow[]>`
    select ${entryColumns(tx)} from entry_word as w
    join entry on entry.member_id = w.member_id and entry.id = w.entry_id
    where w.member_id = ${member} and w.definition = any(${[...definitions]}::text[]) and w.word = ${citation(id)}
    limit ${most}`;
  return rows.map(toEntry);
}
