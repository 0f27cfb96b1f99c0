import {
  type Actor,
  type Answers,
  eventActor,
  type Form,
  noConversation,
  officeOf,
  sideOf,
  submit,
} from "../../engine/index.ts";
import { conversationWords as words } from "../../renderer/strings-conversation.ts";
import { canonical } from "../canonical.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { sealActor } from "../identity/sealed-names.ts";
import { uuidv7 } from "../ids.ts";
import { chainMessage, chainNote } from "../message-chain.ts";
import { MESSAGE_FORMS, NOTE_FORM } from "../message-form.ts";
import { done, notFound, type Outcome, problem, refused, tooMany } from "../problem.ts";
import {
  insertMessage,
  insertNote,
  type Last,
  lastMessage,
  lastNote,
  type StoredMessage,
} from "../store/conversation.ts";
import { postLetters } from "../store/deliveries.ts";
import { insertLoneEffect } from "../store/effects.ts";
import { closeTask, openTask, type TaskKind } from "../store/entry-tasks.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { findVisible } from "./send-event.ts";

export interface WriteRequest {
  readonly member: string;
  readonly definitionId: string;
  readonly id: string;
  readonly actor: Actor;
  /** Answers to `MESSAGE_FORMS` or `NOTE_FORM`. */
  readonly answers: Answers;
  /** A note that every unit reads, where units keep theirs. */
  readonly shared?: boolean;
}

/** News of a message that the worker takes to the citizen. */
export const NOTICE = "notice";

/** Messages one citizen may write about one entry in an hour. */
const MOST_AN_HOUR = 20;
const HOUR = 3600;
/** The same words again within a minute are a button pressed twice. */
const TWICE_MS = 60_000;

/** A file named is someone else's, or gone. */
class FilesGone extends Error {}

/**
 * Writes a message about an entry, for the side the actor is of. From the citizen it gives the service something to do;
 * from the service it answers, and owes her the news. Refusals: `not-found`, `not-allowed`, `unknown-event` (nobody to write to, or the
 * state takes no message), `invalid`, `too-many`.
 */
export async function writeMessage(ctx: Context, request: WriteRequest): Promise<Outcome<{ readonly seq: number }>> {
  const found = await findVisible(ctx, request);
  if (!found) return refused(notFound());
  const { entry, definition } = found;
  const side = sideOf(definition, entry, request.actor);
  if (side === null) return refused(problem("not-allowed", words.notAllowed));
  const none = noConversation(definition, entry);
  if (none !== null) return refused(problem("unknown-event", words.closed[none]));
  const checked = checkedText(MESSAGE_FORMS[side], request.answers, ctx.clock());
  if (!checked.ok) return checked;
  if (side === "citizen") {
    const wait = await take(ctx, [{ key: limitKey(ctx, "message", entry.id), most: MOST_AN_HOUR, seconds: HOUR }]);
    if (wait !== null) return refused(tooMany(wait, words.tooMany));
  }
  const { text: body, files } = checked.value;
  const { member, id, actor } = request;
  const by = sealActor(ctx.secrets, eventActor(actor));
  try {
    const seq = await withActor(ctx.db, { member }, async (tx) => {
      const last = await lastMessage(tx, member, id);
      const at = ctx.clock();
      if (isTwice(last, { id: actor.id, body, files: [...files] }, at)) return last.seq;
      const message = { seq: last.seq + 1, side, actor: by, body, files, at };
      const hash = chainMessage(ctx.secrets, last.hash, { member, id }, message);
      const owners = [actor.id, ...actor.holders];
      if (!(await insertMessage(tx, { member, entry: id, owners, ...message, hash }))) throw new FilesGone();
      await follow(ctx, tx, request, message);
      return message.seq;
    });
    ctx.wake();
    return done({ seq });
  } catch (error) {
    if (!(error instanceof FilesGone)) throw error;
    return refused(
      problem("invalid", words.filesGone, [{ code: "attachment", pointer: "/pieces", message: words.filesGone }]),
    );
  }
}

