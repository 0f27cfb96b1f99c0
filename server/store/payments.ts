import type { EventActor, Json, PaymentEffect } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, readAs, type Tx } from "../db/with-actor.ts";

export type PaymentState = "due" | "paid" | "expired" | "cancelled";
export type AttemptState = "asked" | "open" | "paid" | "refused" | "abandoned" | "expired" | "failed" | "aside";
/** Why a person must look at money that came. */
export type Aside = "amount" | "reference" | "account" | "twice" | "late" | "unmoved";
export type Refund = "due" | "asked" | "done";

/** Money an entry owes; amounts are integer cents. */
export interface Payment {
  readonly member: string;
  readonly id: string;
  readonly entry: string;
  readonly definition: string;
  readonly purpose: string;
  readonly subject: string;
  readonly amount: number;
  /** Names the debt for the provider and for who pays. */
  readonly refdet: string;
  readonly events: PaymentEffect["events"];
  readonly state: PaymentState;
  readonly until: Date | null;
  readonly openedAt: Date;
  readonly changedAt: Date;
  /** The fact of the history that its payment became. */
  readonly movedSeq: number | null;
}

/** One try to pay a payment. */
export interface Attempt {
  readonly id: string;
  readonly payment: string;
  /** Through the provider, or money an agent received. */
  readonly means: "payfip" | "office";
  readonly idop: string | null;
  readonly numcli: string;
  readonly saisie: "T" | "X" | "W" | "";
  readonly amount: number;
  readonly refdet: string;
  readonly state: AttemptState;
  readonly askedAt: Date;
  readonly changedAt: Date;
  readonly polls: number;
  readonly result: string | null;
  readonly authorisation: string | null;
  readonly paidAt: Date | null;
  readonly received: number | null;
  readonly aside: Aside | null;
  readonly refund: Refund | null;
  /** Cents still to be given back, since when and why; null for none. */
  readonly owed: number | null;
  readonly owedSince: Date | null;
  readonly owedReason: string | null;
  /** Cents given back. */
  readonly refunded: number;
}

/** A payment with its attempts, oldest first. */
export interface PaymentFile {
  readonly payment: Payment;
  readonly attempts: readonly Attempt[];
}

/** What happened to a payment; nothing can change it any more. */
export interface PaymentFact {
  readonly kind: string;
  readonly attempt: string | null;
  /** Who did it or asked; a citizen has no name here. */
  readonly by: Pick<EventActor, "kind"> & { readonly id?: string; readonly name?: string };
  readonly data: { readonly [key: string]: Json };
  readonly at: Date;
}

export const paymentColumns = (tx: Tx) =>
  tx`p.member_id as member, p.id, p.entry_id as entry, p.definition, p.purpose, p.subject, p.amount, p.refdet, p.events,
     p.state, p.until, p.opened_at, p.changed_at, p.moved_seq`;

export const attemptColumns = (tx: Tx) =>
  tx`a.id, a.payment_id as payment, a.means, a.idop, a.numcli, a.saisie, a.amount, a.refdet, a.state, a.asked_at,
     a.changed_at, a.polls, a.result, a.authorisation, a.paid_at, a.received, a.aside, a.refund, a.owed,
     a.owed_since, a.owed_reason, a.refunded`;

/** Records a payment an entry owes; false when it is there already. */
export async function insertPayment(tx: Tx, payment: Omit<Payment, "changedAt">): Promise<boolean> {
  const { member, id, entry, definition, purpose, subject, amount, refdet, events, until, openedAt } = payment;
  const { state, movedSeq } = payment;
  const rows = await tx`
    insert into payment (member_id, id, entry_id, definition, purpose, subject, amount, refdet, events, state, until,
                         opened_at, changed_at, moved_seq)
    values (${member}, ${id}, ${entry}, ${definition}, ${purpose}, ${subject}, ${amount}, ${refdet},
            ${tx.json({ ...events })}, ${state}, ${until}, ${openedAt}, ${openedAt}, ${movedSeq})
    on conflict (member_id, id) do nothing returning id`;
  return rows.length === 1;
}

