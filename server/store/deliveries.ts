import type { Context } from "../context.ts";
import { type Db, readAcross, readAs, type Tx, withActor } from "../db/with-actor.ts";

export type DeliveryChannel = "mail" | "sms" | "post";
/** The law asks for it; a reminder; news of a message; written to many at once. */
export type DeliveryKind = "legal" | "reminder" | "message" | "mailing";
export type DeliveryState = "sent" | "delivered" | "held" | "refused" | "bounced" | "complained" | "to-post" | "posted";

/** One mail, text message or letter about an entry, and what became of it. */
export interface Delivery {
  readonly id: string;
  readonly channel: DeliveryChannel;
  readonly kind: DeliveryKind;
  readonly subject: string;
  /** The words to print, of a letter. */
  readonly body: string | null;
  /** Sealed: see `server/recipient.ts`. */
  readonly recipient: Buffer | null;
  readonly messageId: string | null;
  readonly state: DeliveryState;
  /** RFC 3463 ("5.1.1"), or the provider's word. */
  readonly status: string | null;
  readonly at: Date;
  readonly changedAt: Date;
}

/** Records what was sent, or what could not be. */
export async function insertDelivery(
  tx: Tx,
  { member, entry, ...delivery }: Delivery & { readonly member: string; readonly entry: string },
): Promise<void> {
  const { id, channel, kind, subject, body, recipient, messageId, state, status, at, changedAt } = delivery;
  await tx`
    insert into delivery (member_id, id, entry_id, channel, kind, subject, body, recipient, message_id, state, status, at,
                          changed_at)
    values (${member}, ${id}, ${entry}, ${channel}, ${kind}, ${subject}, ${body}, ${recipient}, ${messageId}, ${state},
            ${status}, ${at}, ${changedAt})`;
}

/** What left for an entry, latest first. */
export async function deliveriesIn(tx: Tx, member: string, entry: string): Promise<readonly Delivery[]> {
  return tx<Delivery[]>`
    select id, channel, kind, subject, body, recipient, message_id, state, status, at, changed_at from delivery
    where member_id = ${member} and entry_id = ${entry} order by at desc, id desc limit 100`;
}

/** Where a delivery is. */
export interface PlacedDelivery {
  readonly member: string;
  readonly id: string;
  readonly entry: string;
  readonly state: DeliveryState;
}

/** The deliveries that bear an id given outside, of any member: a digest is several. */
export async function findByMessageId(tx: Tx, messageId: string): Promise<readonly PlacedDelivery[]> {
  return tx<PlacedDelivery[]>`
    select member_id as member, id, entry_id as entry, state from delivery where message_id = ${messageId}`;
}

/** The deliveries with these ids, of any member. */
export async function findPlaced(tx: Tx, ids: readonly string[]): Promise<readonly PlacedDelivery[]> {
  if (ids.length === 0) return [];
  return tx<PlacedDelivery[]>`
    select member_id as member, id, entry_id as entry, state from delivery where id = any(${[...ids]}::uuid[])`;
}

/** Moves a delivery on. */
export async function changeDelivery(
  tx: Tx,
  member: string,
  id: string,
  change: {
    readonly state: DeliveryState;
    readonly status?: string | null;
    readonly messageId?: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx`
    update delivery set state = ${change.state}, status = coalesce(${change.status ?? null}, status),
      message_id = coalesce(${change.messageId ?? null}, message_id), changed_at = ${change.at}
    where member_id = ${member} and id = ${id}`;
}

/** The letters of an entry that nobody has posted yet become posted; how many. */
export async function postLetters(tx: Tx, member: string, entry: string, at: Date): Promise<number> {
  const rows = await tx`
    update delivery set state = 'posted', changed_at = ${at}
    where member_id = ${member} and entry_id = ${entry} and state = 'to-post' returning id`;
  return rows.length;
}

/** One delivery of an entry, or null. */
export async function findDelivery(
  ctx: Pick<Context, "db">,
  member: string,
  entry: string,
  id: string,
): Promise<Delivery | null> {
  const [row] = await withActor(
    ctx.db,
    { member },
    (tx) => tx<Delivery[]>`
      select id, channel, kind, subject, body, recipient, message_id, state, status, at, changed_at from delivery
      where member_id = ${member} and entry_id = ${entry} and id = ${id}`,
  );
  return row ?? null;
}

/** What waits for a digest. */
export interface HeldMail {
  readonly member: string;
  /** That of its delivery. */
  readonly id: string;
  readonly sealed: Buffer;
}

/** Keeps a mail for the next digest. */
export async function holdMail(
  tx: Tx,
  { member, id, sealed, dueAt }: HeldMail & { readonly dueAt: Date },
): Promise<void> {
  await tx`
    insert into held_mail (member_id, id, sealed, due_at) values (${member}, ${id}, ${sealed}, ${dueAt})
    on conflict do nothing`;
}

/** Takes out what a member holds that is due. */
export async function takeHeld(tx: Tx, member: string, now: Date): Promise<readonly HeldMail[]> {
  return tx<HeldMail[]>`
    delete from held_mail where member_id = ${member} and due_at <= ${now}
    returning member_id as member, id, sealed`;
}

/**
 * Counts one more message to a recipient today; the count. The key tells neither who nor about what: it is in no row of
 * a member.
 */
export async function countMessage(tx: Tx, key: string, now: Date): Promise<number> {
  const [row] = await tx<{ hits: number }[]>`
    insert into rate_limit as r (key, window_start, hits) values (${key}, ${now}, 1)
    on conflict (key) do update set hits = r.hits + 1 returning hits`;
  return row?.hits ?? 1;
}

/** How many of these deliveries are in each state, with what was said of it: of any of these members. */
export async function countDelivered(
  db: Db,
  members: readonly string[],
  ids: readonly string[],
): Promise<readonly { readonly state: DeliveryState; readonly status: string | null; readonly count: number }[]> {
  const results = await readAcross(
    db,
    members,
    (tx, member) => tx<{ state: DeliveryState; status: string | null; count: number }[]>`
      select state, status, count(*)::integer as count from delivery
      where member_id = ${member} and id = any(${[...ids]}::uuid[]) group by state, status`,
  );
  return results.flat();
}

/** What was written to many and left for one entry, the latest first. */
export async function mailedTo(
  ctx: Pick<Context, "db">,
  member: string,
  entry: string,
): Promise<readonly Pick<Delivery, "id" | "subject" | "state" | "at">[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Pick<Delivery, "id" | "subject" | "state" | "at">[]>`
      select id, subject, state, at from delivery
      where member_id = ${member} and entry_id = ${entry} and kind = 'mailing' order by at desc, id desc limit 100`,
  );
}
