import type { JSONValue } from "postgres";
import type { Change } from "../../engine/index.ts";
import { type Db, readAcross, readAs, type Tx } from "../db/with-actor.ts";
import type { Fiche } from "./alike.ts";

/** An entry that referred to a fiche made one with another, and where in its answers. */
export interface MovedLink extends Fiche {
  readonly pointers: readonly string[];
}

/** A fiche made one with another. */
export interface MergedEntry {
  readonly fiche: Fiche;
  readonly kept: Fiche;
  readonly definition: string;
  /** State it had before. */
  readonly state: string;
  /** What the one kept took in. */
  readonly changes: readonly Change[];
  readonly links: readonly MovedLink[];
  readonly at: Date;
  /** Name of the agent. */
  readonly by: string;
}

interface MergedRow {
  memberId: string;
  entryId: string;
  keptMember: string;
  keptId: string;
  definition: string;
  stateBefore: string;
  changes: Change[];
  links: MovedLink[];
  mergedAt: Date;
  mergedBy: string;
}

const toMerged = (row: MergedRow): MergedEntry => ({
  fiche: { member: row.memberId, id: row.entryId },
  kept: { member: row.keptMember, id: row.keptId },
  definition: row.definition,
  state: row.stateBefore,
  changes: row.changes,
  links: row.links,
  at: row.mergedAt,
  by: row.mergedBy,
});

const columns = (tx: Tx) => tx`
  member_id, entry_id, kept_member, kept_id, definition, state_before, changes, links, merged_at, merged_by`;

/** Keeps that a fiche went to another, in the transaction that closes it. */
export async function insertMerged(tx: Tx, merged: MergedEntry): Promise<void> {
  const { fiche, kept, definition, state, changes, links, at, by } = merged;
  await tx`select set_config('guichet.member', ${fiche.member}, true)`;
  await tx`
    insert into merged_entry (member_id, entry_id, kept_member, kept_id, definition, state_before, changes, links, merged_at, merged_by)
    values (${fiche.member}, ${fiche.id}, ${kept.member}, ${kept.id}, ${definition}, ${state},
      ${tx.json(changes as unknown as JSONValue)}, ${tx.json(links as unknown as JSONValue)}, ${at}, ${by})`;
}

/** Where a fiche went; null for one that went nowhere. */
export async function findMerged(db: Db, { member, id }: Fiche): Promise<MergedEntry | null> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<MergedRow[]>`
      select ${columns(tx)} from merged_entry where member_id = ${member} and entry_id = ${id}`,
  );
  return row ? toMerged(row) : null;
}

/** The same in a transaction under way, for whoever parts the two: nobody else does meanwhile. */
export async function lockMerged(tx: Tx, { member, id }: Fiche): Promise<MergedEntry | null> {
  await tx`select set_config('guichet.member', ${member}, true)`;
  const [row] = await tx<MergedRow[]>`
    select ${columns(tx)} from merged_entry where member_id = ${member} and entry_id = ${id} for update`;
  return row ? toMerged(row) : null;
}

/** Forgets that a fiche went to another: the two were parted. */
export async function deleteMerged(tx: Tx, { member, id }: Fiche): Promise<void> {
  await tx`select set_config('guichet.member', ${member}, true)`;
  await tx`delete from merged_entry where member_id = ${member} and entry_id = ${id}`;
}

/** The fiches of these members that went to one, the latest first. */
export async function mergedInto(db: Db, members: readonly string[], id: string): Promise<readonly MergedEntry[]> {
  const results = await readAcross(
    db,
    members,
    (tx, member) => tx<MergedRow[]>`
      select ${columns(tx)} from merged_entry where member_id = ${member} and kept_id = ${id}
      order by merged_at desc limit 50`,
  );
  return results.flatMap((rows) => rows.map(toMerged));
}
