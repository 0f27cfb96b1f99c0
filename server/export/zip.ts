import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** An archive being filled, a file after the other. */
export interface Archive {
  /** Adds a content as it flows; resolves once it was read to the end. `quick` for what hardly shrinks. */
  add(name: string, content: AsyncIterable<string | Uint8Array>, options?: { readonly quick?: boolean }): Promise<void>;
  /** Adds a text known whole, as it is when `stored`. */
  put(name: string, text: string, options?: { readonly stored?: boolean }): void;
}

/**
 * An archive written as it is read: `fill` adds its files, each in its turn, so that one alone is open and nothing waits in
 * memory. What fails in a content fails the reading of the archive.
 * @param at date of the files
 */
export function zipOf(at: Date, fill: (archive: Archive) => Promise<void>): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const abort = new AbortController();
  const fail = (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error)));
  const of = { mtime: at, mode: 0o100644 };
  zip.on("error", fail);
  out.once("close", () => abort.abort());
  const archive: Archive = {
    add: (name, content, { quick = false } = {}) =>
      new Promise((resolve, reject) => {
        const stream = Readable.from(content, { objectMode: false, signal: abort.signal });
        stream.once("end", resolve);
        stream.once("error", reject);
        zip.addReadStream(stream, name, { ...of, compress: true, compressionLevel: quick ? 1 : 6 });
      }),
    put: (name, text, { stored = false } = {}) => zip.addBuffer(Buffer.from(text), name, { ...of, compress: !stored }),
  };
  fill(archive).then(() => zip.end(), fail);
  return out;
}
