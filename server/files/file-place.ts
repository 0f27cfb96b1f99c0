import type { MaybeRow, PendingQuery, RowList } from "postgres";
import type { Tx } from "../db/with-actor.ts";

/** Where contents stand: the base, an S3-compatible store, or the folder where files stood before. */
export type Place = "base" | "s3" | "folder";

/** A content, within its place. */
export interface ObjectName {
  readonly member: string;
  /** UUID. */
  readonly object: string;
}

/** Sends one statement: within the transaction at hand, or in one of its own. */
export type Send = <T extends readonly MaybeRow[]>(query: (tx: Tx) => PendingQuery<T>) => Promise<RowList<T>>;

/** A place of sealed contents. Every method rejects with `FilesAway` while the place cannot be reached. */
export interface FilePlace {
  /** Writes a new content; once it resolves, the content outlives a power cut. A rejection may leave part of it. */
  put(name: ObjectName, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Reads a content. Throws `MissingContent` when it is not there. */
  get(name: ObjectName): AsyncIterable<Uint8Array>;
  /** Removes a content, or what an interrupted `put` left of it. One that is not there is removed already. */
  remove(name: ObjectName): Promise<void>;
}

/** The place of files does not answer, or refuses us: a matter for the operator. The message holds no secret. */
export class FilesAway extends Error {
  readonly code = "FILES_AWAY";
}

/** A content that its row says is there, and is not. */
export class MissingContent extends Error {
  readonly code = "FILE_MISSING";
}
