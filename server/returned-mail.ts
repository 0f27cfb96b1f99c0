import PostalMime, { type Email } from "postal-mime";
import type { Return } from "./commands/returned-mail.ts";

/** What a mail that came back says. */
export type Returned =
  | (Return & {
      /** Addresses it was sent to: one may name the delivery. */
      readonly addresses: readonly string[];
      /** Message-ID of the mail that came back, without brackets; null when it does not say. */
      readonly messageId: string | null;
    })
  /** A robot's or a person's answer, or news that needs nothing. */
  | { readonly state: "ignored" };

const IGNORED: Returned = { state: "ignored" };

/**
 * Reads a mail that a mail server hands over: a delivery status notification (RFC 3464), or a complaint (RFC 5965). Anything
 * else is ignored, answers of robots first of all: nothing is ever answered here, so that no loop begins.
 */
export async function readReturned(source: Uint8Array): Promise<Returned> {
  const mail = await new PostalMime({ forceRfc822Attachments: true }).parse(source);
  const part = (type: string) => mail.attachments.find(({ mimeType }) => mimeType.toLowerCase() === type)?.content;
  const addresses = addressesOf(mail);
  const messageId = originalId(mail);
  const complaint = part("message/feedback-report");
  if (complaint) {
    const [type] = fieldsOf(textOf(complaint)).flatMap((fields) => fields.get("feedback-type") ?? []);
    return { state: "complained", status: word(type ?? "abuse"), addresses, messageId };
  }
  const status = part("message/delivery-status");
  if (!status) return IGNORED;
  // The first group is about the whole message, the others about one recipient each.
  const failed = fieldsOf(textOf(status)).find((fields) => fields.get("action")?.toLowerCase() === "failed");
  if (!failed) return IGNORED;
  const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(failed.get("status") ?? "")?.[0] ?? "5.0.0";
  return { state: "bounced", status: code, addresses, messageId };
}

const textOf = (content: string | ArrayBuffer | Uint8Array): string =>
  typeof content === "string" ? content : new TextDecoder().decode(content);

/** Groups of fields apart by empty lines, as in a header: names in lower case, folded lines joined. */
function fieldsOf(text: string): readonly ReadonlyMap<string, string>[] {
  return text
    .replace(/\r\n/g, "\n")
    .replace(/\n[ \t]+/g, " ")
    .split(/\n{2,}/)
    .map((group) => {
      const pairs = [...group.matchAll(/^([\w-]{1,60}):[ \t]*(.{0,998})$/gm)];
      return new Map(pairs.map(([, name = "", value = ""]) => [name.toLowerCase(), value.trim()]));
    });
}

function addressesOf({ headers }: Email): readonly string[] {
  const wanted = new Set(["to", "delivered-to", "x-original-to", "envelope-to"]);
  return headers.filter(({ key }) => wanted.has(key)).map(({ value }) => value);
}

/** The Message-ID among the headers of the mail that came back, joined to the notification. */
function originalId({ attachments }: Email): string | null {
  for (const { mimeType, content } of attachments) {
    if (!/^(message\/rfc822|text\/rfc822-headers|message\/global)/i.test(mimeType)) continue;
    const [headers = new Map<string, string>()] = fieldsOf(textOf(content));
    const found = /<([^<>\s]{3,250})>/.exec(headers.get("message-id") ?? "")?.[1];
    if (found) return found;
  }
  return null;
}

/** A word of somebody else's, as it may be kept. */
const word = (text: string): string => text.replace(/[^\w.-]/g, "").slice(0, 40);
