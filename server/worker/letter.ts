import { type CompiledDefinition, fitSms, isFrenchMobile, parisDay, parsePhone } from "../../engine/index.ts";
import { documentWords } from "../../renderer/strings-documents.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { dayKey, sealRecipient } from "../recipient.ts";
import { slotCalendar } from "../slot-calendar.ts";
import {
  countMessage,
  type Delivery,
  type DeliveryKind,
  type DeliveryState,
  insertDelivery,
} from "../store/deliveries.ts";
import { insertLoneEffect } from "../store/effects.ts";
import type { StoredEntry } from "../store/entries.ts";
import { openTask } from "../store/entry-tasks.ts";
import { channelIn } from "../store/events.ts";
import { keepMail } from "../store/outbox.ts";
import { choiceFor } from "./choice.ts";
import { hold } from "./digest.ts";
import { entryLink } from "./entry-link.ts";
import { type Joined, type Joining, joinedDocument } from "./joined-document.ts";
import { deliverMail } from "./mail.ts";

/** Something to tell whoever filed an entry. `{{lien}}` stands for the tracking link. */
export interface Letter {
  readonly entry: StoredEntry;
  readonly definition: CompiledDefinition;
  readonly kind: DeliveryKind;
  /** Mail address; "" for who gave none. */
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** The words of a text message; null: the subject. */
  readonly sms: string | null;
  /** The same at every attempt; without the host. */
  readonly id: string;
  /** Joined to the link. */
  readonly query?: string;
  /** Owed by the opening of the entry: a receipt printed at the counter stands for it. */
  readonly opening?: boolean;
  /** The document that goes with it. */
  readonly joins?: Joining;
  /** Key of the slot field whose appointment goes with it, for a calendar. */
  readonly calendar?: string;
}

const LINK = "{{lien}}";

/**
 * Sends a letter the way its reader prefers, by mail whatever she prefers when the law asks for it, by post when she has no
 * address; and records what became of it within `tx`. A text message that cannot leave is mailed, when she gave an address. What is
 * too much for one person in a day waits for her digest.
 */
export async function sendLetter(ctx: Context, tx: Tx, letter: Letter): Promise<void> {
  const choice = letter.kind === "legal" ? null : await choiceFor(ctx, tx, letter);
  if (letter.to === "" && choice?.sms == null) return byPost(ctx, tx, letter);
  const mailed = letter.to !== "" && (choice?.mail ?? true);
  if (choice?.sms != null && !mailed) {
    const left = await sendText(ctx, tx, letter, choice.sms);
    return left || letter.to === "" ? undefined : byMail(ctx, tx, letter);
  }
  // Both: each is tried again by itself, so that the failure of one does not repeat the other.
  if (choice?.sms != null) await oweText(ctx, tx, letter, choice.sms);
  await byMail(ctx, tx, letter);
}

/** A text message owed apart from a mail. */
export const TEXT = "text";
const TEXT_LENGTH = 1_000;

async function oweText(ctx: Context, tx: Tx, letter: Letter, number: string): Promise<void> {
  const { entry, kind, subject, sms, query = "" } = letter;
  const now = ctx.clock();
  const sealed = ctx.secrets.seal(TEXT, JSON.stringify({ number, subject, sms, query }).padEnd(TEXT_LENGTH));
  const params = { entry: entry.id, kind, sealed: sealed.toString("base64") };
  const id = uuidv7(now, ctx.randomBytes(16));
  await insertLoneEffect(tx, { member: entry.member, id, type: TEXT, params, now, background: ctx.background });
}

/** What `oweText` sealed, or null. */
export function openText(
  ctx: Context,
  sealed: string,
): { readonly number: string; readonly subject: string; readonly sms: string | null; readonly query: string } | null {
  const text = ctx.secrets.unseal(TEXT, Buffer.from(sealed, "base64"));
  return text === null ? null : JSON.parse(text);
}

/** One text message to a number, recorded as it was answered; false when it will not leave. */
export async function sendText(
  ctx: Context,
  tx: Tx,
  letter: Omit<Letter, "to" | "body">,
  number: string,
): Promise<boolean> {
  const to = parsePhone(number);
  const { member, id: entry } = letter.entry;
  const record = recorder(ctx, tx, letter, "sms", to ?? number);
  const refuse = async (status: string) => {
    await record("refused", { status });
    return false;
  };
  if (to === null || !isFrenchMobile(to)) return refuse("not-a-mobile");
  if (!ctx.sms) return refuse("no-provider");
  if (letter.kind !== "legal" && (await tooMany(ctx, tx, to))) return refuse("too-many");
  const link = letter.sms === null || letter.sms.includes(LINK) ? await linkOf(ctx, tx, letter) : "";
  const text = fitSms((letter.sms ?? letter.subject).replaceAll(LINK, "").trim(), link);
  const answer = await ctx.sms.send({ to, text, id: `${letter.id}.sms` });
  if (!answer.taken) {
    await openTask(tx, { member, entry, definition: letter.entry.definition, kind: "bounce", since: ctx.clock() });
    return refuse(answer.reason);
  }
  if (ctx.config.demo !== "none") {
    const at = ctx.clock();
    const kept = { member, id: uuidv7(at, ctx.randomBytes(16)), messageId: `${letter.id}.sms`, to, at };
    await keepMail(tx, { ...kept, subject: letter.subject, body: text, channel: "sms" });
  }
  await record("sent", { messageId: answer.id });
  return true;
}

