import type { Tx } from "../db/with-actor.ts";

export type DeliveryChannel = "mail" | "sms" | "post";
/** The law asks for it; a reminder; news of a message. */
export type DeliveryKind = "legal" | "reminder" | "message";
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

/** What left for an entry, latest first. */
export async function deliveriesIn(tx: Tx, member: string, entry: string): Promise<readonly Delivery[]> {
  return tx<Delivery[]>`
    select id, channel, kind, subject, body, recipient, message_id, state, status, at, changed_at from delivery
    where member_id = ${member} and entry_id = ${entry} order by at desc, id desc limit 100`;
}

/** The letters of an entry that nobody has posted yet become posted; how many. */
export async function postLetters(tx: Tx, member: string, entry: string, at: Date): Promise<number> {
  const rows = await tx`
    update delivery set state = 'posted', changed_at = ${at}
    where member_id = ${member} and entry_id = ${entry} and state = 'to-post' returning id`;
  return rows.length;
}
