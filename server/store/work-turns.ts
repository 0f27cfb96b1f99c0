import { parisDay } from "../../engine/index.ts";
import { type Db, readAs, type Tx } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import type { BulkParams, ExportParams } from "./works.ts";

interface TurnBase {
  readonly id: string;
  /** Of whoever asked. */
  readonly member: string;
  readonly agent: string;
  readonly definition: string;
  /** Times it was begun, this one included. */
  readonly attempts: number;
}

export interface BulkTurn extends TurnBase {
  readonly kind: "bulk";
  readonly params: BulkParams;
}

export interface ExportTurn extends TurnBase {
  readonly kind: "export";
  readonly params: ExportParams;
  readonly lease: string;
}

export interface PrintTurn extends TurnBase {
  readonly kind: "print";
  readonly params: BulkParams;
  readonly lease: string;
}

/** A work that one process does alone. */
export type LentTurn = ExportTurn | PrintTurn;

/** A work whose turn has come. */
export type Turn = BulkTurn | LentTurn;

/** How long a process may say nothing of an export or of a file it draws before another begins it again, in milliseconds. */
export const LEASE = 30_000;

/**
 * The work whose turn came least recently, or null. Several processes may do a bulk work together, an item each; any other
 * is lent to one under `lease`.
 */
export async function takeTurn(db: Db, kinds: readonly Turn["kind"][], now: Date, lease: string): Promise<Turn | null> {
  const until = new Date(now.getTime() + LEASE);
  const [turn] = await readAs(
    db,
    { system: true },
    (tx) => tx<Turn[]>`
      update work set state = 'running', turn_at = ${now}, started_at = coalesce(started_at, ${now}),
        attempts = attempts + 1, lease = case when kind <> 'bulk' then ${lease}::uuid end,
        leased_until = case when kind <> 'bulk' then ${until}::timestamptz end
      where (member_id, id) = (
        select member_id, id from work
        where state in ('waiting', 'running') and kind = any(${[...kinds]}) and (leased_until is null or leased_until < ${now})
        order by turn_at limit 1 for update skip locked)
      returning id, member_id as member, agent_id as agent, kind, definition, params, attempts, lease`,
  );
  return turn ?? null;
}

/** An entry that a work has not done with yet. */
export interface Item {
  readonly rank: number;
  readonly entryMember: string;
  readonly entryId: string;
  readonly revision: number;
  /** Whom it goes to, in a work that shares entries out. */
  readonly assignee: string | null;
  /** Why it would be left out, as the agent was told; null when it would not. */
  readonly foreseen: string | null;
}

/** Locks the next item that nobody has in hand, or null. A worker that dies frees it at once. */
export async function claimItem(tx: Tx, { member, id }: BulkTurn): Promise<Item | null> {
  const [item] = await tx<Item[]>`
    select rank, entry_member, entry_id, revision, assignee, foreseen from work_item
    where member_id = ${member} and work_id = ${id} and outcome is null
    order by rank limit 1 for update skip locked`;
  return item ?? null;
}

/** An agent as she is at this instant, her rights and those lent to her; null when her access is closed. */
export async function agentNow(tx: Tx, member: string, agent: string, now: Date): Promise<AgentIdentity | null> {
  const [row] = await tx<{ agent: AgentIdentity | null }[]>`
    select agent_identity(${member}, ${agent}, ${parisDay(now.toISOString())}::date) as agent`;
  return row?.agent ?? null;
}

/** What became of an entry; the reason is a French sentence. */
export interface ItemOutcome {
  readonly outcome: "done" | "same" | "refused" | "changed" | "failed";
  readonly reason: string | null;
}

/** Records what became of an item, in the transaction that did it: its rows may be another member's by now. */
export async function settleItem(
  tx: Tx,
  { member, id }: BulkTurn,
  { rank, entryMember }: Item,
  { outcome, reason }: ItemOutcome,
  now: Date,
): Promise<void> {
  if (entryMember !== member) await tx`select set_config('guichet.member', ${member}, true)`;
  await tx`
    update work_item set outcome = ${outcome}, reason = ${reason}, done_at = ${now}
    where member_id = ${member} and work_id = ${id} and rank = ${rank}`;
}

/** Counts a surprise on the next item; it has failed for good after `most`, for this reason. */
export async function missItem(
  db: Db,
  turn: BulkTurn,
  { rank }: Item,
  most: number,
  reason: string,
  now: Date,
): Promise<void> {
  const { member, id } = turn;
  await readAs(
    db,
    { member },
    (tx) => tx`
      update work_item set attempts = attempts + 1,
        outcome = case when attempts + 1 >= ${most} then 'failed' end,
        reason = case when attempts + 1 >= ${most} then ${reason} end,
        done_at = case when attempts + 1 >= ${most} then ${now}::timestamptz end
      where member_id = ${member} and work_id = ${id} and rank = ${rank} and outcome is null`,
  );
}

/** Ends a work of which no item is left, nor in anybody's hands. False when some are. */
export async function endBulk(db: Db, { member, id }: BulkTurn, now: Date): Promise<boolean> {
  const { count } = await readAs(
    db,
    { member },
    (tx) => tx`
      update work set state = 'done', ended_at = ${now}
      where member_id = ${member} and id = ${id} and state = 'running' and not exists (
        select from work_item i where i.member_id = ${member} and i.work_id = ${id} and i.outcome is null)`,
  );
  return count === 1;
}