async function byMail(ctx: Context, tx: Tx, letter: Letter): Promise<void> {
  const { entry, definition, to, kind, subject } = letter;
  const over = await tooMany(ctx, tx, to);
  if (over && kind !== "legal") return hold(ctx, tx, letter);
  const link = letter.body.includes(LINK) ? await linkOf(ctx, tx, letter) : "";
  const joined = letter.joins ? await joinedDocument(ctx, tx, entry, letter.joins) : null;
  const appointment = await joinedAppointment(ctx, tx, letter);
  const files = [joined, appointment].filter((file) => file !== null);
  const messageId = `${letter.id}@${new URL(ctx.config.publicUrl).hostname}`;
  const id = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const refused = await deliverMail(
    ctx,
    {
      ...{ member: entry.member, unit: definition.unit, messageId, to, subject, delivery: id },
      body: withJoined(letter.body.replaceAll(LINK, link), joined),
      ...(files.length > 0 && { joined: files }),
      ...(kind !== "legal" && { unsubscribe: `${ctx.config.publicUrl}/mon-espace/notifications` }),
    },
    tx,
  );
  const record = recorder(ctx, tx, letter, "mail", to, id);
  if (refused === null) return record("sent", { messageId });
  await record("refused", { messageId, status: refused.status });
  const task = { member: entry.member, entry: entry.id, definition: entry.definition };
  await openTask(tx, { ...task, kind: "bounce", since: ctx.clock() });
}

/** The appointment as it stands when the mail leaves, for a calendar; null when there is none. */
async function joinedAppointment(
  ctx: Context,
  tx: Tx,
  { definition, entry, calendar }: Letter,
): Promise<Joined | null> {
  if (calendar === undefined) return null;
  const file = await slotCalendar(ctx, definition, entry, calendar, tx);
  return file && { name: file.name, type: file.type, content: Buffer.from(file.text) };
}

const withJoined = (body: string, joined: Joined | null): string =>
  joined ? `${body}\n\n${documentWords.joined(joined.name)}` : body;

/** Who gave no address is written to on paper: the words wait on the entry, and somebody is told. */
async function byPost(ctx: Context, tx: Tx, letter: Letter): Promise<void> {
  const { entry, subject } = letter;
  const said = letter.body.replaceAll(LINK, "").replace(/[^\S\n]*:[^\S\n]*$/gm, " :");
  const body = withJoined(said, letter.joins ? await joinedDocument(ctx, tx, entry, letter.joins) : null);
  const given = letter.opening === true && (await channelIn(tx, entry.member, entry.id)) === "guichet";
  await recorder(ctx, tx, { ...letter, subject }, "post", null)(given ? "posted" : "to-post", { body });
  if (given) return;
  const task = { member: entry.member, entry: entry.id, definition: entry.definition };
  await openTask(tx, { ...task, kind: "post", since: ctx.clock() });
}

/** Counts a message to this recipient; whether she has had as many as one day may bring. */
async function tooMany(ctx: Context, tx: Tx, recipient: string): Promise<boolean> {
  const now = ctx.clock();
  const count = await countMessage(tx, dayKey(ctx, recipient, parisDay(now.toISOString())), now);
  return ctx.config.messagesADay > 0 && count > ctx.config.messagesADay;
}

async function linkOf(ctx: Context, tx: Tx, { entry, query = "" }: Pick<Letter, "entry" | "query">): Promise<string> {
  return `${await entryLink(ctx, tx, entry)}${query}`;
}

/** Records what became of one sending. */
export function recorder(
  ctx: Context,
  tx: Tx,
  { entry, kind, subject }: Pick<Letter, "entry" | "kind" | "subject">,
  channel: Delivery["channel"],
  recipient: string | null,
  id = uuidv7(ctx.clock(), ctx.randomBytes(16)),
) {
  const at = ctx.clock();
  return (state: DeliveryState, more: Partial<Pick<Delivery, "status" | "messageId" | "body">> = {}): Promise<void> =>
    insertDelivery(tx, {
      ...{ member: entry.member, entry: entry.id, id, channel, kind, subject, state, at, changedAt: at },
      recipient: recipient === null ? null : sealRecipient(ctx, recipient),
      ...{ body: null, messageId: null, status: null, ...more },
    });
}
