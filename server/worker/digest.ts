import type { Entry } from "../../engine/index.ts";
import { conversationMails } from "../../renderer/strings-conversation-mails.ts";
import { queueMail } from "../commands/queue-mail.ts";
import { recordReturn } from "../commands/returned-mail.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom, uuidv7 } from "../ids.ts";
import { nextMorning } from "../morning.ts";
import { sealRecipient } from "../recipient.ts";
import { changeDelivery, findPlaced, holdMail, insertDelivery, takeHeld } from "../store/deliveries.ts";
import { insertLoneEffect, type Job } from "../store/effects.ts";
import { entryLink } from "./entry-link.ts";
import type { Letter } from "./letter.ts";

/** The mail that gathers what a member held back for one person. */
export const DIGEST = "digest";

const PURPOSE = "held-mail";
/** Texts of any length make texts of one length, which would tell them apart. */
const LENGTH = 2_000;

interface Held {
  readonly to: string;
  readonly subject: string;
  readonly entry: string;
  readonly query: string;
  /** Of the entry; absent for what was held before registers wrote to anyone. */
  readonly kind?: Entry["kind"];
}

/** Keeps a letter for the digest of the next morning; the entry shows that it waits. */
export async function hold(ctx: Context, tx: Tx, { entry, kind, to, subject, query = "" }: Letter): Promise<void> {
  const at = ctx.clock();
  const id = uuidv7(at, ctx.randomBytes(16));
  const dueAt = nextMorning(at);
  const held: Held = { to, subject, entry: entry.id, query, kind: entry.kind };
  const sealed = ctx.secrets.seal(PURPOSE, JSON.stringify(held).padEnd(LENGTH));
  await insertDelivery(tx, {
    ...{ member: entry.member, entry: entry.id, id, channel: "mail", kind, subject, state: "held", at, changedAt: at },
    ...{ recipient: sealRecipient(ctx, to), body: null, messageId: null, status: null },
  });
  await holdMail(tx, { member: entry.member, id, sealed, dueAt });
  const digest = uuidFrom(ctx.secrets.mac(DIGEST, JSON.stringify([entry.member, dueAt.toISOString()])));
  const owed = { member: entry.member, id: digest, type: DIGEST, params: {}, now: at, runAt: dueAt };
  await insertLoneEffect(tx, { ...owed, background: true });
}

/**
 * One mail for each person of whom this member held something, in the transaction that takes it out. What was sealed with
 * another secret nobody can read any more: the entry says so, as of any message that did not leave.
 */
export async function runDigest(ctx: Context, tx: Tx, { memberId: member }: Job): Promise<void> {
  const now = ctx.clock();
  const people = new Map<string, (Held & { readonly id: string })[]>();
  for (const { id, sealed } of await takeHeld(tx, member, now)) {
    const opened = ctx.secrets.unseal(PURPOSE, sealed);
    if (opened === null) {
      await recordReturn(ctx, tx, await findPlaced(tx, [id]), { state: "refused", status: "unreadable" });
      continue;
    }
    const held = JSON.parse(opened) as Held;
    people.set(held.to.toLowerCase(), [...(people.get(held.to.toLowerCase()) ?? []), { ...held, id }]);
  }
  const name = ctx.catalogue.member(member)?.name ?? member;
  const host = new URL(ctx.config.publicUrl).hostname;
  for (const letters of people.values()) {
    const lines: { subject: string; link: string }[] = [];
    for (const { subject, entry, query, kind = "service" } of letters) {
      lines.push({ subject, link: `${await entryLink(ctx, tx, { member, id: entry, kind })}${query}` });
    }
    const id = await queueMail(ctx, { member, to: letters[0]?.to ?? "", ...conversationMails.digest(name, lines) }, tx);
    for (const letter of letters) {
      await changeDelivery(tx, member, letter.id, { state: "sent", messageId: `${id}@${host}`, at: now });
    }
  }
}
