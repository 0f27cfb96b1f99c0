import { type Entry, formatDate, parisDay, renewable, validUntil } from "../../../engine/index.ts";
import type { RenewableLineView } from "../../../renderer/renewable-lines.tsx";
import { renewalWords as words } from "../../../renderer/strings-renewal.ts";
import { renewalsOf } from "../../commands/renewals.ts";
import type { Context } from "../../context.ts";

/** "definition state" of every state in which what was granted, or has ended, may be renewed here. */
export function renewableStates(ctx: Context): readonly string[] {
  const states = ctx.catalogue.members().flatMap(({ id: member }) =>
    ctx.catalogue.definitions(member).flatMap(({ id, validity }) => {
      if (!validity?.renewal || !ctx.catalogue.offers(member, id)) return [];
      return [...validity.states, ...validity.ended].map((state) => `${id} ${state}`);
    }),
  );
  return [...new Set(states)];
}

/**
 * Lines of what may be renewed today and was not yet, what ends first on top. One round trip, none when nothing is.
 * @param entries those this person holds or may read
 */
export async function renewableLines(ctx: Context, entries: readonly Entry[]): Promise<readonly RenewableLineView[]> {
  const today = parisDay(ctx.clock().toISOString());
  const due: { entry: Entry; until: string; title: string }[] = [];
  for (const entry of entries) {
    const offered = ctx.catalogue.definition(entry.member, entry.definition);
    if (!offered?.validity?.renewal || !ctx.catalogue.offers(entry.member, entry.definition)) continue;
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const until = validUntil(definition, entry);
    if (until === null || renewable(definition, entry, today).kind !== "renew") continue;
    due.push({ entry, until, title: definition.title });
  }
  const known =
    due.length === 0
      ? new Map()
      : await renewalsOf(
          ctx,
          due.map(({ entry }) => entry),
        );
  return due
    .filter(({ entry }) => known.get(entry.id)?.done === null && known.get(entry.id)?.next !== null)
    .sort((a, b) => a.until.localeCompare(b.until))
    .map(({ entry, until, title }) => ({
      href: `/${entry.member}/demandes/${entry.id}#renouveler`,
      title,
      member: ctx.catalogue.member(entry.member)?.name ?? entry.member,
      reference: entry.reference,
      when: until < today ? words.space.after(formatDate(until)) : words.space.before(formatDate(until)),
      over: until < today,
    }));
}
