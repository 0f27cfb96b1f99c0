import { canRead, canWorkQueue, type Entry } from "../../../engine/index.ts";
import type { AlikeFiche, AlikeLine } from "../../../renderer/back/alike.tsx";
import { entryLabel } from "../../entry-label.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { newMatcher } from "../../matches.ts";
import type { AgentScope } from "./agent-scope.ts";
import { auditLists } from "./audit-lists.ts";
import type { Place } from "./reach.ts";

/** What an agent reads of a fiche that may be someone's; null when she may not open it. */
export async function alikeFiche({ ctx, session, home }: AgentScope, entry: Entry): Promise<AlikeFiche | null> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorFor(ctx, session, entry.member, definition);
  if (!canRead(definition, entry, actor) || !canWorkQueue(definition, actor)) return null;
  return {
    href: `/${entry.member}/agent/${entry.definition}/${entry.id}`,
    reference: entry.reference,
    label: entryLabel(definition, entry),
    of: entry.member === home.id ? null : (ctx.catalogue.member(entry.member)?.name ?? entry.member),
  };
}

/**
 * The fiches that may be of the same person as these answers, among those this agent may open; what she reads of them is logged. None
 * for a definition that looks for no duplicates.
 */
export async function alikeTo(
  scope: AgentScope,
  places: readonly Place[],
  answers: Entry["answers"],
): Promise<readonly (AlikeLine & { readonly id: string })[]> {
  const [first] = places;
  if (!first?.definition.duplicates) return [];
  const members = places.map(({ member }) => member.id);
  const [found] = await newMatcher(scope.ctx, first.definition, members).match([answers]);
  const read: Entry[] = [];
  const lines: (AlikeLine & { readonly id: string })[] = [];
  for (const { item, likeness } of found?.matches ?? []) {
    const fiche = item.kind === "entry" ? await alikeFiche(scope, item.entry) : null;
    if (item.kind !== "entry" || !fiche) continue;
    read.push(item.entry);
    lines.push({ id: item.entry.id, fiche, sure: likeness.outcome === "same", reasons: likeness.reasons });
  }
  if (read.length > 0) auditLists(scope.ctx, places, read);
  return lines;
}
