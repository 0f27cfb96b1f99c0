import { type Actor, actsByMandate, type EventActor, formatInstant, type Side } from "../engine/index.ts";
import type { MessageView } from "../renderer/conversation.tsx";
import { conversationWords as words } from "../renderer/strings-conversation.ts";
import type { Context } from "./context.ts";
import { fileView } from "./file-view.ts";
import { openNames } from "./identity/sealed-names.ts";
import { findNamed } from "./store/attachments.ts";
import { type Conversation, insertSeen, type Seen, type StoredMessage } from "./store/conversation.ts";

/** Who reads the conversation of an entry, and for which side. */
export interface Reader {
  readonly ctx: Context;
  readonly member: string;
  readonly entry: string;
  readonly actor: Actor;
  readonly side: Side;
  /** Address under which the entry's files are read. */
  readonly fileBase: string;
}

/** A conversation as one side reads it. */
export async function threadOf(reader: Reader, { messages, seen }: Conversation): Promise<readonly MessageView[]> {
  const { ctx, member, entry, actor, side, fileBase } = reader;
  const ids = messages.flatMap(({ files }) => files);
  const named = ids.length === 0 ? [] : await findNamed(ctx, member, ids, { entry, owners: [] });
  const people = [actor.id, ...actor.holders];
  const files = new Map(named.map((file) => [file.id, fileView(ctx, file, fileBase, people)]));
  const shown = lastSeen(seen, side);
  return messages.map((message) => ({
    seq: message.seq,
    ours: message.side === side,
    by: authorOf(reader, message),
    at: message.at.toISOString(),
    when: formatInstant(message.at.toISOString()),
    text: message.body,
    files: message.files.flatMap((id) => files.get(id) ?? []),
    seen: seenSentence(reader, message, seen),
    fresh: message.side !== side && message.seq > shown,
  }));
}

/** How many messages of the other side this one has not had on its screen. */
export function countFresh({ messages, seen }: Conversation, side: Side): number {
  const shown = lastSeen(seen, side);
  return messages.filter((message) => message.side !== side && message.seq > shown).length;
}

/** Records that what the other side wrote is now on this reader's screen, if that is new. */
export async function markSeen(
  { ctx, member, entry, actor, side }: Pick<Reader, "ctx" | "member" | "entry" | "actor" | "side">,
  { messages, seen }: Conversation,
  by: EventActor,
): Promise<void> {
  const seq = messages.findLast((message) => message.side !== side)?.seq ?? 0;
  if (seq <= lastSeen(seen, side) || actor.kind === "system") return;
  await insertSeen(ctx, { member, entry, side, seq, actor: by, at: ctx.clock() });
}

const lastSeen = (seen: readonly Seen[], side: Side): number =>
  Math.max(0, ...seen.filter((one) => one.side === side).map(({ seq }) => seq));

function authorOf({ ctx, actor, side }: Reader, message: StoredMessage): string {
  const by = openNames(ctx.secrets, message.actor);
  if (message.side === "service") return by.name ?? words.service;
  if (by.id === actor.id) return words.you;
  if (actsByMandate(by)) return words.byMandate(by.name ?? "");
  if (side === "service") return words.citizen;
  return actsByMandate(actor) ? (actor.onBehalfOf.name ?? words.represented) : words.you;
}

/** When the other side saw a message; null for what the reader's side received, but who of it saw it first. */
function seenSentence({ ctx, side }: Reader, message: StoredMessage, seen: readonly Seen[]): string | null {
  const first = seen.find((one) => one.side !== message.side && one.seq >= message.seq);
  const when = first && formatInstant(first.at.toISOString());
  if (message.side === "service") {
    if (side === "citizen") return null;
    return when === undefined ? words.unseenByCitizen : words.seenByCitizen(when);
  }
  if (first === undefined || when === undefined) return side === "citizen" ? words.unseenByService : null;
  if (side === "citizen") return words.seenByService(when);
  return words.seenBy(openNames(ctx.secrets, first.actor).name ?? words.service, when);
}
