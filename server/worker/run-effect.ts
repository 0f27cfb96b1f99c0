import { ALERT_TIMER, type Answers, type MemberEffect, mailedTo, SYSTEM } from "../../engine/index.ts";
import { conversationMails } from "../../renderer/strings-conversation-mails.ts";
import { changeMember } from "../commands/change-member.ts";
import { forwardEntry } from "../commands/forward-entry.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { makeDocument } from "../commands/make-document.ts";
import { openEntry } from "../commands/open-entry.ts";
import { type LoneMail, SEALED_MAIL } from "../commands/queue-mail.ts";
import { sendEvent } from "../commands/send-event.ts";
import { NOTICE } from "../commands/write-message.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Problem } from "../problem.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import { alertService } from "./clock-alert.ts";
import { entryLink } from "./entry-link.ts";
import { deliverMail } from "./mail.ts";

type Handler = (ctx: Context, tx: Tx, job: Job) => Promise<void>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  mail: runMail,
  [SEALED_MAIL]: runSealedMail,
  [NOTICE]: runNotice,
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
  member: (ctx, tx, { memberId, params }) => changeMember(ctx, tx, memberId, params as unknown as MemberEffect),
};

/** Runs one effect inside the transaction that holds it. What it writes commits with its being done. */
export async function runEffect(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const handler = HANDLERS[job.type];
  if (!handler) throw new HopelessEffect(`Unknown effect: ${job.type}`);
  await handler(ctx, tx, job);
}

async function runMail(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const body = text(job, "body");
  const link = body.includes("{{lien}}") ? await entryLink(ctx, tx, job.memberId, job.entryId) : "";
  const host = new URL(ctx.config.publicUrl).hostname;
  await deliverMail(
    ctx,
    {
      member: job.memberId,
      messageId: `${job.entryId}.${job.seq}.${job.rank}@${host}`,
      to: text(job, "to"),
      subject: text(job, "subject"),
      body: body.replaceAll("{{lien}}", link),
    },
    tx,
  );
}

async function runSealedMail(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const opened = ctx.secrets.unseal(SEALED_MAIL, Buffer.from(text(job, "sealed"), "base64"));
  if (opened === null) throw new HopelessEffect("The mail cannot be read: it was sealed with another secret");
  const mail = JSON.parse(opened) as Omit<LoneMail, "member">;
  const messageId = `${job.entryId}@${new URL(ctx.config.publicUrl).hostname}`;
  await deliverMail(ctx, { ...mail, member: job.memberId, messageId }, tx);
}

/** Tells the citizen that the service wrote to her: a link, never the words. */
async function runNotice(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const entry = await findEntryIn(tx, job.memberId, text(job, "entry"));
  if (!entry) return;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const to = mailedTo(definition, entry.answers);
  if (to === null) return;
  const link = await entryLink(ctx, tx, entry.member, entry.id);
  const member = ctx.catalogue.member(entry.member)?.name ?? entry.member;
  const messageId = `${job.entryId}@${new URL(ctx.config.publicUrl).hostname}`;
  const words = conversationMails.message(member, definition.title, entry.reference, `${link}?vers=messages`);
  await deliverMail(ctx, { member: entry.member, messageId, to, ...words }, tx);
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
}

async function runUpdateEntry(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const sent = await sendEvent(
    ctx,
    {
      member: job.memberId,
      definitionId: text(job, "definition"),
      id: text(job, "entry"),
      actor: SYSTEM,
      type: text(job, "event"),
      answers: answers(job),
      revision: null,
    },
    tx,
  );
  if (!sent.ok) fail(sent.problem);
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
