import { ALERT_TIMER, type Answers, type MemberEffect, mailedTo, OPENED_BY_THIS, SYSTEM } from "../../engine/index.ts";
import { conversationMails } from "../../renderer/strings-conversation-mails.ts";
import { changeMember } from "../commands/change-member.ts";
import { forwardEntry } from "../commands/forward-entry.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { makeDocument } from "../commands/make-document.ts";
import { openEntry } from "../commands/open-entry.ts";
import { MAILING } from "../commands/owe-mailing.ts";
import { REMIND } from "../commands/owe-reminders.ts";
import { type LoneMail, SEALED_MAIL } from "../commands/queue-mail.ts";
import { recordReturn } from "../commands/returned-mail.ts";
import { sendEvent } from "../commands/send-event.ts";
import { UNIT_DIGEST } from "../commands/unit-digest.ts";
import { NOTICE } from "../commands/write-message.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Problem } from "../problem.ts";
import { named } from "../reference-names.ts";
import { referable } from "../referred.ts";
import { messageIn } from "../store/conversation.ts";
import { findByMessageId } from "../store/deliveries.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import { insertOpened, openedBy } from "../store/related-entries.ts";
import { alertService } from "./clock-alert.ts";
import { COORDINATE, runCoordinate, runDeclare } from "./coordinate.ts";
import { DIGEST, runDigest } from "./digest.ts";
import { openText, sendLetter, sendText, TEXT } from "./letter.ts";
import { deliverMail } from "./mail.ts";
import { withOpinion } from "./opinion-line.ts";
import { runPaymentReceipt } from "./payment-receipt.ts";
import { runRefund } from "./refund.ts";
import { REMIND_MAIL, REMIND_SOME, runRemind, runRemindMail, runRemindSome } from "./remind.ts";
import { runRequestPayment } from "./request-payment.ts";
import { runMailing } from "./run-mailing.ts";
import { runSeat, SEAT } from "./seat.ts";
import { runUnitDigest } from "./unit-digest.ts";

type Handler = (ctx: Context, tx: Tx, job: Job) => Promise<void>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  mail: runMail,
  sms: runSms,
  [TEXT]: runText,
  [DIGEST]: runDigest,
  [UNIT_DIGEST]: runUnitDigest,
  [REMIND]: runRemind,
  [REMIND_SOME]: runRemindSome,
  [REMIND_MAIL]: runRemindMail,
  [SEALED_MAIL]: runSealedMail,
  [NOTICE]: (ctx, tx, job) => ("payment" in job.params ? runPaymentReceipt : runNotice)(ctx, tx, job),
  timer: runTimer,
  document: (ctx, tx, job) =>
    makeDocument(
      ctx,
      tx,
      { member: job.memberId, entry: job.entryId, seq: job.seq, rank: job.rank },
      text(job, "document"),
    ),
  "open-entry": runOpenEntry,
  "update-entry": runUpdateEntry,
  transfer: runTransfer,
  "request-payment": runRequestPayment,
  refund: runRefund,
  declare: runDeclare,
  [COORDINATE]: runCoordinate,
  [SEAT]: runSeat,
  [MAILING]: runMailing,
  member: (ctx, tx, { memberId, params }) => changeMember(ctx, tx, memberId, params as unknown as MemberEffect),
};

/** Runs one effect inside the transaction that holds it. What it writes commits with its being done. */
export async function runEffect(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const handler = HANDLERS[job.type];
  if (!handler) throw new HopelessEffect(`Unknown effect: ${job.type}`);
  await handler(ctx, tx, job);
}

async function runMail(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { entry, definition } = await about(ctx, tx, job.memberId, job.entryId);
  const { sms, reminder, document, calendar } = job.params;
  const written = { subject: text(job, "subject"), body: text(job, "body"), sms: typeof sms === "string" ? sms : null };
  const told = await named(ctx, tx, entry, written);
  await sendLetter(ctx, tx, {
    entry,
    definition,
    kind: reminder === true ? "reminder" : "legal",
    to: text(job, "to"),
    subject: told.subject,
    body: withOpinion(told.body, definition, entry, job.seq),
    sms: told.sms,
    id: `${job.entryId}.${job.seq}.${job.rank}`,
    opening: job.seq === 1,
    ...(typeof document === "string" && { joins: { seq: job.seq, document } }),
    ...(typeof calendar === "string" && { calendar }),
  });
}

async function runSms(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { entry, definition } = await about(ctx, tx, job.memberId, job.entryId);
  const id = `${job.entryId}.${job.seq}.${job.rank}`;
  const words = await named(ctx, tx, entry, { subject: text(job, "subject"), sms: text(job, "sms") });
  await sendText(ctx, tx, { entry, definition, kind: "reminder", id, ...words }, text(job, "to"));
}

/** The text message that goes with a mail. */
async function runText(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { entry, definition } = await about(ctx, tx, job.memberId, text(job, "entry"));
  const opened = openText(ctx, text(job, "sealed"));
  if (opened === null) throw new HopelessEffect("The text cannot be read: it was sealed with another secret");
  const { number, ...words } = opened;
  const kind = text(job, "kind") === "message" ? "message" : "reminder";
  await sendText(ctx, tx, { entry, definition, kind, id: job.entryId, ...words }, number);
}

/** The entry an effect is about, and the version it is pinned to. */
async function about(ctx: Context, tx: Tx, member: string, id: string) {
  const entry = await findEntryIn(tx, member, id);
  if (!entry) throw new HopelessEffect("The entry is not there");
  return { entry, definition: await ctx.catalogue.version(entry.member, entry.definition, entry.version) };
}

