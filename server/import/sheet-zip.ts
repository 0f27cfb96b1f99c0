import { SaxesParser, type SaxesTagNS } from "saxes";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { zipFault } from "../zip-content.ts";
import { Unreadable } from "./unreadable.ts";

/** The parts of a spreadsheet, by name, proved to unfold to something reasonable. */
export interface Parts {
  readonly names: ReadonlySet<string>;
  /** The elements of a part as they come; nothing for a part that is not there. */
  read(name: string, on: Elements): AsyncGenerator<void>;
  close(): void;
}

/** What is done of the elements of a part. Names are local: prefixes vary from software to software. */
export interface Elements {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Opens a spreadsheet. Throws `Unreadable`. */
export async function openParts(path: string): Promise<Parts> {
  const fault = await zipFault(path);
  if (fault === "bomb") throw new Unreadable("unfolds-too-large");
  if (fault === "macros" || fault === "program") throw new Unreadable("macros");
  if (fault !== null) throw new Unreadable("not-a-table");
  const zip = await openPromise(path, { lazyEntries: true, strictFileNames: true, autoClose: false });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return {
    names: new Set(entries.keys()),
    read: (name, on) => readPart(zip, entries.get(name), on),
    close: () => zip.close(),
  };
}

/** Yields after each chunk, so that who reads takes what was found before the next comes. */
async function* readPart(zip: ZipFile, entry: Entry | undefined, on: Elements): AsyncGenerator<void> {
  if (!entry) return;
  const parser = new SaxesParser({ xmlns: true });
  let failure: Error | null = null;
  parser.on("error", (error) => {
    failure ??= error;
  });
  // An entity that a document declares is never unfolded.
  parser.on("doctype", () => {
    failure ??= new Error("doctype");
  });
  parser.on("opentag", (tag) => on.open?.(tag.local, (name) => attributeOf(tag as SaxesTagNS, name)));
  parser.on("text", (text) => on.text?.(text));
  parser.on("closetag", (tag) => on.close?.(tag.local));
  const stream = await zip.openReadStreamPromise(entry);
  const decoder = new TextDecoder();
  for await (const part of stream) {
    parser.write(decoder.decode(part as Buffer, { stream: true }));
    if (failure) throw new Unreadable("not-a-table");
    yield;
  }
  parser.close();
  if (failure) throw new Unreadable("not-a-table");
  yield;
}

function attributeOf(tag: SaxesTagNS, name: string): string | undefined {
  const direct = tag.attributes[name];
  if (direct) return direct.value;
  return Object.values(tag.attributes).find(({ local }) => local === name)?.value;
}

/** Reads a part whole, for what it says on the way. */
export async function through(parts: Parts, name: string, on: Elements): Promise<void> {
  for await (const _ of parts.read(name, on));
}