/** The payments of an entry, oldest first, locked until the end of the transaction. */
export async function lockPaymentsOf(tx: Tx, member: string, entry: string): Promise<readonly Payment[]> {
  return tx<Payment[]>`
    select ${paymentColumns(tx)} from payment p where p.member_id = ${member} and p.entry_id = ${entry}
    order by p.opened_at, p.id for update`;
}

/** One payment, locked until the end of the transaction: whoever settles it at the same time waits. */
export async function lockPayment(tx: Tx, member: string, id: string): Promise<Payment | null> {
  const [row] = await tx<Payment[]>`
    select ${paymentColumns(tx)} from payment p where p.member_id = ${member} and p.id = ${id} for update`;
  return row ?? null;
}

/** Whether another payment of its entry for the same purpose is asked now, or paid. */
export async function isReplaced(tx: Tx, { member, id, entry, purpose }: Payment): Promise<boolean> {
  const rows = await tx`
    select from payment where member_id = ${member} and entry_id = ${entry} and purpose = ${purpose} and id <> ${id}
      and state in ('due', 'paid') limit 1`;
  return rows.length > 0;
}

/** The attempts of a payment, oldest first. */
export async function attemptsIn(tx: Tx, member: string, payment: string): Promise<readonly Attempt[]> {
  return tx<Attempt[]>`
    select ${attemptColumns(tx)} from payment_attempt a
    where a.member_id = ${member} and a.payment_id = ${payment} order by a.asked_at, a.id`;
}

/** The payments of an entry with their attempts, oldest first; in one round trip. */
export async function paymentsOf(ctx: Context, member: string, entry: string): Promise<readonly PaymentFile[]> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<PaymentRow[]>`
      ${paymentRows(tx)} where p.member_id = ${member} and p.entry_id = ${entry} order by p.opened_at, p.id`,
  );
  return rows.map(paymentFile);
}

/** A payment as `paymentRows` reads it, with its attempts. */
export type PaymentRow = Payment & { readonly attempts: readonly AsJson[] };

/** Payments with their attempts, oldest first: a statement whose condition the caller adds. */
export const paymentRows = (tx: Tx) => tx`
  select ${paymentColumns(tx)}, coalesce(t.attempts, '[]') as attempts
  from payment p left join lateral (
    select jsonb_agg(to_jsonb(a) order by a.asked_at, a.id) as attempts from payment_attempt a
    where a.member_id = p.member_id and a.payment_id = p.id) t on true`;

export const paymentFile = ({ attempts, ...payment }: PaymentRow): PaymentFile => ({
  payment,
  attempts: attempts.map(attemptOf),
});

type AsJson = Readonly<Record<string, unknown>>;

/** A row of `payment_attempt` as jsonb gives it, its keys as the base names them. */
function attemptOf(row: AsJson): Attempt {
  const at = (key: string) => (typeof row[key] === "string" ? new Date(row[key]) : null);
  const never = new Date(0);
  return {
    ...(row as unknown as Attempt),
    payment: String(row["payment_id"]),
    askedAt: at("asked_at") ?? never,
    changedAt: at("changed_at") ?? never,
    paidAt: at("paid_at"),
    owedSince: at("owed_since"),
    owedReason: typeof row["owed_reason"] === "string" ? row["owed_reason"] : null,
  };
}

export interface PaymentChange {
  readonly state: PaymentState;
  readonly movedSeq?: number;
  readonly at: Date;
}

/** Moves a payment on. */
export async function changePayment(tx: Tx, member: string, id: string, change: PaymentChange): Promise<void> {
  await tx`update payment set state = ${change.state}, changed_at = ${change.at},
             moved_seq = coalesce(${change.movedSeq ?? null}, moved_seq)
           where member_id = ${member} and id = ${id}`;
}

