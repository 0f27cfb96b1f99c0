import { createTransport, type Transporter } from "nodemailer";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { keepMail } from "../store/outbox.ts";

/** A plain-text mail. `messageId` is the same at every attempt, so that a receiver can drop a repeat. */
export interface Mail {
  readonly member: string;
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** A mail that can leave by no route: the sentence tells the operator what to set. */
export class NoMailRoute extends Error {}

const transports = new Map<string, Transporter>();

/**
 * Sends a mail: by SMTP when configured, and kept in the outbox in demo mode. Inside a transaction (`tx`) the outbox
 * row is written with it. Rejects when the server refuses the mail or there is no route.
 */
export async function deliverMail(ctx: Context, mail: Mail, tx?: Tx): Promise<void> {
  if (ctx.config.demo !== "none") {
    const at = ctx.clock();
    const row = { ...mail, id: uuidv7(at, ctx.randomBytes(16)), at };
    if (tx) await keepMail(tx, row);
    else await withActor(ctx.db, { member: mail.member }, (own) => keepMail(own, row));
  }
  if (ctx.config.smtpUrl) await transport(ctx.config.smtpUrl).sendMail(envelope(ctx, mail));
  else if (ctx.config.demo === "none") throw new NoMailRoute("SMTP_URL is not set: no mail can leave.");
}

function envelope(ctx: Context, mail: Mail) {
  const member = ctx.catalogue.member(mail.member);
  const address = /<([^>]+)>/.exec(ctx.config.mailFrom)?.[1] ?? ctx.config.mailFrom;
  return {
    from: member ? { name: member.name, address } : ctx.config.mailFrom,
    ...(member?.contact.email && { replyTo: member.contact.email }),
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.body,
    messageId: `<${mail.messageId}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function transport(url: string): Transporter {
  const known = transports.get(url);
  if (known) return known;
  const options = {
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  };
  const opened = createTransport(options);
  transports.set(url, opened);
  return opened;
}

/** Closes the connections kept open to SMTP servers. */
export function closeMail(): void {
  for (const opened of transports.values()) opened.close();
  transports.clear();
}
