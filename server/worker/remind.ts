import {
  type CompiledDefinition,
  type DueReminder,
  dueReminders,
  type Entry,
  mailOf,
  parisDay,
  recalls,
  reminderAddress,
  reminderWindows,
} from "../../engine/index.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { oweReminders } from "../commands/owe-reminders.ts";
import { about } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { insertLoneEffect, type Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import {
  dropReminders,
  insertReminder,
  type OpenReminder,
  openRemindersIn,
  saidReminders,
  soughtEntries,
  sumRelatedIn,
} from "../store/reminders.ts";
import { sendLetter } from "./letter.ts";

/** One part of the search: entries of one definition, after an id. */
export const REMIND_SOME = "remind-some";
/** One mail of those it found. */
export const REMIND_MAIL = "remind-mail";

/** Entries looked at in one transaction. */
const AT_ONCE = 200;

/** Owes the search of each definition of a member, and that of the next morning. */
export async function runRemind(ctx: Context, tx: Tx, { memberId: member }: Job): Promise<void> {
  await oweReminders(ctx, member, tx);
  for (const { id } of ctx.catalogue.definitions(member).filter(recalls)) await oweSome(ctx, tx, member, id, null);
}

async function oweSome(ctx: Context, tx: Tx, member: string, definition: string, after: string | null): Promise<void> {
  const now = ctx.clock();
  const today = parisDay(now.toISOString());
  const id = uuidFrom(ctx.secrets.mac(REMIND_SOME, JSON.stringify([member, definition, today, after])));
  await insertLoneEffect(tx, { member, id, type: REMIND_SOME, params: { definition, after }, now, background: true });
}

/**
 * Says what is due of some entries, and owes the following ones: what is said is recorded in the transaction that owes its mails. Each
 * entry is told of by the version it is pinned to: those of a version that recalled nothing are left alone.
 */
export async function runRemindSome(ctx: Context, tx: Tx, { memberId: member, params }: Job): Promise<void> {
  const { definition: id, after } = params;
  const definition = typeof id === "string" ? ctx.catalogue.definition(member, id) : null;
  if (!definition || !recalls(definition)) return;
  const today = parisDay(ctx.clock().toISOString());
  if (after === null) await dropPast(ctx, tx, member, definition.id);
  const states = [...new Set([...definition.reminders, definition.confirmation].flatMap((each) => each?.states ?? []))];
  const sought = { member, definition: definition.id, states, ...reminderWindows(definition, today) };
  const entries = await soughtEntries(tx, sought, typeof after === "string" ? after : null, AT_ONCE);
  const ids = entries.map((entry) => entry.id);
  const said = await saidReminders(tx, member, ids);
  for (const { head: _, ...entry } of entries) await say(ctx, tx, entry, today, said);
  const last = ids.at(-1);
  if (last !== undefined && ids.length === AT_ONCE) await oweSome(ctx, tx, member, definition.id, last);
}

/** Listed reminders looked over each morning. */
const MOST_LISTED = 2_000;

/** Takes out of the list what is no longer to be recalled: another date since, an activity that ended, a condition that holds no more. */
async function dropPast(ctx: Context, tx: Tx, member: string, definition: string): Promise<void> {
  const today = parisDay(ctx.clock().toISOString());
  for (const open of await openRemindersIn(tx, member, definition, MOST_LISTED)) {
    const entry = await findEntryIn(tx, member, open.entryId);
    if (entry && (await isStillDue(ctx, entry, open, today))) continue;
    await dropReminders(tx, open, ctx.clock());
  }
}

/** Whether something listed is to be recalled of an entry as it is now. */
export async function isStillDue(
  ctx: Context,
  entry: Entry,
  { reminder, day }: Pick<OpenReminder, "reminder" | "day">,
  today: string,
): Promise<boolean> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return dueOf(ctx, definition, entry, today).some((due) => due.id === reminder && due.day === day);
}

async function say(ctx: Context, tx: Tx, entry: Entry, today: string, said: ReadonlySet<string>): Promise<void> {
  const { member, id } = entry;
  const definition = await ctx.catalogue.version(member, entry.definition, entry.version);
  const to = reminderAddress(definition, entry);
  for (const due of dueOf(ctx, definition, entry, today)) {
    if (said.has(`${id} ${due.id} ${due.day}`) || !(await isShort(ctx, tx, definition, entry, due, today))) continue;
    const mailed = due.mail !== null && to !== null;
    // Whoever has no address is told by someone.
    const listed = due.unit || (due.mail !== null && to === null);
    const told = { member, entry: id, definition: definition.id, reminder: due.id, day: due.day, listed, mailed };
    if (!(await insertReminder(tx, told, ctx.clock())) || !mailed) continue;
    const effect = uuidFrom(ctx.secrets.mac(REMIND_MAIL, JSON.stringify([member, id, due.id, due.day])));
    const params = { entry: id, reminder: due.id, day: due.day };
    await insertLoneEffect(tx, { member, id: effect, type: REMIND_MAIL, params, now: ctx.clock(), background: true });
  }
}

function dueOf(ctx: Context, definition: CompiledDefinition, entry: Entry, today: string): readonly DueReminder[] {
  return dueReminders(definition, entry, today, {
    now: ctx.clock().toISOString(),
    actor: { kind: "system", roles: [] },
    about: about(ctx, entry.member, definition),
  });
}

/** Whether what a relation adds up to this year is short of its goal, for a reminder that is about it. */
async function isShort(
  ctx: Context,
  tx: Tx,
  definition: CompiledDefinition,
  entry: Entry,
  { short }: DueReminder,
  today: string,
): Promise<boolean> {
  if (short === null) return true;
  const relation = definition.relations.find(({ id }) => id === short);
  if (!relation?.total?.goal) return false;
  const { field: number, day, states = [], goal } = relation.total;
  const members = ctx.catalogue.everyMember().map(({ id }) => id);
  const { definition: of, field } = relation;
  const summed = { members, definition: of, field, number, day, states, year: today.slice(0, 4) };
  return (await sumRelatedIn(tx, summed, entry.id)) < goal;
}

/**
 * Writes to whoever an entry is about, unless it is no longer so: confirmed since, activity ended, another date, another address. Run
 * again it is the same mail; its reader chooses how she receives what recalls.
 */
export async function runRemindMail(ctx: Context, tx: Tx, { memberId: member, entryId, params }: Job): Promise<void> {
  const { entry: id, reminder, day } = params;
  if (typeof id !== "string") throw new HopelessEffect("A reminder lacks its entry");
  const found = await findEntryIn(tx, member, id);
  if (!found) return;
  const { head: _, ...entry } = found;
  const definition = await ctx.catalogue.version(member, found.definition, found.version);
  const now = ctx.clock().toISOString();
  const due = dueOf(ctx, definition, entry, parisDay(now)).find((each) => each.id === reminder && each.day === day);
  const template = due?.mail ? definition.templates.get(due.mail) : undefined;
  const to = reminderAddress(definition, entry);
  if (!due || !template || to === null) return;
  const { reference, state, createdAt, answers } = entry;
  const mail = mailOf(to, template, {
    answers,
    now,
    entry: { reference, state, createdAt, due: due.day },
    about: about(ctx, member, definition),
  });
  const letter = { entry: found, definition, kind: "reminder" as const, to, id: entryId, sms: mail.sms ?? null };
  await sendLetter(ctx, tx, { ...letter, subject: mail.subject, body: mail.body });
}
