import { type Entry, partEntries, withLinkMoved } from "../../engine/index.ts";
import { duplicateWords as words } from "../../renderer/strings-duplicates.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { decidePair, type Fiche } from "../store/alike.ts";
import { type EntryWriter, entryWriter } from "../store/entry-write.ts";
import { deleteMerged, lockMerged, type MergedEntry } from "../store/merged-entries.ts";
import { type Held, type MergeRequest, mayWork, readSeen, Undone, undoing, write, writeBoth } from "./merge-fiches.ts";
import { findVisible } from "./send-event.ts";
import { type ActorIn, about } from "./write-entry.ts";

export interface PartRequest {
  readonly definitionId: string;
  /** The fiche that went to another. */
  readonly fiche: Fiche;
  readonly actorIn: ActorIn;
}

/** What became of the two fiches. */
export interface Parted {
  readonly kept: Entry;
  readonly other: Entry;
  /** Keys of the one kept that were changed since, and stay as they are. */
  readonly left: readonly string[];
}

/**
 * Parts two fiches that were made one: each has its own answers and links back, and the two are not taken for one again. Refusals:
 * `not-found`, `not-allowed`, `stale`.
 */
export async function partFiches(ctx: Context, request: PartRequest): Promise<Outcome<Parted>> {
  return undoing(() =>
    withActor(ctx.db, { member: request.fiche.member }, async (tx) => {
      const merged = await lockMerged(tx, request.fiche);
      if (merged?.definition !== request.definitionId) throw new Undone(notFound());
      const writer = entryWriter(ctx, tx);
      const other = await readNow(ctx, writer, request, request.fiche);
      const kept = await readNow(ctx, writer, request, merged.kept);
      if (!mayWork(other) || !mayWork(kept)) throw new Undone(problem("not-allowed", words.refusals.notAllowed));
      const now = ctx.clock();
      const by = { actor: kept.actor, now: now.toISOString(), about: about(ctx, kept.entry.member, kept.definition) };
      const { state, changes } = merged;
      const parted = partEntries({ kept: kept.bare, other: other.bare, state, changes, ...by });
      await writeBoth(ctx, writer, [kept, parted.kept], [other, parted.other]);
      await moveBack(ctx, writer, merged, by);
      await deleteMerged(tx, request.fiche);
      const pair = { one: request.fiche, other: merged.kept, definition: merged.definition };
      await decidePair(tx, pair, "apart", kept.actor.id, now);
      return done({ kept: parted.kept.entry, other: parted.other.entry, left: parted.left });
    }),
  );
}

async function readNow(
  ctx: Context,
  writer: EntryWriter,
  request: Pick<MergeRequest, "definitionId" | "actorIn">,
  fiche: Fiche,
): Promise<Held> {
  const entry = await writer.find(fiche.member, fiche.id);
  if (!entry) throw new Undone(notFound());
  return readSeen(ctx, writer, request, { ...fiche, revision: entry.revision });
}

/** What referred to the fiche that comes back refers to it again, where it still refers to the other. */
async function moveBack(
  ctx: Context,
  writer: EntryWriter,
  { fiche, kept, links }: MergedEntry,
  by: Parameters<typeof withLinkMoved>[2],
): Promise<void> {
  for (const { member, id, pointers } of links) {
    const entry = await writer.find(member, id);
    if (!entry) continue;
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const { head: _, ...bare } = entry;
    const move = withLinkMoved(definition.form, bare, by, { from: kept.id, to: fiche.id, only: new Set(pointers) });
    if (move) await write(ctx, writer, { entry, definition, actor: by.actor }, move.transition);
  }
}

export interface ApartRequest {
  readonly definitionId: string;
  readonly one: Fiche;
  readonly other: Fiche;
  readonly actorIn: ActorIn;
}

/** Keeps that two fiches describe two people: they are not shown as one again. Refusals: `not-found`, `not-allowed`. */
export async function tellApart(ctx: Context, request: ApartRequest): Promise<Outcome<null>> {
  const { definitionId, one, other, actorIn } = request;
  for (const { member, id } of [one, other]) {
    const offered = ctx.catalogue.definition(member, definitionId);
    const actor = offered && actorIn(member, offered);
    const found = actor && (await findVisible(ctx, { member, definitionId, id, actor }));
    if (!found) return refused(notFound());
    if (!mayWork({ definition: found.definition, actor })) {
      return refused(problem("not-allowed", words.refusals.notAllowed));
    }
  }
  const [first] = [one];
  const offered = ctx.catalogue.definition(first.member, definitionId);
  const by = offered ? actorIn(first.member, offered).id : "";
  await withActor(ctx.db, { member: one.member }, (tx) =>
    decidePair(tx, { one, other, definition: definitionId }, "apart", by, ctx.clock()),
  );
  return done(null);
}
