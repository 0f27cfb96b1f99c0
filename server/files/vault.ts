import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { type FileRow, findFile, insertFile, markRemoved, markStored, type Scan } from "../store/stored-files.ts";
import { basePlace } from "./base-place.ts";
import { type FilePlace, FilesAway, MissingContent, type Place, type Send } from "./file-place.ts";
import { folderPlace } from "./folder-place.ts";
import { s3Place } from "./s3-place.ts";
import { AlteredFile, seal, unseal } from "./sealed.ts";

/** A file just kept; `size` in bytes. */
export interface KeptFile {
  readonly id: string;
  readonly size: number;
}

/** A file to read. */
export interface OpenFile {
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** How a file is kept. */
export interface Keeping {
  /** Its id, a UUID of version 7; drawn when absent. */
  readonly id?: string;
  /** "exempt" when absent: what the platform makes itself. */
  readonly scan?: Scan;
  /** The transaction at hand, of the member or of the system: the file is there if it commits. */
  readonly tx?: Tx;
}

/** Up to this size a file is proved whole in memory before its first byte is given; in bytes. */
const IN_MEMORY = 4_194_304;
/** Up to this one it is read twice, the first time to prove it; beyond, each chunk is proved as it comes. */
const READ_TWICE = 268_435_456;

/**
 * Keeps a content as a file of `member`, sealed under a key of its own. Once this resolves, it is stored. Rejects when
 * the content does, or with `FilesAway`; nothing is left then.
 */
export async function putFile(
  ctx: Context,
  member: string,
  content: AsyncIterable<Uint8Array>,
  { id = uuidv7(ctx.clock(), ctx.randomBytes(16)), scan = "exempt", tx }: Keeping = {},
): Promise<KeptFile> {
  const send = sender(ctx, member, tx);
  const key = randomBytes(32);
  const place = ctx.config.files;
  const name = { member, object: randomUUID() };
  const store = placeOf(ctx, place, send);
  await insertFile(
    send,
    { member, id, place, object: name.object, wrappedKey: wrap(ctx, member, id, key), scan },
    ctx.clock(),
  );
  try {
    let size = 0;
    await store.put(
      name,
      seal(
        key,
        measured(content, (bytes) => (size += bytes)),
      ),
    );
    if (!(await markStored(send, { member, id, size }, ctx.clock()))) throw new Error("The file was removed meanwhile");
    return { id, size };
  } catch (error) {
    // In a transaction all of it goes; out of one, what cannot go now is swept later.
    if (!tx) await removeFile(ctx, member, id).catch(() => undefined);
    throw error;
  }
}

/**
 * A file of `member`, proved to be what was kept (up to 256 MB before its first byte, beyond as it is read: a changed chunk
 * then ends the reading with `AlteredFile`). Rights are the caller's business. `not-found`, or `unavailable` with a
 * sentence when its place is away or its content damaged; the log says which.
 */
export async function openFile(ctx: Context, member: string, id: string, tx?: Tx): Promise<Outcome<OpenFile>> {
  const send = sender(ctx, member, tx);
  const file = await findFile(send, member, id);
  if (!file) return refused(notFound());
  try {
    return done({ size: file.size, content: await proved(file.size, () => contentOf(ctx, file, send)) });
  } catch (error) {
    return refused(unreadable(ctx, file, error));
  }
}

/** Takes a file away: nobody reads it once this resolves (or `tx` commits), and its content goes at the next sweep. */
export async function removeFile(ctx: Context, member: string, id: string, tx?: Tx): Promise<void> {
  await markRemoved(sender(ctx, member, tx), member, [id], ctx.clock());
}

/** The content of a file in clear, from its place. */
export function contentOf(ctx: Context, file: Omit<FileRow, "size" | "scan">, send: Send): AsyncIterable<Uint8Array> {
  const { member, id, place, object, wrappedKey } = file;
  const stored = placeOf(ctx, place, send).get({ member, object });
  return wrappedKey === null ? stored : unseal(unwrap(ctx, member, id, wrappedKey), stored);
}

/** A place by its name. */
export function placeOf(ctx: Pick<Context, "config">, place: Place, send: Send): FilePlace {
  if (place === "base") return basePlace(send);
  if (place === "folder") return folderPlace(ctx.config);
  if (ctx.config.store === null) throw new FilesAway("Files stand in a store, and S3_ENDPOINT is not set");
  return s3Place(ctx.config.store);
}

/** Statements within `tx`, or each in a transaction of its own. */
export const sender =
  (ctx: Pick<Context, "db">, member: string, tx?: Tx): Send =>
  (query) =>
    tx ? query(tx).execute() : readAs(ctx.db, { member }, query);

const purpose = (member: string, id: string): string => `file ${member} ${id}`;

/** A file's key as its row keeps it: of no use for another file, nor without the installation's secret. */
export function wrap(ctx: Pick<Context, "secrets">, member: string, id: string, key: Buffer): Buffer {
  return ctx.secrets.seal(purpose(member, id), key.toString("base64"));
}

function unwrap(ctx: Pick<Context, "secrets">, member: string, id: string, wrapped: Buffer): Buffer {
  const key = ctx.secrets.unseal(purpose(member, id), wrapped);
  if (key === null) throw new AlteredFile("The file's key was not wrapped for it");
  return Buffer.from(key, "base64");
}

async function proved(size: number, read: () => AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  if (size > READ_TWICE) return read();
  const kept: Uint8Array[] = [];
  let seen = 0;
  for await (const part of read()) {
    seen += part.length;
    if (size <= IN_MEMORY) kept.push(part);
  }
  if (seen !== size) throw new AlteredFile(`${seen} bytes instead of ${size}`);
  return size <= IN_MEMORY ? inTurn(kept) : read();
}

async function* inTurn(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function* measured(
  content: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    tell(part.length);
    yield part;
  }
}

function unreadable(ctx: Context, { member, id, place }: FileRow, error: unknown): Problem {
  const damaged = error instanceof AlteredFile || error instanceof MissingContent;
  if (!damaged && !(error instanceof FilesAway)) throw error;
  ctx.log.error({ err: error, member, file: id, place }, damaged ? "file damaged" : "files away");
  if (damaged)
    return problem("unavailable", "Ce fichier est abîmé : nous ne pouvons pas vous le donner. Signalez-le-nous.");
  return filesAway();
}

/** What to tell someone while the place of files does not answer. */
export const filesAway = (): Problem => ({
  ...problem("unavailable", "Les fichiers sont momentanément hors d’atteinte. Réessayez dans quelques minutes."),
  retryAfter: 60,
});
