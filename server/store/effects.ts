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
  /** Nobody waits for it: see `Turns`. */
  readonly background: boolean;
}

/** Of so many turns, one begins with the effects that nobody waits for: they are never starved. */
const BACKGROUND_EVERY = 4;

/** Whose turn it is in one process: members come one after the other, so that the many effects of one hold up no other. */
export class Turns {
  #count = 0;
  readonly #last = { fresh: "", behind: "" };

  /** What the next claim begins with, and the member last served of each kind. */
  next(): { readonly background: boolean; readonly fresh: string; readonly behind: string } {
    this.#count = (this.#count + 1) % BACKGROUND_EVERY;
    return { background: this.#count === 0, ...this.#last };
  }

  took({ memberId, background }: Pick<Job, "memberId" | "background">): void {
    this.#last[background ? "behind" : "fresh"] = memberId;
  }
}

/** Instead of turns: only what asks nothing of another machine, that no slow mail server holds up. */
export const INSIDE = "inside";

/**
 * Locks the due effect whose turn it is, or null. Effects of an entry run in their order; a timer does not wait for them.
 * The lock lasts as long as the transaction: a worker that dies frees its effect at once.
 */
export async function claimJob(tx: Tx, now: Date, turns: Turns | typeof INSIDE): Promise<Job | null> {
  if (turns === INSIDE) {
    const [job] = await tx<Job[]>`select ${columns(tx)} from claim_inside_effect(${now})`;
    return job ?? null;
  }
  const { background, fresh, behind } = turns.next();
  const [job] = await tx<Job[]>`
    select ${columns(tx)} from claim_effect(${now}, ${background}, ${fresh}, ${behind})`;
  if (!job) return null;
  turns.took(job);
  return job;
}

const columns = (tx: Tx) => tx`member_id, entry_id, seq, rank, type, params, attempts, run_at, background`;

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
    /** At once when absent. */
    readonly runAt?: Date;
    /** See `Turns`; somebody waits for it when absent. */
    readonly background?: boolean | undefined;
  },
): Promise<void> {
  const { member, id, type, params, now, runAt = now, background = false } = effect;
  await tx`
    insert into effect (member_id, entry_id, seq, rank, type, params, run_at, created_at, background)
    values (${member}, ${id}, 1, 0, ${type}, ${tx.json({ ...params })}, ${runAt}, ${now}, ${background})
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
      select count(*)::integer as pending,
        count(*) filter (where run_at < ${now}::timestamptz - interval '5 minutes')::integer as late,
        (select count(*)::integer from effect where dead_at is not null and done_at is null and cancelled_at is null) as dead
      from effect where done_at is null and dead_at is null and cancelled_at is null and run_at <= ${now}`;
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
