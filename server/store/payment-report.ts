import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import type { AttemptState, PaymentState, Refund } from "./payments.ts";

/** Which payments a report is about: those opened, or whose money came, in a period. */
export interface ReportScope {
  readonly member: string;
  readonly definitions: readonly string[];
  /** Included, and excluded. */
  readonly from: Date;
  readonly to: Date;
}

/** Payments of one definition in one state. */
export interface StateLine {
  readonly definition: string;
  readonly state: PaymentState;
  /** Of what is due: the state of the entries, and the event of these payments; null for the others. */
  readonly entryState: string | null;
  readonly paid: string | null;
  readonly count: number;
  readonly cents: number;
}

/** Money that came, by what became of it. */
export interface MoneyLine {
  readonly means: "payfip" | "office";
  /** Paid for trial, on an account that is not in production: nothing was debited. */
  readonly trial: boolean;
  readonly kept: boolean;
  readonly refund: Refund | null;
  readonly count: number;
  readonly cents: number;
}

/**
 * What does not agree: `unmoved`, paid and the entry was not told; `unpaid`, the entry was told and no payment bears it; `unknown`, the
 * provider says paid and we do not; `denied`, we say paid and the provider does not; `amount`, it says another amount; `aside`, money that
 * waits for a person.
 */
export type GapKind = "unmoved" | "unpaid" | "unknown" | "denied" | "amount" | "aside";

export interface Gap {
  readonly kind: GapKind;
  readonly entry: string;
  readonly reference: string;
  readonly definition: string;
  readonly refdet: string;
  readonly cents: number;
}

/** One payment of the period, for the export. */
export interface ReportRow {
  readonly entry: string;
  readonly reference: string;
  readonly definition: string;
  readonly subject: string;
  readonly refdet: string;
  readonly cents: number;
  readonly state: PaymentState;
  readonly openedAt: Date;
  /** Of each attempt: null when none was made. */
  readonly means: "payfip" | "office" | null;
  /** See `MoneyLine`. */
  readonly trial: boolean;
  readonly attempt: AttemptState | null;
  readonly idop: string | null;
  readonly result: string | null;
  readonly received: number | null;
  readonly authorisation: string | null;
  readonly paidAt: Date | null;
  readonly refund: Refund | null;
}

/** What a period's payments are, what the provider answered about them, and where these do not agree. Amounts in cents. */
export interface Reconciliation {
  readonly states: readonly StateLine[];
  readonly money: readonly MoneyLine[];
  /**
   * Paid, by our payments; received and kept, by our attempts; paid, by the last answers of the provider, and what came otherwise; to be
   * given back, and given back.
   */
  readonly totals: {
    readonly paid: number;
    readonly kept: number;
    readonly answered: number;
    readonly office: number;
    readonly owed: number;
    readonly refunded: number;
  };
  readonly gaps: readonly Gap[];
}

/** The payments a report is about: each of its two conditions reads its own index. */
const scoped = (tx: Tx, { member, definitions, from, to }: ReportScope) => tx`
  select p.* from (
    select o.id from payment o where o.member_id = ${member} and o.opened_at >= ${from} and o.opened_at < ${to}
    union
    select a.payment_id from payment_attempt a
    where a.member_id = ${member} and a.paid_at >= ${from} and a.paid_at < ${to}) as chosen
  join payment p on p.member_id = ${member} and p.id = chosen.id
  where p.definition = any(${[...definitions]}::text[])`;

/** Their attempts, each with the last thing the provider said that was no silence. */
const answered = (tx: Tx) => tx`
  select a.*, p.entry_id, p.definition, l.data->>'result' as said, (l.data->>'amount')::bigint as said_amount
  from p join payment_attempt a on a.member_id = p.member_id and a.payment_id = p.id
  left join lateral (
    select f.data from payment_fact f
    where f.member_id = a.member_id and f.payment_id = a.payment_id and f.attempt_id = a.id and f.kind = 'answer'
      and f.data ? 'result'
    order by f.seq desc limit 1) l on true`;

