import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";

export interface KeptMail {
  readonly memberId: string;
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly sentAt: Date;
}

/** Keeps a mail; the same message id twice is kept once. */
export async function keepMail(
  tx: Tx,
  mail: { member: string; id: string; messageId: string; to: string; subject: string; body: string; at: Date },
): Promise<void> {
  await tx`
    insert into outbox (member_id, id, message_id, recipient, subject, body, sent_at)
    values (${mail.member}, ${mail.id}, ${mail.messageId}, ${mail.to}, ${mail.subject}, ${mail.body}, ${mail.at})
    on conflict do nothing`;
}

/** The latest kept mails of every member, for the demo page. */
export async function latestMails(ctx: Context, limit: number): Promise<readonly KeptMail[]> {
  return withActor(
    ctx.db,
    { system: true },
    (tx) => tx<KeptMail[]>`
      select member_id, id, recipient, subject, body, sent_at from outbox order by sent_at desc, id desc limit ${limit}`,
  );
}