/** What a message brings about. */
async function follow(
  ctx: Context,
  tx: Tx,
  { member, id: entry, definitionId: definition }: WriteRequest,
  { side, actor, at, seq }: Omit<StoredMessage, "hash">,
): Promise<void> {
  if (side === "citizen") return openTask(tx, { member, entry, definition, kind: "reply", since: at });
  await closeTask(tx, { member, entry, kind: "reply" }, actor, at);
  const id = uuidv7(at, ctx.randomBytes(16));
  await insertLoneEffect(tx, { member, id, type: NOTICE, params: { entry, message: seq }, now: at });
}

/** Leaves a note for colleagues. Refusals: `not-found`, `not-allowed` (a reader writes none), `invalid`. */
export async function writeNote(ctx: Context, request: WriteRequest): Promise<Outcome<{ readonly seq: number }>> {
  const found = await findVisible(ctx, request);
  if (!found) return refused(notFound());
  const { actor } = request;
  if (sideOf(found.definition, found.entry, actor) !== "service") {
    return refused(problem("not-allowed", words.notes.notAllowed));
  }
  const checked = checkedText(NOTE_FORM, request.answers, ctx.clock());
  if (!checked.ok) return checked;
  const body = checked.value.text;
  const own = found.definition.ownNotes && !request.shared ? officeOf(actor) : undefined;
  const seq = await seeingUnits("every", () => addNote(ctx, request, body, own ?? null));
  return done({ seq });
}

/** Every note counts for the place of the next, those of other units included. */
function addNote(
  ctx: Context,
  { member, id, actor }: WriteRequest,
  body: string,
  keptBy: string | null,
): Promise<number> {
  return withActor(ctx.db, { member }, async (tx) => {
    const last = await lastNote(tx, member, id);
    const at = ctx.clock();
    if (isTwice(last, { id: actor.id, body, files: [] }, at)) return last.seq;
    const note = { seq: last.seq + 1, actor: eventActor(actor), body, at };
    const hash = chainNote(ctx.secrets, last.hash, { member, id }, note);
    await insertNote(tx, { member, entry: id, ...note, keptBy, hash });
    return note.seq;
  });
}

/** Marks something to do about an entry as done, with the letters it stands for. Refusals: `not-found`, `not-allowed`. */
export async function settleTask(
  ctx: Context,
  request: Omit<WriteRequest, "answers"> & { readonly kind: TaskKind },
): Promise<Outcome<null>> {
  const found = await findVisible(ctx, request);
  if (!found) return refused(notFound());
  const { member, id: entry, actor, kind } = request;
  if (sideOf(found.definition, found.entry, actor) !== "service") {
    return refused(problem("not-allowed", words.notes.notAllowed));
  }
  const at = ctx.clock();
  await withActor(ctx.db, { member }, async (tx) => {
    await closeTask(tx, { member, entry, kind }, eventActor(actor), at);
    if (kind === "post") await postLetters(tx, member, entry, at);
  });
  return done(null);
}

interface Typed {
  readonly text: string;
  readonly files: readonly string[];
}

/** What was typed, its ends trimmed and its lines as they are kept. */
function checkedText(form: Form, answers: Answers, now: Date): Outcome<Typed> {
  const checked = submit(form, answers, { now: now.toISOString() });
  if (!checked.ok) return refused(problem("invalid", checked.issues[0]?.message ?? "", checked.issues));
  const { texte = "", pieces = [] } = checked.value;
  const files = Array.isArray(pieces) ? pieces.map(String) : [];
  return done({ text: String(texte).replaceAll("\r\n", "\n").trim(), files });
}

function isTwice(last: Last, { id, body, files }: { id: string; body: string; files: string[] }, at: Date): boolean {
  return (
    last.actor?.id === id &&
    last.body === body &&
    canonical([...last.files]) === canonical(files) &&
    last.at !== null &&
    at.getTime() - last.at.getTime() < TWICE_MS
  );
}