/** Reconciles a period: every number is of one same moment. */
export async function reconcile(ctx: Pick<Context, "db">, scope: ReportScope): Promise<Reconciliation> {
  return withActor(
    ctx.db,
    { member: scope.member },
    async (tx) => ({
      states: await tx<StateLine[]>`
        with p as materialized (${scoped(tx, scope)})
        select p.definition, p.state, case when p.state = 'due' then e.state end as entry_state,
          case when p.state = 'due' then p.events->>'paid' end as paid,
          count(*)::integer as count, sum(p.amount)::float8 as cents
        from p join entry_state e on e.member_id = p.member_id and e.entry_id = p.entry_id
        group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
      money: await tx<MoneyLine[]>`
        with p as materialized (${scoped(tx, scope)})
        select a.means, a.saisie in ('T', 'X') as trial, a.state = 'paid' as kept, a.refund, count(*)::integer as count,
          sum(a.received)::float8 as cents
        from p join payment_attempt a on a.member_id = p.member_id and a.payment_id = p.id
        where a.received is not null group by 1, 2, 3, 4 order by 1, 2, 3 desc, 4`,
      totals: await totalsIn(tx, scope),
      gaps: await gapsIn(tx, scope),
    }),
    "one moment",
  );
}

async function totalsIn(tx: Tx, scope: ReportScope): Promise<Reconciliation["totals"]> {
  const [row] = await tx<Reconciliation["totals"][]>`
    with p as materialized (${scoped(tx, scope)}), a as (${answered(tx)})
    select (select coalesce(sum(amount), 0)::float8 from p where state = 'paid') as paid,
      coalesce(sum(received) filter (where state = 'paid'), 0)::float8 as kept,
      coalesce(sum(said_amount) filter (where said in ('P', 'V')), 0)::float8 as answered,
      coalesce(sum(received) filter (where means = 'office' and state = 'paid'), 0)::float8 as office,
      coalesce(sum(owed), 0)::float8 as owed, coalesce(sum(refunded), 0)::float8 as refunded
    from a`;
  return row ?? { paid: 0, kept: 0, answered: 0, office: 0, owed: 0, refunded: 0 };
}

/** Gaps told at once. */
export const MOST_GAPS = 500;

/** The history itself says which entries were told that they are paid: it is read apart from what payments say of it. */
async function gapsIn(tx: Tx, scope: ReportScope): Promise<readonly Gap[]> {
  return tx<Gap[]>`
    with p as materialized (${scoped(tx, scope)}), a as (${answered(tx)}), gap as (
      select 'unmoved' as kind, entry_id, definition, refdet, amount as cents from p
      where state = 'paid' and not exists (
        select from entry_event e where e.member_id = p.member_id and e.entry_id = p.entry_id and e.seq = p.moved_seq
          and e.type = p.events->>'paid')
      union all
      select 'unpaid', p.entry_id, p.definition, p.refdet, p.amount from p
      join entry_event e on e.member_id = p.member_id and e.entry_id = p.entry_id and e.type = p.events->>'paid'
        and e.actor->>'kind' = 'system'
      where not exists (
        select from payment q where q.member_id = p.member_id and q.entry_id = p.entry_id and q.moved_seq = e.seq
          and q.state = 'paid')
      union all
      select 'unpaid', p.entry_id, p.definition, p.refdet, p.amount from p
      where p.state = 'paid' and p.amount > 0 and not exists (
        select from payment_attempt k where k.member_id = p.member_id and k.payment_id = p.id and k.state = 'paid')
      union all
      select case when said in ('P', 'V') and state not in ('paid', 'aside') then 'unknown'
                  when state in ('paid', 'aside') and coalesce(said, '') not in ('P', 'V') then 'denied' else 'amount' end,
        entry_id, definition, refdet, coalesce(said_amount, received, amount) from a
      where means = 'payfip' and (
        (said in ('P', 'V') and (state not in ('paid', 'aside') or said_amount is distinct from received))
        or (state in ('paid', 'aside') and coalesce(said, '') not in ('P', 'V')))
      union all
      select 'aside', entry_id, definition, refdet, received from a
      where state = 'aside' and refund is distinct from 'done')
    select distinct g.kind, g.entry_id as entry, e.reference, g.definition, g.refdet, g.cents::float8 as cents
    from gap g join entry e on e.member_id = ${scope.member} and e.id = g.entry_id
    order by 1, 3, 5 limit ${MOST_GAPS}`;
}

/** Every attempt of every payment of a period, oldest first, at most `limit`. */
export async function reportRows(
  ctx: Pick<Context, "db">,
  scope: ReportScope,
  limit: number,
): Promise<readonly ReportRow[]> {
  return withActor(
    ctx.db,
    { member: scope.member },
    (tx) => tx<ReportRow[]>`
      with p as materialized (${scoped(tx, scope)})
      select p.entry_id as entry, e.reference, p.definition, p.subject, p.refdet, p.amount as cents, p.state, p.opened_at,
        a.means, coalesce(a.saisie in ('T', 'X'), false) as trial, a.state as attempt, a.idop, a.result, a.received, a.authorisation, a.paid_at, a.refund
      from p join entry e on e.member_id = p.member_id and e.id = p.entry_id
      left join payment_attempt a on a.member_id = p.member_id and a.payment_id = p.id
      order by p.opened_at, p.id, a.asked_at limit ${limit}`,
  );
}
