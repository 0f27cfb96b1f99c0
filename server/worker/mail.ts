import { createTransport, type Transporter } from "nodemailer";
import { mailHtml } from "../../renderer/mail/mail-html.tsx";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { memberOrigin } from "../member-url.ts";
import { logoForMail } from "../site.ts";
import { keepMail } from "../store/outbox.ts";
import { bounceAddressOf } from "../verp.ts";
import type { Joined } from "./joined-document.ts";

/** A mail, written as plain text. `messageId` is the same at every attempt, so that a receiver can drop a repeat. */
export interface Mail {
  readonly member: string;
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Unit in charge: answers go to it. */
  readonly unit?: string | null;
  /** Of its delivery, to know it when it comes back. */
  readonly delivery?: string;
  /** Where its reader chooses what she receives. */
  readonly unsubscribe?: string;
  /** That address takes a post that says so at once, without a page (RFC 8058). */
  readonly oneClick?: true;
  /** Files that go with it. */
  readonly joined?: readonly Joined[];
}

/** What a mail server said of a recipient for good: RFC 3463 ("5.1.1"). */
export interface Refused {
  readonly status: string;
}

/** A mail that can leave by no route: the sentence tells the operator what to set. */
export class NoMailRoute extends Error {}

const transports = new Map<string, Transporter>();

/**
 * Sends a mail: by SMTP when configured, and kept in the outbox in demo mode. Inside a transaction (`tx`) the outbox
 * row is written with it. Null once it left; what the server said when it refuses this recipient for good. Rejects for
 * anything else that keeps it from leaving, or when there is no route.
 */
export async function deliverMail(ctx: Context, mail: Mail, tx?: Tx): Promise<Refused | null> {
  if (ctx.config.demo !== "none") {
    const at = ctx.clock();
    const row = { ...mail, html: mailPage(ctx, mail), id: uuidv7(at, ctx.randomBytes(16)), at };
    if (tx) await keepMail(tx, row);
    else await withActor(ctx.db, { member: mail.member }, (own) => keepMail(own, row));
  }
  if (ctx.config.smtpUrl) return send(transport(ctx.config.smtpUrl), envelope(ctx, mail));
  if (ctx.config.demo === "none") throw new NoMailRoute("SMTP_URL is not set: no mail can leave.");
  return null;
}

async function send(by: Transporter, mail: ReturnType<typeof envelope>): Promise<Refused | null> {
  try {
    await by.sendMail(mail);
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** A refusal for good of the recipient or of the text; any other failure may be ours, or pass. */
function refusalOf(error: unknown): Refused | null {
  if (!(error instanceof Error) || !("responseCode" in error) || !("command" in error)) return null;
  const code = Number(error.responseCode);
  if (code < 500 || !/^(RCPT TO|DATA)$/.test(String(error.command))) return null;
  const response = "response" in error ? String(error.response) : "";
  return { status: /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] ?? `5.0.0` };
}

function envelope(ctx: Context, mail: Mail) {
  const member = ctx.catalogue.member(mail.member);
  const address = /<([^>]+)>/.exec(ctx.config.mailFrom)?.[1] ?? ctx.config.mailFrom;
  const replyTo = answersGoTo(ctx, mail);
  return {
    from: member ? { name: oneLine(member.name), address } : ctx.config.mailFrom,
    ...(replyTo && { replyTo }),
    to: { name: "", address: mail.to },
    envelope: { from: (mail.delivery && bounceAddressOf(ctx, mail.delivery)) ?? address, to: mail.to },
    subject: oneLine(mail.subject),
    text: mail.body,
    html: mailPage(ctx, mail),
    ...(mail.joined && {
      attachments: mail.joined.map(({ name: filename, type: contentType, content }) => ({
        filename,
        contentType,
        content,
      })),
    }),
    messageId: `<${mail.messageId}>`,
    headers: {
      // RFC 3834: no robot answers a robot. The second is for Exchange, which knows nothing of the first.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": "fr",
      ...(mail.unsubscribe !== undefined && { "List-Unsubscribe": `<${mail.unsubscribe}>` }),
      ...(mail.oneClick && { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
    },
  };
}

/** A name or a subject never makes a second header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ").trim();

function answersGoTo(ctx: Context, mail: Mail): string | undefined {
  const member = ctx.catalogue.member(mail.member);
  const unit = member?.units.find(({ id }) => id === mail.unit);
  return unit?.contact.replyTo ?? unit?.contact.email ?? member?.contact.email;
}

/** A mail as its reader sees it, in the member's identity. */
export function mailPage(
  ctx: Pick<Context, "catalogue" | "config">,
  { member: id, subject, body }: Pick<Mail, "member" | "subject" | "body">,
): string {
  const member = ctx.catalogue.member(id);
  const origin = memberOrigin(ctx, id);
  const logo = member && logoForMail(member);
  return mailHtml({
    name: member?.name ?? ctx.catalogue.members()[0]?.groupName ?? "Guichet",
    colour: member?.theme.primary ?? null,
    logo: logo ? `${origin}/${id}/${logo}` : null,
    subject: oneLine(subject),
    body,
    origins: [...new Set([origin, ctx.config.publicUrl])],
  });
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
