import {
  type Actor,
  type CompiledDefinition,
  canRead,
  type Entry,
  markedReferences,
  nameReferences,
  SYSTEM,
} from "../engine/index.ts";
import { columnText } from "../renderer/back/column-text.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db/with-actor.ts";
import { findEntryIn, type StoredEntry } from "./store/entries.ts";

/** An entry as a sentence names it: the first column of its list, else its reference. */
export function entryName({ list }: CompiledDefinition, entry: Pick<StoredEntry, "answers" | "reference">): string {
  const [first] = list;
  return (first && columnText(first, entry)) || entry.reference;
}

/** Whoever holds an entry, as a reader of what is written to her. */
export const holderOf = ({ holder }: Pick<Entry, "holder">): Actor => ({
  ...SYSTEM,
  kind: "citizen",
  holders: holder ? [holder] : [],
});

/** Names of these entries of a member, those alone that `reader` may know of. */
export async function referenceNames(
  ctx: Context,
  tx: Tx,
  member: string,
  ids: Iterable<string>,
  reader: Actor,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const entry = await findEntryIn(tx, member, id);
    if (!entry) continue;
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    if (canRead(definition, entry, reader)) names.set(id, entryName(definition, entry));
  }
  return names;
}

/** Texts written to whoever holds an entry, with the names of the entries they quote in place. */
export async function named<T extends Readonly<Record<string, string | null>>>(
  ctx: Context,
  tx: Tx,
  entry: StoredEntry,
  texts: T,
): Promise<T> {
  const ids = Object.values(texts).flatMap((text) => markedReferences(text ?? ""));
  if (ids.length === 0) return texts;
  const names = await referenceNames(ctx, tx, entry.member, ids, holderOf(entry));
  const put = Object.entries(texts).map(([key, text]) => [key, text === null ? null : nameReferences(text, names)]);
  return Object.fromEntries(put);
}
