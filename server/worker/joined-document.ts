import { documentWords as words } from "../../renderer/strings-documents.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { openFile } from "../files/vault.ts";
import { findOwed } from "../store/documents.ts";
import type { StoredEntry } from "../store/entries.ts";

/** A mail server may refuse more; in bytes. */
const MOST = 5_000_000;

/** A file that goes with a mail. */
export interface Joined {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Which document a mail joins: that of the fact that owes them both. */
export interface Joining {
  readonly seq: number;
  /** Id in the definition. */
  readonly document: string;
}

/**
 * The document that goes with a mail. Null when it could not be made, or weighs too much: the mail leaves all the same,
 * and the page of the request says where it stands. Rejects while its content cannot be read, to be tried again.
 */
export async function joinedDocument(
  ctx: Context,
  tx: Tx,
  { member, id: entryId, reference }: StoredEntry,
  { seq, document: template }: Joining,
): Promise<Joined | null> {
  const found = await findOwed(tx, { member, entryId, seq, template });
  if (!found || found.internal || found.size > MOST) return null;
  const file = await openFile(ctx, member, found.id, tx);
  if (!file.ok) throw new Error(`The document of a mail cannot be read: ${file.problem.code}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.value.content) chunks.push(chunk);
  return { name: words.fileName(found.title, reference), type: "application/pdf", content: Buffer.concat(chunks) };
}
