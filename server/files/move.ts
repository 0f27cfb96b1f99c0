import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { announceMove, type FileRow, filesToMove, forgetStray, settleMove } from "../store/stored-files.ts";
import { seal } from "./sealed.ts";
import { contentOf, placeOf, sender, wrap } from "./vault.ts";

const BATCH = 100;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** What a move did; `failed` are ids of files that stay where they were. */
export interface Moved {
  readonly moved: number;
  readonly bytes: number;
  readonly failed: readonly { readonly member: string; readonly id: string; readonly reason: string }[];
}

/**
 * Moves every file to `place`, each sealed anew under a new key; those already there too when `all`. May be interrupted and
 * run again, while people read and send files: a file is read where it was until its new content is whole.
 */
export async function moveFiles(ctx: Context, place: "base" | "s3", all: boolean): Promise<Moved> {
  const failed: Moved["failed"][number][] = [];
  let [moved, bytes, after] = [0, 0, BEFORE_ALL];
  for (;;) {
    const files = await filesToMove(ctx.db, place, all, after, BATCH);
    for (const file of files) {
      after = file.id;
      try {
        if (!(await moveOne(ctx, file, place))) continue;
        moved += 1;
        bytes += file.size;
      } catch (error) {
        failed.push({
          member: file.member,
          id: file.id,
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
    if (files.length < BATCH) return { moved, bytes, failed };
  }
}

/** False when the file was removed, or moved by someone else, meanwhile. */
async function moveOne(ctx: Context, file: FileRow, place: "base" | "s3"): Promise<boolean> {
  const { member, id } = file;
  const send = sender(ctx, member);
  const key = randomBytes(32);
  const to = { place, object: randomUUID(), wrappedKey: wrap(ctx, member, id, key) };
  if (!(await announceMove(send, file, to, ctx.clock()))) return false;
  const target = placeOf(ctx, place, send);
  try {
    await target.put({ member, object: to.object }, seal(key, contentOf(ctx, file, send)));
    if (await settleMove(send, file, to)) {
      await placeOf(ctx, file.place, send).remove(file);
      await forgetStray(ctx.db, { ...file, moved: true });
      return true;
    }
    await target.remove({ member, object: to.object });
    return false;
  } catch (error) {
    // What cannot go now is swept later.
    const undone = target
      .remove({ member, object: to.object })
      .then(() => forgetStray(ctx.db, { ...file, moved: true }));
    await undone.catch(() => undefined);
    throw error;
  }
}
