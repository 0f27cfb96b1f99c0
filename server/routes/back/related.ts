import { type CompiledDefinition, canRead, canWorkQueue, cites, type Entry, linked } from "../../../engine/index.ts";
import type { RelatedGroup, RelatedLine } from "../../../renderer/back/related.tsx";
import { auditRead } from "../../audit.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { findReferred } from "../../referred.ts";
import { findRelated, type Relation } from "../../store/related-entries.ts";
import type { EntryScope } from "./entry-scope.ts";
import { type Reached, reachAll } from "./reach.ts";

/** Entries shown of each relation; lists hold the rest. */
const SHOWN = 5;

/** In the order they are shown; an entry related twice is shown once, where it says most. */
const ORDER = ["origin", "cited", "opened", "citing", "holder"] as const;

/**
 * The entries related to the one at hand that this agent may open: what it refers to, what refers to it, what opened it and
 * what it opened, and what else its holder asked of this member in the same sector. Reading who asked what else is logged.
 */
export async function relatedTo(scope: EntryScope): Promise<readonly RelatedGroup[]> {
  const { ctx, session, home, entry, definition, actor } = scope;
  const reached = reachAll(ctx, session, home.id);
  const [referred, related] = await Promise.all([
    findReferred(
      ctx,
      entry.member,
      linked(definition.form, entry.answers).filter((link) => link.definition !== undefined),
    ),
    findRelated(ctx, { entry, ...placesOf(reached, entry, inTabs(scope)), limit: SHOWN + 1 }),
  ]);
  const found: readonly { readonly relation: Relation | "cited"; readonly entry: Entry }[] = [
    ...referred.map((one) => ({ relation: "cited" as const, entry: one })),
    ...related.toSorted((a, b) => b.entry.createdAt.localeCompare(a.entry.createdAt)),
  ];
  const known = new Set([entry.id]);
  const groups: RelatedGroup[] = [];
  for (const relation of ORDER) {
    const lines: RelatedLine[] = [];
    for (const other of found.filter((each) => each.relation === relation)) {
      if (known.has(other.entry.id)) continue;
      const line = await lineOf(scope, other.entry);
      if (!line) continue;
      known.add(other.entry.id);
      lines.push(line);
    }
    if (lines.length > 0) groups.push({ relation, lines: lines.slice(0, SHOWN), more: lines.length > SHOWN });
  }
  const others = groups.find(({ relation }) => relation === "holder")?.lines.length ?? 0;
  if (others > 0) {
    const of = { member: entry.member, definition: entry.definition, target: entry.id };
    auditRead(ctx, actor, { ...of, action: "list-read", detail: { entries: others } });
  }
  return groups;
}

/** Definitions whose entries the tabs of the page hold already. */
const inTabs = ({ offered }: EntryScope): readonly string[] => offered.relations.map(({ definition }) => definition);

/** Where entries that refer to this one, and others of its holder, may be: only in lists that this agent reads. */
function placesOf(
  reached: readonly Reached[],
  entry: Pick<Entry, "member" | "definition">,
  elsewhere: readonly string[],
) {
  const citing = new Map<string, string[]>([[entry.member, []]]);
  const held: string[] = [];
  for (const { member, definition } of reached.flatMap(({ places }) => places)) {
    if (member.id === entry.member) held.push(definition.id);
    if (elsewhere.includes(definition.id) || cites(definition.form, entry.definition) === 0) continue;
    citing.set(member.id, [...(citing.get(member.id) ?? []), definition.id]);
  }
  return { citing, held };
}

/** What is said of another entry; null when this agent may not open its page. */
async function lineOf({ ctx, session, member }: EntryScope, other: Entry): Promise<RelatedLine | null> {
  const definition: CompiledDefinition = await ctx.catalogue.version(other.member, other.definition, other.version);
  const actor = actorFor(ctx, session, other.member, definition);
  if (!canRead(definition, other, actor) || !canWorkQueue(definition, actor)) return null;
  return {
    href: `/${other.member}/agent/${other.definition}/${other.id}`,
    reference: other.reference,
    title: definition.title,
    of: other.member === member.id ? null : (ctx.catalogue.member(other.member)?.name ?? other.member),
    createdAt: other.createdAt,
    state: definition.workflow.states.get(other.state),
    stateId: other.state,
  };
}
