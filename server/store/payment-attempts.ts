import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { type Aside, type Attempt, type AttemptState, attemptColumns, type Refund } from "./payments.ts";

/** Which attempt, of whom. */
export interface AttemptKey {
  readonly member: string;
  readonly id: string;
}

/** An attempt about to be made of a provider; false when another is under way for the same payment. */
export async function insertAttempt(
  tx: Tx,
  attempt: AttemptKey &
    Pick<Attempt, "payment" | "means" | "numcli" | "saisie" | "amount" | "refdet" | "askedAt"> & {
      readonly pollAt: Date | null;
    },
): Promise<boolean> {
  const { member, id, payment, means, numcli, saisie, amount, refdet, askedAt, pollAt } = attempt;
  const rows = await tx`
    insert into payment_attempt (member_id, id, payment_id, means, numcli, saisie, amount, refdet, state, asked_at, changed_at,
                                 poll_at)
    values (${member}, ${id}, ${payment}, ${means}, ${numcli}, ${saisie}, ${amount}, ${refdet}, 'asked', ${askedAt},
            ${askedAt}, ${pollAt})
    on conflict (member_id, payment_id) where state in ('asked', 'open') do nothing returning id`;
  return rows.length === 1;
}

export interface AttemptChange {
  readonly state?: AttemptState;
  readonly idop?: string;
  /** Null: never again. */
  readonly pollAt: Date | null;
  readonly result?: string;
  readonly authorisation?: string | null;
  readonly paidAt?: Date;
  readonly received?: number;
  readonly aside?: Aside;
  /** Null: nothing is to be given back. */
  readonly refund?: Refund | null;
  /** Cents still to be given back: null when nothing is. */
  readonly owed?: number | null;
  readonly owedSince?: Date;
  readonly owedReason?: string;
  /** Cents given back in all. */
  readonly refunded?: number;
  readonly at: Date;
}

/** Moves an attempt on; what is absent stays. */
export async function changeAttempt(tx: Tx, { member, id }: AttemptKey, change: AttemptChange): Promise<void> {
  const { state = null, idop = null, pollAt, at, result = null, authorisation = null } = change;
  const { paidAt = null, received = null, aside = null, refund, owed, refunded = null } = change;
  const { owedSince = null, owedReason = null } = change;
  await tx`
    update payment_attempt set
      changed_at = case when ${state}::text is null or state = ${state} then changed_at else ${at} end,
      state = coalesce(${state}, state), idop = coalesce(${idop}, idop), poll_at = ${pollAt},
      result = coalesce(${result}, result), authorisation = coalesce(${authorisation}, authorisation),
      paid_at = coalesce(${paidAt}, paid_at), received = coalesce(${received}, received),
      aside = coalesce(${aside}, aside),
      refund = case when ${refund === undefined} then refund else ${refund ?? null} end,
      owed = case when ${owed === undefined} then owed else ${owed ?? null}::integer end,
      refunded = coalesce(${refunded}, refunded),
      owed_since = coalesce(${owedSince}, owed_since), owed_reason = coalesce(${owedReason}, owed_reason)
    where member_id = ${member} and id = ${id}`;
}

/** An attempt as it is now; the caller has locked its payment. */
export async function findAttempt(tx: Tx, { member, id }: AttemptKey): Promise<Attempt | null> {
  const [row] = await tx<Attempt[]>`
    select ${attemptColumns(tx)} from payment_attempt a where a.member_id = ${member} and a.id = ${id}`;
  return row ?? null;
}

/** The payment an attempt is of, or null. */
export async function paymentOfAttempt(tx: Tx, { member, id }: AttemptKey): Promise<string | null> {
  const [row] = await tx<{ payment: string }[]>`
    select payment_id as payment from payment_attempt where member_id = ${member} and id = ${id}`;
  return row?.payment ?? null;
}

/** What to ask the provider. */
export interface Question extends AttemptKey {
  readonly idop: string | null;
}

/**
 * The attempt that has waited longest to be asked about, whoever's it is, put off for `lease` milliseconds: whoever is killed between
 * the question and what it writes leaves it to the next.
 */
export async function claimQuestion(ctx: Context, now: Date, lease: number): Promise<Question | null> {
  const again = new Date(now.getTime() + lease);
  return withActor(ctx.db, { system: true }, async (tx) => {
    const [row] = await tx<Question[]>`
      update payment_attempt a set poll_at = ${again}, polls = a.polls + 1
      from (select member_id, id from payment_attempt where poll_at <= ${now}
            order by poll_at limit 1 for update skip locked) due
      where a.member_id = due.member_id and a.id = due.id
      returning a.member_id as member, a.id, a.idop`;
    return row ?? null;
  });
}

/**
 * Brings the question about an operation forward, at most once in `pace` milliseconds; false for one that is settled, or asked
 * about a moment ago. The caller has locked its payment.
 */
export async function hasten(tx: Tx, idop: string, now: Date, pace: number): Promise<boolean> {
  const before = new Date(now.getTime() - pace);
  const rows = await tx`
    update payment_attempt set poll_at = ${now}, notified_at = ${now}
    where idop = ${idop} and state not in ('paid', 'aside') and (notified_at is null or notified_at <= ${before})
    returning id`;
  return rows.length === 1;
}

/** The attempt that a provider's operation is, and the payment it is of. */
export async function findOperation(tx: Tx, idop: string): Promise<(AttemptKey & { readonly payment: string }) | null> {
  const [row] = await tx<(AttemptKey & { readonly payment: string })[]>`
    select member_id as member, id, payment_id as payment from payment_attempt where idop = ${idop}`;
  return row ?? null;
}
