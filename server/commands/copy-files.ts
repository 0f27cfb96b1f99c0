import { createHash, type Hash } from "node:crypto";
import type { Answers, Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { openFile, putFile } from "../files/vault.ts";
import { attachmentsOf, insertAttachmentIn, type StoredAttachment } from "../store/attachments.ts";

export interface CopyRequest {
  readonly origin: Pick<Entry, "id" | "member">;
  /** Member the copies are kept by. */
  readonly to: string;
  /** Whose they are until an entry takes them. */
  readonly owner: string;
  readonly wanted: (file: StoredAttachment) => boolean;
  /** Id of the copy of a file. */
  readonly idFor: (file: string) => string;
}

/** Copies files of an entry, within a transaction; gives their new ids by the old ones. A file that was removed has no copy. */
export async function copyFiles(ctx: Context, tx: Tx, request: CopyRequest): Promise<ReadonlyMap<string, string>> {
  const { origin, to, owner, wanted, idFor } = request;
  const copies = new Map<string, string>();
  for (const file of (await attachmentsOf(tx, origin.member, origin.id)).filter(wanted)) {
    const id = idFor(file.id);
    const opened = await openFile(ctx, origin.member, file.id, tx);
    if (!opened.ok) throw new Error(`A file of ${origin.id} cannot be read: ${opened.problem.detail}`);
    const sha256 = createHash("sha256");
    await putFile(ctx, to, hashed(opened.value.content, sha256), { id, scan: file.scan, tx });
    await insertAttachmentIn(tx, ctx, to, { ...file, id, owner, sha256: sha256.digest() });
    copies.set(file.id, id);
  }
  return copies;
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    hash.update(part);
    yield part;
  }
}

/** Answers that name the copies in the place of the files. */
export function withCopies(answers: Answers, files: ReadonlyMap<string, string>): Answers {
  let text = JSON.stringify(answers);
  for (const [before, after] of files) text = text.replaceAll(before, after);
  return JSON.parse(text) as Answers;
}
