import { MERGED } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { newMatcher } from "../matches.ts";
import { referable } from "../referred.ts";
import { type FoundPair, keepAlike, nextAlikeDue } from "../store/alike.ts";
import { findEntries } from "../store/entries.ts";

/** Fiches looked for at once. */
const MOST_AT_ONCE = 500;

/**
 * Looks for the like of fiches that were filed or changed, in their member and in those that share theirs with it, and keeps the pairs
 * for someone to decide. True when there were some.
 */
export async function lookAlike(ctx: Context): Promise<boolean> {
  const due = await nextAlikeDue(ctx.db, MOST_AT_ONCE, ctx.clock());
  if (!due) return false;
  const { member, definition: id } = due;
  const definition = ctx.catalogue.definition(member, id);
  const entries = definition?.duplicates
    ? await findEntries(ctx, new Map([[member, due.entries.map((entry) => entry.id)]]))
    : [];
  const open = entries.filter(({ state }) => state !== MERGED);
  const members = referable(ctx, member, id);
  const found = new Map<string, readonly FoundPair[]>();
  if (definition && open.length > 0) {
    const matcher = newMatcher(ctx, definition, members);
    const matches = await matcher.match(
      open.map(({ answers }) => answers),
      open.map((entry) => entry.id),
    );
    for (const [index, { matches: each }] of matches.entries()) found.set(open[index]?.id ?? "", each.flatMap(pairOf));
  }
  await keepAlike(ctx.db, due, members, found, ctx.clock());
  return true;
}

type Found = Awaited<ReturnType<ReturnType<typeof newMatcher>["match"]>>[number]["matches"][number];

function pairOf({ item, likeness }: Found): readonly FoundPair[] {
  if (item.kind !== "entry" || item.entry.state === MERGED) return [];
  const { member, id } = item.entry;
  const { outcome, score, reasons } = likeness;
  return [{ other: { member, id }, sure: outcome === "same", score, reasons }];
}
