import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy, { type FileInfo } from "busboy";
import { done, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { announcedLength, tooLarge } from "./read-body.ts";
import { hasNul } from "./storable.ts";

/** A file just received, whole and on disk, not yet kept: `dropFiles` removes it unless something renames it. */
export interface ReceivedFile {
  /** Name of the form's field. */
  readonly field: string;
  /** Name as sent: not to be trusted. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Buffer;
}

export interface Multipart {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly ReceivedFile[];
}

/** In bytes, but `files` and `fields`: how many at most. A body may weigh four files of the largest size. */
export interface MultipartLimits {
  readonly file: number;
  /** All texts together. */
  readonly text: number;
  readonly files: number;
  readonly fields: number;
  /** Milliseconds without a byte after which the sender is taken to be gone. */
  readonly silence?: number;
}

/** A slow line may take half an hour; a dead one is let go after this long, in milliseconds. */
const SILENCE = 60_000;

/** Whether files may be written, judging by the texts before the first of them; else they are passed over. */
export type Admission = (fields: ReadonlyMap<string, readonly string[]>) => boolean;

/**
 * Reads a multipart body, its files streamed to `folder` and flushed to disk, never held in memory. Nothing is left on
 * disk when it refuses: `too-large` as soon as a limit is passed, `malformed` when the body is cut or ill-formed.
 */
export async function readMultipart(
  request: Request,
  folder: string,
  limits: MultipartLimits,
  admit: Admission = () => true,
): Promise<Outcome<Multipart>> {
  const most = limits.file * Math.min(limits.files, 4) + limits.text;
  if ((announcedLength(request) ?? 0) > most) return refused(tooLarge(limits.file));
  const parser = createParser(request, limits);
  if (parser === null || request.body === null) return refused(unreadable());
  const reading = new Reading(folder, limits, admit);
  parser.on("field", (name, value, info) => {
    if (info.nameTruncated || info.valueTruncated) reading.stop(tooLarge(limits.text));
    else reading.text(name, value);
  });
  parser.on("file", (field, stream, info) => reading.file(field, stream, info));
  for (const event of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
    parser.on(event, () => reading.stop(problem("too-large", "L’envoi contient trop d’éléments.")));
  }
  try {
    const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
    const total = atMost(most, () => reading.stop(tooLarge(limits.file)));
    const silence = setTimeout(() => reading.stop(interrupted()), limits.silence ?? SILENCE);
    total.on("data", () => silence.refresh());
    await pipeline(body, total, parser, { signal: reading.stopped }).finally(() => clearTimeout(silence));
  } catch {
    reading.stop(unreadable());
  }
  return reading.finish();
}

/** Removes received files that nothing kept. */
export async function dropFiles(files: readonly ReceivedFile[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file.path, { force: true })));
}

/** One body being read: gathers its parts until the end or the first refusal. */
class Reading {
  readonly #folder: string;
  readonly #limits: MultipartLimits;
  readonly #admit: Admission;
  readonly #abort = new AbortController();
  readonly #fields = new Map<string, string[]>();
  readonly #files: Promise<ReceivedFile | null>[] = [];
  #textSize = 0;
  #refusal: Problem | null = null;
  /** The disk's refusal, if any: nobody's mistake, so not a problem to answer with. */
  #surprise: Error | null = null;

  constructor(folder: string, limits: MultipartLimits, admit: Admission) {
    this.#folder = folder;
    this.#limits = limits;
    this.#admit = admit;
  }

  get stopped(): AbortSignal {
    return this.#abort.signal;
  }

  stop(refusal: Problem): void {
    this.#refusal ??= refusal;
    this.#abort.abort();
  }

  text(name: string, value: string): void {
    this.#textSize += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (this.#textSize > this.#limits.text) this.stop(tooLarge(this.#limits.text));
    else if (hasNul(name) || hasNul(value)) this.stop(unreadable());
    else append(this.#fields, name, value);
  }

  file(field: string, stream: Readable, info: FileInfo): void {
    stream.on("error", () => undefined);
    // A form without script sends its empty file inputs too, without a name.
    if (this.#refusal || !info.filename || !this.#admit(this.#fields)) stream.resume();
    else this.#files.push(this.#write(field, stream, info.filename));
  }

  async finish(): Promise<Outcome<Multipart>> {
    const files = (await Promise.all(this.#files)).filter((file) => file !== null);
    if (this.#refusal === null) return done({ fields: this.#fields, files });
    await dropFiles(files);
    if (this.#surprise) throw new Error("A received file could not be written", { cause: this.#surprise });
    return refused(this.#refusal);
  }

  async #write(field: string, stream: Readable, name: string): Promise<ReceivedFile | null> {
    const path = join(this.#folder, randomUUID());
    const digest = createHash("sha256");
    let size = 0;
    const limit = this.#limits.file;
    const measure = new Transform({
      transform: (chunk: Buffer, _encoding, next) => {
        size += chunk.byteLength;
        digest.update(chunk);
        next(size > limit ? new Error("over the limit") : null, chunk);
      },
    });
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await pipeline(stream, measure, createWriteStream(path, { mode: 0o600, flags: "wx" }), { signal: this.stopped });
      await flush(path);
      return { field, name, path, size, sha256: digest.digest() };
    } catch (error) {
      await rm(path, { force: true });
      if (size > limit) this.stop(tooLarge(limit));
      else if (isSystemError(error)) this.#surprise ??= error;
      this.stop(unreadable());
      return null;
    }
  }
}

/** Lets through `limit` bytes, then tells and lets nothing more through. */
function atMost(limit: number, tell: () => void): Transform {
  let size = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      size += chunk.byteLength;
      if (size <= limit) return next(null, chunk);
      tell();
      next();
    },
  });
}

function createParser(request: Request, limits: MultipartLimits) {
  try {
    return busboy({
      headers: { "content-type": request.headers.get("content-type") ?? "" },
      defParamCharset: "utf8",
      limits: {
        fieldNameSize: 1000,
        fieldSize: limits.text,
        fields: limits.fields,
        files: limits.files,
        fileSize: limits.file + 1,
        headerPairs: 50,
      },
    });
  } catch {
    return null;
  }
}

/** Makes a file, or a folder's list of files, survive a power cut. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Adds a value to those of a name. */
export function append(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name);
  if (values) values.push(value);
  else fields.set(name, [value]);
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && "syscall" in error;

const interrupted = (): Problem => problem("malformed", "L’envoi s’est interrompu avant la fin. Recommencez-le.");

const unreadable = (): Problem => problem("malformed", "Le formulaire reçu est illisible ou incomplet.");
