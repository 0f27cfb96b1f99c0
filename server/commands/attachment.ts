import { createReadStream } from "node:fs";
import { cleanName, freeName, inspect } from "../accepted-files.ts";
import type { Context } from "../context.ts";
import { FilesAway } from "../files/file-place.ts";
import { sweepFiles } from "../files/sweep.ts";
import { filesAway, putFile } from "../files/vault.ts";
import { uploadOwner } from "../identity/actor-for.ts";
import type { Subject } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { dropFiles, type ReceivedFile, readMultipart } from "../middleware/multipart.ts";
import { incomingFolder } from "../middleware/read-form.ts";
import { done, notFound, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { deleteUnbound, insertAttachment, type NewAttachment, purgeUnbound, waitingOf } from "../store/attachments.ts";
import { sweep } from "../uploads.ts";

/** How long a file may wait for the entry that names it, in milliseconds. */
const UNBOUND_LIFE = 48 * 3_600_000;
const PURGE_BATCH = 500;
/** Files one person may keep on our disk before an entry takes them: how many, and how many times the largest size. */
const MAX_UNBOUND = 200;
const MAX_UNBOUND_WEIGHT = 20;

/** An attachment as the API shows it; `sha256` in hexadecimal, `size` in bytes. */
export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Receives the `file` part of a multipart request and keeps it for `who`, who may name its id in answers within 48 h.
 * Refusals: `malformed` (not multipart, cut, no file or several), `too-large`, `invalid` (empty or of a type not
 * accepted), `not-allowed` (an agent of another member, software that may only read), `not-found` (no such member).
 */
export async function uploadAttachment(
  ctx: Context,
  member: string,
  who: Subject,
  request: Request,
): Promise<Outcome<AttachmentView>> {
  if (!ctx.catalogue.member(member)) return refused(notFound());
  if (who.agent?.verbs?.every((verb) => verb === "read")) {
    return refused(problem("not-allowed", "Ce jeton ne permet que de lire."));
  }
  const owner = uploadOwner(ctx, who, member);
  if (owner === null) return refused(problem("not-allowed", "Vous ne travaillez pas pour cette collectivité."));
  const limits = { file: ctx.config.maxFile, text: 10_000, files: 2, fields: 20 };
  const body = await readMultipart(request, incomingFolder(ctx), limits);
  if (!body.ok) return body;
  const { files } = body.value;
  try {
    const [file, second] = files;
    if (!file || second || file.field !== "file") {
      return refused(problem("malformed", "Envoyez un fichier, et un seul, dans le champ « file »."));
    }
    const kept = await keepFile(ctx, member, owner, file);
    return kept.ok ? done(attachmentView(kept.value)) : kept;
  } finally {
    await dropFiles(files);
  }
}

/**
 * Keeps a received file under `owner`: once this resolves, it is on disk and recorded. `invalid` when it is empty or of
 * a type not accepted, `too-many` when too many wait already; the file is then still where it was received.
 */
export async function keepFile(
  ctx: Context,
  member: string,
  owner: string,
  file: ReceivedFile,
): Promise<Outcome<NewAttachment>> {
  if (file.size === 0) return invalid(file, "Ce fichier est vide. Choisissez-en un autre.");
  const inspected = await inspect(file.path, file.name);
  if ("refusal" in inspected) return invalid(file, inspected.refusal);
  const { type } = inspected;
  const waiting = await waitingOf(ctx, member, owner);
  if (waiting.names.length >= MAX_UNBOUND || waiting.bytes + file.size > MAX_UNBOUND_WEIGHT * ctx.config.maxFile) {
    return refused(tooMany(3600, "Vous avez beaucoup de fichiers en attente : envoyez d’abord vos demandes."));
  }
  const id = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const { size, sha256 } = file;
  const name = freeName(cleanName(file.name, type), waiting.names);
  const kept: NewAttachment = { id, owner, entryId: null, name, type, size, sha256 };
  // The row first: a file without a row would never be purged, a row without a file is.
  await insertAttachment(ctx, member, kept);
  try {
    await putFile(ctx, member, createReadStream(file.path), { id, scan: ctx.config.clamd ? "waiting" : "unscanned" });
    ctx.wake();
    return done(kept);
  } catch (error) {
    await deleteUnbound(ctx, member, id);
    if (!(error instanceof FilesAway)) throw error;
    ctx.log.error({ err: error }, "files away");
    return refused(filesAway());
  }
}

/** A file as the API tells it. */
export function attachmentView({ id, name, type, size, sha256 }: NewAttachment): AttachmentView {
  return { id, name, type, size, sha256: sha256.toString("hex") };
}

/** Removes files that nothing took within 48 hours, living drafts excepted. Returns how many. The worker calls it. */
export async function purgeUploads(ctx: Context): Promise<number> {
  const before = new Date(ctx.clock().getTime() - UNBOUND_LIFE);
  let purged = await sweep(incomingFolder(ctx), before);
  for (;;) {
    const count = await purgeUnbound(ctx, before, PURGE_BATCH);
    purged += count;
    if (count < PURGE_BATCH) break;
  }
  await sweepFiles(ctx);
  return purged;
}

function invalid(file: ReceivedFile, message: string) {
  return refused(problem("invalid", message, [{ code: "file", pointer: `/${file.field}`, message }]));
}
