import type { EventActor, Side } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";

/** One message of an entry; never changed once written. */
export interface StoredMessage {
  readonly seq: number;
  readonly side: Side;
  readonly actor: EventActor;
  readonly body: string;
  /** Ids of attachments bound to the entry. */
  readonly files: readonly string[];
  readonly at: Date;
  readonly hash: Buffer;
}

/** One note that agents left each other. */
export interface StoredNote extends Pick<StoredMessage, "seq" | "actor" | "body" | "at" | "hash"> {
  /** The unit that keeps it, "{member}/{unit}"; null for one that every agent reads. */
  readonly keptBy: string | null;
}

/** When someone of this side first had messages up to `seq` on her screen. */
export interface Seen {
  readonly side: Side;
  readonly seq: number;
  readonly actor: EventActor;
  readonly at: Date;
}

/** Oldest first. */
export interface Conversation {
  readonly messages: readonly StoredMessage[];
  readonly seen: readonly Seen[];
}

/** The conversation of an entry. Rights are the caller's business. */
export async function readConversation(ctx: Pick<Context, "db">, member: string, entry: string): Promise<Conversation> {
  return withActor(ctx.db, { member }, (tx) => conversationIn(tx, member, entry));
}

/** The same in a transaction under way. */
export async function conversationIn(tx: Tx, member: string, entry: string): Promise<Conversation> {
  const [messages, seen] = await Promise.all([
    tx<StoredMessage[]>`
      select seq, side, actor, body, files, at, hash from message
      where member_id = ${member} and entry_id = ${entry} order by seq`,
    tx<Seen[]>`
      select side, seq, actor, at from message_seen where member_id = ${member} and entry_id = ${entry} order by seq`,
  ]);
  return { messages, seen };
}

/** One message, in a transaction under way; null when there is none. */
export async function messageIn(tx: Tx, member: string, entry: string, seq: number): Promise<StoredMessage | null> {
  const [row] = await tx<StoredMessage[]>`
    select seq, side, actor, body, files, at, hash from message
    where member_id = ${member} and entry_id = ${entry} and seq = ${seq}`;
  return row ?? null;
}

/** The notes of an entry, oldest first: for agents only. */
export async function notesIn(tx: Tx, member: string, entry: string): Promise<readonly StoredNote[]> {
  return tx<StoredNote[]>`
    select seq, actor, body, at, hash, kept_by from note where member_id = ${member} and entry_id = ${entry} order by seq`;
}

/** What is about to be written of a message or a note: its place, and the hash of what is before. */
export interface Last {
  readonly seq: number;
  readonly hash: Buffer | null;
  readonly actor: EventActor | null;
  readonly body: string;
  readonly files: readonly string[];
  readonly at: Date | null;
}

const NOTHING: Last = { seq: 0, hash: null, actor: null, body: "", files: [], at: null };

/** The last message of an entry. Others who write wait for the end of this transaction. */
export async function lastMessage(tx: Tx, member: string, entry: string): Promise<Last> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`message ${member} ${entry}`}, 0))`;
  const [row] = await tx<Last[]>`
    select seq, hash, actor, body, files, at from message
    where member_id = ${member} and entry_id = ${entry} order by seq desc limit 1`;
  return row ?? NOTHING;
}

/** The last note of an entry, likewise. */
export async function lastNote(tx: Tx, member: string, entry: string): Promise<Last> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`note ${member} ${entry}`}, 0))`;
  const [row] = await tx<Last[]>`
    select seq, hash, actor, body, '{}'::uuid[] as files, at from note
    where member_id = ${member} and entry_id = ${entry} order by seq desc limit 1`;
  return row ?? NOTHING;
}

interface Place {
  readonly member: string;
  readonly entry: string;
}

/** Adds a message and binds its files; false, and the transaction is to be given up, when one is not available. */
export async function insertMessage(
  tx: Tx,
  { member, entry, owners, ...message }: Place & StoredMessage & { readonly owners: readonly string[] },
): Promise<boolean> {
  const { seq, side, actor, body, files, at, hash } = message;
  await tx`
    insert into message (member_id, entry_id, seq, side, actor, body, files, at, hash)
    values (${member}, ${entry}, ${seq}, ${side}, ${tx.json({ ...actor } as never)}, ${body}, ${[...files]}::uuid[], ${at}, ${hash})`;
  if (files.length === 0) return true;
  const [row] = await tx<{ bound: boolean }[]>`
    select bind_attachments(${member}, ${[...owners]}, ${entry}, ${[...files]}::uuid[]) as bound`;
  return row?.bound === true;
}

/** Adds a note. */
export async function insertNote(tx: Tx, { member, entry, ...note }: Place & StoredNote): Promise<void> {
  const { seq, actor, body, at, hash, keptBy } = note;
  await tx`
    insert into note (member_id, entry_id, seq, actor, body, at, hash, kept_by)
    values (${member}, ${entry}, ${seq}, ${tx.json({ ...actor } as never)}, ${body}, ${at}, ${hash}, ${keptBy})`;
}

/** Records that messages up to `seq` were on someone's screen; the first time of each side only. */
export async function insertSeen(
  ctx: Pick<Context, "db">,
  { member, entry, side, seq, actor, at }: Place & Seen,
): Promise<void> {
  await withActor(
    ctx.db,
    { member },
    (tx) => tx`
      insert into message_seen (member_id, entry_id, side, seq, actor, at)
      values (${member}, ${entry}, ${side}, ${seq}, ${tx.json({ ...actor } as never)}, ${at})
      on conflict do nothing`,
  );
}
