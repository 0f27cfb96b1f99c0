import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";

export interface KeptMail {
  readonly memberId: string;
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly sentAt: Date;
  readonly channel: "mail" | "sms";
}

/** Keeps a mail; the same message id twice is kept once. */
export async function keepMail(
  tx: Tx,
  mail: {
    readonly member: string;
    readonly id: string;
    readonly messageId: string;
    readonly to: string;
    readonly subject: string;
    readonly body: string;
    readonly at: Date;
    readonly channel?: "mail" | "sms";
    readonly html?: string;
  },
): Promise<void> {
  await tx`
    insert into outbox (member_id, id, message_id, recipient, subject, body, sent_at, channel, html)
    values (${mail.member}, ${mail.id}, ${mail.messageId}, ${mail.to}, ${mail.subject}, ${mail.body}, ${mail.at},
            ${mail.channel ?? "mail"}, ${mail.html ?? null})
    on conflict do nothing`;
}

/** The latest kept mails of every member, for the demo page. */
export async function latestMails(ctx: Context, limit: number): Promise<readonly KeptMail[]> {
  return withActor(
    ctx.db,
    { system: true },
    (tx) => tx<KeptMail[]>`
      select member_id, id, recipient, subject, body, sent_at, channel from outbox order by sent_at desc, id desc limit ${limit}`,
  );
}

/** A kept mail as its reader sees it; null when there is none. */
export async function keptHtml(ctx: Context, id: string): Promise<string | null> {
  const [row] = await withActor(
    ctx.db,
    { system: true },
    (tx) => tx<{ html: string | null }[]>`select html from outbox where id = ${id}`,
  );
  return row?.html ?? null;
}
