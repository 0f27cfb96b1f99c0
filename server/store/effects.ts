import type { Json } from "../../engine/index.ts";
import { type Db, type Tx, withActor } from "../db/with-actor.ts";

/** An effect waiting for a machine. */
export interface Job {
  readonly memberId: string;
  readonly entryId: string;
  readonly seq: number;
  readonly rank: number;
  readonly type: string;
  readonly params: { readonly [key: string]: Json };
  readonly attempts: number;
  readonly runAt: Date;
}

/**
 * Locks the next due effect, or null. Effects of an entry run in their order; a timer does not wait for them.
 * The lock lasts as long as the transaction: a worker that dies frees its effect at once.
 */
export async function claimJob(tx: Tx, now: Date): Promise<Job | null> {
  const [job] = await tx<Job[]>`
    select member_id, entry_id, seq, rank, type, params, attempts, run_at from effect e
    where done_at is null and dead_at is null and cancelled_at is null and run_at <= ${now}
      and (type = 'timer' or not exists (
        select from effect p
        where p.member_id = e.member_id and p.entry_id = e.entry_id and (p.seq, p.rank) < (e.seq, e.rank) and p.type <> 'timer'
          and p.done_at is null and p.dead_at is null and p.cancelled_at is null))
    order by run_at, entry_id, seq, rank limit 1
    for update skip locked`;
  return job ?? null;
}

const isJob = (tx: Tx, { memberId, entryId, seq, rank }: Job) =>
  tx`member_id = ${memberId} and entry_id = ${entryId} and seq = ${seq} and rank = ${rank}`;

/** Marks a job done, within the transaction that did it. */
export async function finishJob(tx: Tx, job: Job, now: Date): Promise<void> {
  await tx`update effect set done_at = ${now}, attempts = attempts + 1, last_error = null
           where ${isJob(tx, job)}`;
}

/** Puts an effect off after a failure, or buries it where an operator sees it. */
export async function failJob(
  tx: Tx,
  job: Job,
  outcome: { readonly error: string; readonly retryAt: Date | null; readonly now: Date },
): Promise<void> {
  await tx`update effect set attempts = attempts + 1, last_error = ${outcome.error},
             run_at = coalesce(${outcome.retryAt}, run_at), dead_at = ${outcome.retryAt ? null : outcome.now}
           where ${isJob(tx, job)}`;
}

/** An effect that no event of an entry owes: `id` stands for the entry, and orders nothing. One already owed is not owed twice. */
export async function insertLoneEffect(
  tx: Tx,
  effect: {
    readonly member: string;
    readonly id: string;
    readonly type: string;
    readonly params: { readonly [key: string]: Json };
    readonly now: Date;
  },
): Promise<void> {
  const { member, id, type, params, now } = effect;
  await tx`
    insert into effect (member_id, entry_id, seq, rank, type, params, run_at, created_at)
    values (${member}, ${id}, 1, 0, ${type}, ${tx.json({ ...params })}, ${now}, ${now})
    on conflict do nothing`;
}

/** An effect owed at `runAt` that somebody may have owed already under this id: it is owed once. */
export async function oweOnce(
  tx: Tx,
  effect: Parameters<typeof insertLoneEffect>[1] & { readonly runAt: Date },
): Promise<void> {
  const { member, id, type, params, now, runAt } = effect;
  await tx`
    insert into effect (member_id, entry_id, seq, rank, type, params, run_at, created_at)
    values (${member}, ${id}, 1, 0, ${type}, ${tx.json({ ...params })}, ${runAt}, ${now})
    on conflict do nothing`;
}

export interface JobCounts {
  readonly pending: number;
  readonly late: number;
  readonly dead: number;
}

/** Effects pending (timers to come not counted), late by more than five minutes, and dead. */
export async function countJobs(db: Db, now: Date): Promise<JobCounts> {
  return withActor(db, { system: true }, async (tx) => {
    const [row] = await tx<JobCounts[]>`
      select count(*) filter (where dead_at is null and run_at <= ${now})::integer as pending,
        count(*) filter (where dead_at is null and run_at < ${now}::timestamptz - interval '5 minutes')::integer as late,
        count(*) filter (where dead_at is not null)::integer as dead
      from effect where done_at is null and cancelled_at is null`;
    return row ?? { pending: 0, late: 0, dead: 0 };
  });
}

export interface DeadJob {
  readonly memberId: string;
  readonly entryId: string;
  readonly type: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly deadAt: Date;
}

/** Dead letters, newest first. */
export async function deadJobs(db: Db): Promise<readonly DeadJob[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<DeadJob[]>`
      select member_id, entry_id, seq, rank, type, attempts, last_error, dead_at from effect
      where dead_at is not null order by dead_at desc limit 500`,
  );
}

/** Effects of one kind that a member's entries owed and that could not be, newest first. */
export async function deadJobsOf(
  db: Db,
  member: string,
  type: string,
): Promise<readonly { readonly entryId: string; readonly lastError: string | null }[]> {
  return withActor(
    db,
    { member },
    (tx) => tx<{ entryId: string; lastError: string | null }[]>`
      select entry_id, last_error from effect
      where member_id = ${member} and type = ${type} and dead_at is not null order by dead_at desc limit 20`,
  );
}

/** Gives every dead effect a new life; returns how many. */
export async function reviveJobs(db: Db, now: Date): Promise<number> {
  return withActor(db, { system: true }, async (tx) => {
    const revived = await tx`
      update effect set dead_at = null, attempts = 0, run_at = ${now} where dead_at is not null`;
    return revived.count;
  });
}
