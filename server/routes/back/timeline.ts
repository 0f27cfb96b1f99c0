import { type CompiledDefinition, canRead, canWorkQueue, type Entry } from "../../../engine/index.ts";
import type { TimelineLine, TimelineView } from "../../../renderer/back/entry-tabs.tsx";
import { auditRead } from "../../audit.ts";
import { entryLabel } from "../../entry-label.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { type DeliveryState, mailedTo } from "../../store/deliveries.ts";
import { isUuid } from "../../store/entries.ts";
import { listAcross } from "../../store/list-across.ts";
import { latestFacts, type TimelinePlace } from "../../store/timeline.ts";
import { auditLists } from "./audit-lists.ts";
import type { EntryScope } from "./entry-scope.ts";
import type { ReachedRelation } from "./relations-of.ts";

/** Entries of each relation whose facts are told. */
const MOST_ENTRIES = 100;
const FACTS = 50;

interface Told {
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
}

/**
 * What happened to an entry and to those that refer to it, the newest first. The right to each entry is checked anew before
 * anything of it is told.
 * @param after the last fact of the page before, as its link carries it; "" for the newest
 * @param here address of the timeline, with fragment
 */
export async function timelineOf(
  scope: EntryScope,
  relations: readonly ReachedRelation[],
  after: string,
  here: string,
): Promise<TimelineView> {
  const { ctx, entry, definition } = scope;
  const pages = await Promise.all(relations.map((relation) => newestOf(scope, relation)));
  const told = new Map<string, Told>([[entry.id, { entry, definition }]]);
  for (const other of pages.flatMap(({ items }) => items)) {
    const known = await readable(scope, other);
    if (known) told.set(other.id, known);
  }
  const ids = new Map<string, string[]>();
  for (const { entry: one } of told.values()) ids.set(one.member, [...(ids.get(one.member) ?? []), one.id]);
  const facts = await latestFacts(ctx, ids, readPlace(after), FACTS + 1);
  const last = facts.length > FACTS ? facts[FACTS - 1] : undefined;
  const mails = await mailedTo(ctx, entry.member, entry.id);
  const [newest, oldest] = [readPlace(after)?.at, last?.event.at];
  return {
    lines: facts.slice(0, FACTS).flatMap((fact) => lineOf(scope, told.get(fact.entry), fact.event)),
    mails: mails
      .map(({ id, subject, state, at }) => ({ id, subject, sent: ARRIVED.has(state), at: at.toISOString() }))
      .filter(({ at }) => (newest === undefined || at < newest) && (oldest === undefined || at >= oldest)),
    olderHref: last ? here.replace("#", `&apres=${encodeURIComponent(writePlace(last.event, last.entry))}#`) : null,
    newestHref: readPlace(after) ? here : null,
    bounded: pages.some(({ next }) => next !== null) ? MOST_ENTRIES : null,
  };
}

/** What a mail is in when nothing says that it did not arrive. */
const ARRIVED: ReadonlySet<DeliveryState> = new Set(["sent", "delivered"]);

async function newestOf(scope: EntryScope, { relation, reached }: ReachedRelation) {
  const { ctx, entry } = scope;
  const filters = { [relation.field]: [entry.id] };
  const query = { filters, sort: "-createdAt", limit: MOST_ENTRIES };
  const page = await listAcross(
    ctx,
    reached.places.map(({ member, definition }) => ({ ...query, member: member.id, definition })),
  );
  auditLists(ctx, reached.places, page.items);
  return page;
}

/** Null for an entry whose page this agent may not open. */
async function readable({ ctx, session }: EntryScope, entry: Entry): Promise<Told | null> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorFor(ctx, session, entry.member, definition);
  if (!canRead(definition, entry, actor) || !canWorkQueue(definition, actor)) return null;
  auditRead(ctx, actor, {
    ...{ member: entry.member, action: "entry-read", definition: entry.definition, target: entry.id },
  });
  return { entry, definition };
}

function lineOf(scope: EntryScope, told: Told | undefined, event: TimelineLine["event"]): readonly TimelineLine[] {
  if (!told) return [];
  const { entry, definition } = told;
  if (entry.id === scope.entry.id) return [{ event, definition, about: null }];
  const href = `/${entry.member}/agent/${entry.definition}/${entry.id}`;
  return [{ event, definition, about: { label: entryLabel(definition, entry), href } }];
}

const writePlace = ({ at, seq }: TimelineLine["event"], entry: string): string => `${at}_${entry}_${seq}`;

function readPlace(text: string): TimelinePlace | null {
  const [, at = "", entry = "", seq = ""] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f-]{36})_(\d{1,6})$/.exec(text) ?? [];
  return isUuid(entry) && Number.isFinite(Date.parse(at)) ? { at, entry, seq: Number(seq) } : null;
}