async function runSealedMail(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const opened = ctx.secrets.unseal(SEALED_MAIL, Buffer.from(text(job, "sealed"), "base64"));
  if (opened === null) throw new HopelessEffect("The mail cannot be read: it was sealed with another secret");
  const mail = JSON.parse(opened) as Omit<LoneMail, "member">;
  const messageId = `${job.entryId}@${new URL(ctx.config.publicUrl).hostname}`;
  const refusal = await deliverMail(ctx, { ...mail, member: job.memberId, messageId }, tx);
  if (refusal === null) return;
  const known = await recordReturn(ctx, tx, await findByMessageId(tx, messageId), { state: "refused", ...refusal });
  if (known === 0) throw new HopelessEffect(`The recipient's server refused the mail: ${refusal.status}`);
}

/** Tells the citizen that the service wrote to her: a link, never the words. */
async function runNotice(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { entry, definition } = await about(ctx, tx, job.memberId, text(job, "entry"));
  const member = ctx.catalogue.member(entry.member)?.name ?? entry.member;
  const to = mailedTo(definition, entry.answers) ?? "";
  const words = conversationMails.message(member, definition.title, entry.reference, "{{lien}}");
  const seq = Number(job.params["message"]);
  const printed = to === "" ? (await messageIn(tx, entry.member, entry.id, seq))?.body : undefined;
  await sendLetter(ctx, tx, {
    ...{ entry, definition, kind: "message", to, id: job.entryId, query: "?vers=messages" },
    subject: words.subject,
    body: printed === undefined ? words.body : conversationMails.letter(definition.title, entry.reference, printed),
    sms: conversationMails.messageSms(member, entry.reference),
  });
}

/** A timer that no longer applies (the entry has moved on) is done: there is nothing left to do. */
async function runTimer(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const entry = await findEntryIn(tx, job.memberId, job.entryId);
  if (!entry) return;
  if (text(job, "event") === ALERT_TIMER) return alertService(ctx, tx, entry);
  const sent = await sendEvent(
    ctx,
    {
      member: job.memberId,
      definitionId: entry.definition,
      id: entry.id,
      actor: SYSTEM,
      type: text(job, "event"),
      revision: null,
    },
    tx,
  );
  if (!sent.ok && sent.problem.code !== "unknown-event") fail(sent.problem);
}

async function runTransfer(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const origin = await findEntryIn(tx, job.memberId, job.entryId);
  if (origin) await forwardEntry(ctx, tx, origin, { to: text(job, "to"), entry: text(job, "entry") });
}

async function runOpenEntry(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const definition = ctx.catalogue.definition(job.memberId, text(job, "definition"));
  if (!definition) throw new HopelessEffect(`${text(job, "definition")} is not offered by ${job.memberId}`);
  const opened = await openEntry(
    ctx,
    {
      member: job.memberId,
      definition,
      actor: SYSTEM,
      answers: answers(job),
      idempotencyKey: `effect:${job.entryId}:${job.seq}:${job.rank}`,
    },
    tx,
  );
  if (!opened.ok) fail(opened.problem);
  const origin = await findEntryIn(tx, job.memberId, job.entryId);
  if (!origin) return;
  const { privacy } = await ctx.catalogue.version(origin.member, origin.definition, origin.version);
  if (privacy.sector !== definition.privacy.sector) return;
  await insertOpened(tx, job.memberId, { origin: origin.id, entry: opened.value.view.id });
}

async function runUpdateEntry(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const definition = text(job, "definition");
  const named = text(job, "entry");
  if (named !== OPENED_BY_THIS) return updateEntry(ctx, tx, job, named);
  for (const id of await openedBy(tx, job.memberId, job.entryId, definition)) await updateEntry(ctx, tx, job, id);
}

/** Sends the event of an effect to one entry: of the member, or of one that shares the definition with it. */
async function updateEntry(ctx: Context, tx: Tx, job: Job, id: string): Promise<void> {
  const definitionId = text(job, "definition");
  const event = { actor: SYSTEM, type: text(job, "event"), answers: answers(job), revision: null };
  let sent = await sendEvent(ctx, { ...event, member: job.memberId, definitionId, id }, tx);
  for (const member of referable(ctx, job.memberId, definitionId).slice(1)) {
    if (sent.ok || sent.problem.code !== "not-found") break;
    sent = await sendEvent(ctx, { ...event, member, definitionId, id }, tx);
  }
  const passed = job.params["ifTaken"] === true || text(job, "entry") === OPENED_BY_THIS;
  if (!sent.ok && !(passed && sent.problem.code === "unknown-event")) fail(sent.problem);
}

/** A stale entry is worth another try; any other refusal will be the same next time. */
function fail(problem: Problem): never {
  const details = problem.issues.map((issue) => `${issue.pointer} ${issue.message}`).join(" ; ");
  const sentence = `${problem.code}: ${problem.detail} ${details}`.trim();
  if (problem.code === "stale") throw new Error(sentence);
  throw new HopelessEffect(sentence);
}

function text(job: Job, name: string): string {
  const value = job.params[name];
  if (typeof value !== "string") throw new HopelessEffect(`Effect ${job.type} lacks ${name}`);
  return value;
}

function answers(job: Job): Answers {
  const value = job.params["answers"];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return value as Answers;
}
