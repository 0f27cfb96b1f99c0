import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { type CannedTitle, cannedTitlesIn } from "./canned-answers.ts";
import { type Conversation, conversationIn, notesIn, type StoredNote } from "./conversation.ts";
import { type Delivery, deliveriesIn } from "./deliveries.ts";
import { type EntryTask, tasksIn } from "./entry-tasks.ts";

/** All that is written about an entry beside its facts, and what waits about it. For agents. */
export interface Correspondence {
  readonly conversation: Conversation;
  readonly notes: readonly StoredNote[];
  readonly tasks: readonly EntryTask[];
  readonly deliveries: readonly Delivery[];
  /** Ready answers that may be inserted in a message. */
  readonly canned: readonly CannedTitle[];
}

/** Reads them together, in one trip. */
export async function readCorrespondence(
  ctx: Pick<Context, "db">,
  member: string,
  entry: string,
  definition: Parameters<typeof cannedTitlesIn>[2],
): Promise<Correspondence> {
  return withActor(ctx.db, { member }, async (tx) => {
    const [conversation, notes, tasks, deliveries, canned] = await Promise.all([
      conversationIn(tx, member, entry),
      notesIn(tx, member, entry),
      tasksIn(tx, member, entry),
      deliveriesIn(tx, member, entry),
      cannedTitlesIn(tx, member, definition),
    ]);
    return { conversation, notes, tasks, deliveries, canned };
  });
}

/** What a citizen may know of it: the conversation, and whether something sent to her came back. */
export async function readOpen(
  ctx: Pick<Context, "db">,
  member: string,
  entry: string,
): Promise<Pick<Correspondence, "conversation" | "tasks">> {
  return withActor(ctx.db, { member }, async (tx) => {
    const [conversation, tasks] = await Promise.all([conversationIn(tx, member, entry), tasksIn(tx, member, entry)]);
    return { conversation, tasks };
  });
}