/** Keeps the event to send to the entry once what is to be given back of a payment was. */
export async function noteRefundEvent(tx: Tx, { member, id }: Pick<Payment, "member" | "id">, event: string) {
  await tx`update payment set events = events || ${tx.json({ refunded: event })} where member_id = ${member} and id = ${id}`;
}

/** Whether a person must still decide about money of an entry, or give some back. */
export async function isUndecided(tx: Tx, member: string, entry: string): Promise<boolean> {
  const rows = await tx`
    select from payment p join payment_attempt a on a.member_id = p.member_id and a.payment_id = p.id
    where p.member_id = ${member} and p.entry_id = ${entry}
      and (a.owed is not null or (a.state = 'aside' and a.refund is distinct from 'done')) limit 1`;
  return rows.length > 0;
}

/** Gives a payment another time to pay; null: no end. */
export async function postponePayment(tx: Tx, member: string, id: string, until: Date | null): Promise<void> {
  await tx`update payment set until = ${until} where member_id = ${member} and id = ${id}`;
}

/** Lets the others that are overdue go first: what this one would do failed. */
export async function putOffOverdue(tx: Tx, { member, id }: Pick<Payment, "member" | "id">, at: Date): Promise<void> {
  await tx`update payment set changed_at = ${at} where member_id = ${member} and id = ${id}`;
}

/** Adds to what happened to a payment, which the caller has locked. */
export async function addFact(tx: Tx, member: string, payment: string, fact: PaymentFact): Promise<void> {
  await tx`
    insert into payment_fact (member_id, payment_id, seq, attempt_id, kind, by, data, at)
    select ${member}, ${payment}, coalesce(max(seq), 0) + 1, ${fact.attempt}, ${fact.kind}, ${tx.json({ ...fact.by })},
           ${tx.json(fact.data)}, ${fact.at}
    from payment_fact where member_id = ${member} and payment_id = ${payment}`;
}

/** What happened to the payments of an entry, oldest first. */
export async function factsOf(
  ctx: Context,
  member: string,
  entry: string,
): Promise<readonly (PaymentFact & { readonly payment: string })[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<(PaymentFact & { readonly payment: string })[]>`
      select f.payment_id as payment, f.kind, f.attempt_id as attempt, f.by, f.data, f.at
      from payment p join payment_fact f on f.member_id = p.member_id and f.payment_id = p.id
      where p.member_id = ${member} and p.entry_id = ${entry} order by f.at, f.payment_id, f.seq`,
  );
}

/** The payment left longest whose time to pay is over and that nobody is paying, locked; null when there is none. */
export async function claimOverdue(tx: Tx, now: Date): Promise<Payment | null> {
  const [row] = await tx<Payment[]>`
    select ${paymentColumns(tx)} from payment p
    where p.state = 'due' and p.until <= ${now} and not exists (
      select from payment_attempt a
      where a.member_id = p.member_id and a.payment_id = p.id and a.state in ('asked', 'open'))
    order by p.changed_at limit 1 for update skip locked`;
  return row ?? null;
}

/** What is due of these entries, by entry: the payment opened first. One round trip; none when there is no entry. */
export async function dueOf(
  ctx: Pick<Context, "db">,
  entries: readonly Pick<Payment, "member" | "id">[],
): Promise<ReadonlyMap<string, Payment>> {
  if (entries.length === 0) return new Map();
  const ids = grouped(entries);
  const results = await readAcross(
    ctx.db,
    [...ids.keys()],
    (tx, member) => tx<Payment[]>`
      select ${paymentColumns(tx)} from payment p
      where p.member_id = ${member} and p.entry_id = any(${ids.get(member) ?? []}::uuid[]) and p.state = 'due'
      order by p.opened_at desc`,
  );
  return new Map(results.flatMap((rows) => rows.map((payment) => [payment.entry, payment] as const)));
}

function grouped(entries: readonly Pick<Payment, "member" | "id">[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { member, id } of entries) ids.set(member, [...(ids.get(member) ?? []), id]);
  return ids;
}
