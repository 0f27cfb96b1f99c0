import {
  type Actor,
  type Change,
  type CompiledDefinition,
  canWorkQueue,
  cites,
  type Entry,
  MERGED,
  mergeEntries,
  type Transition,
  withLinkMoved,
} from "../../engine/index.ts";
import { duplicateWords as words } from "../../renderer/strings-duplicates.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { chain, digestAnswers } from "../history.ts";
import { done, notFound, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { decidePair, dropOpenPairs, type Fiche, noteAlikeDue } from "../store/alike.ts";
import { findCiting } from "../store/citing-entries.ts";
import type { StoredEntry } from "../store/entries.ts";
import { type EntryWriter, entryWriter } from "../store/entry-write.ts";
import { insertMerged, type MovedLink } from "../store/merged-entries.ts";
import { findVisible, stale } from "./send-event.ts";
import { type ActorIn, about, asProblem, indexed } from "./write-entry.ts";

/** A fiche as the agent saw it. */
export interface SeenFiche extends Fiche {
  readonly revision: number;
}

export interface MergeRequest {
  readonly definitionId: string;
  readonly kept: SeenFiche;
  readonly other: SeenFiche;
  /** Keys of the answers that come from the other, where the two differ. */
  readonly taken: ReadonlySet<string>;
  readonly actorIn: ActorIn;
}

/** Entries that refer to a fiche, beyond which moving them would hold the others up. */
export const MOST_LINKS = 2_000;

/**
 * Makes one fiche of two, in one transaction: the one kept takes what it lacked and what was chosen, the other is closed and points to
 * it, what referred to the other refers to it. Refusals: `not-found`, `stale`, `not-allowed` (she may not edit the one kept, nor work
 * the other), `invalid` (the answers together break the form; too many entries refer to it).
 */
export async function mergeFiches(ctx: Context, request: MergeRequest): Promise<Outcome<{ readonly kept: Entry }>> {
  return undoing(() =>
    withActor(ctx.db, { member: request.kept.member }, async (tx) => {
      const writer = entryWriter(ctx, tx);
      const kept = await readSeen(ctx, writer, request, request.kept);
      const other = await readSeen(ctx, writer, request, request.other);
      if (!mayWork(other) || other.entry.state === MERGED || !kept.definition.duplicates) {
        throw new Undone(problem("not-allowed", words.refusals.notAllowed));
      }
      const now = ctx.clock();
      const by = { actor: kept.actor, now: now.toISOString(), about: about(ctx, kept.entry.member, kept.definition) };
      const { taken } = request;
      const merged = mergeEntries({ definition: kept.definition, kept: kept.bare, other: other.bare, taken, ...by });
      if (!merged.ok)
        throw new Undone(
          merged.code === "not-allowed" ? problem("not-allowed", words.refusals.notAllowed) : asProblem(merged),
        );
      await writeBoth(ctx, writer, [kept, merged.kept], [other, merged.other]);
      const links = await moveLinks(ctx, tx, writer, { from: other.entry, to: kept.entry, by });
      const [fiche, target] = [placeOf(other.entry), placeOf(kept.entry)];
      await dropOpenPairs(tx, fiche);
      await decidePair(
        tx,
        { one: fiche, other: target, definition: request.definitionId },
        "merged",
        kept.actor.id,
        now,
      );
      await insertMerged(tx, {
        ...{ fiche, kept: target, definition: request.definitionId, state: other.entry.state, links, at: now },
        changes: (merged.kept.event.data.changes ?? []) as readonly Change[],
        by: kept.actor.name ?? "",
      });
      await tx`select set_config('guichet.member', ${target.member}, true)`;
      await noteAlikeDue(tx, target.member, request.definitionId, target.id);
      return done({ kept: merged.kept.entry });
    }),
  );
}

/** A fiche as it is now, and the person at hand before it. */
export interface Held {
  readonly entry: StoredEntry;
  /** The same without the head of its chain. */
  readonly bare: Entry;
  /** The version it is pinned to. */
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
}

/** What undoes the transaction it is thrown in, and why. */
export class Undone extends Error {
  readonly problem: Problem;
  constructor(why: Problem) {
    super(why.code);
    this.problem = why;
  }
}

/** Runs a transaction whose `Undone` is a refusal. */
export async function undoing<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    // Links of entries that other units keep are moved too, unseen: what she may read herself was checked.
    return await seeingUnits("every", run);
  } catch (error) {
    if (error instanceof Undone) return refused(error.problem);
    throw error;
  }
}

/** A fiche that the person at hand may see, at the revision she saw. */
export async function readSeen(
  ctx: Context,
  writer: EntryWriter,
  { definitionId, actorIn }: Pick<MergeRequest, "definitionId" | "actorIn">,
  { member, id, revision }: SeenFiche,
): Promise<Held> {
  const offered = ctx.catalogue.definition(member, definitionId);
  if (!offered) throw new Undone(notFound());
  const found = await findVisible(ctx, { member, definitionId, id, actor: actorIn(member, offered) }, writer);
  if (!found) throw new Undone(notFound());
  if (found.entry.revision !== revision) throw new Undone(stale());
  const { head: _, ...bare } = found.entry;
  return { ...found, bare, actor: actorIn(member, found.definition) };
}

/** Whether the person at hand works the entries of this fiche's list. */
export const mayWork = ({ definition, actor }: Pick<Held, "definition" | "actor">): boolean =>
  actor.roles.includes("agent") && canWorkQueue(definition, actor);

/** Writes a fact of a fiche, or undoes all when someone acted in between. */
export async function write(
  ctx: Context,
  writer: EntryWriter,
  { entry, definition, actor }: Pick<Held, "entry" | "definition" | "actor">,
  transition: Transition,
): Promise<void> {
  const changed = transition.entry.answers !== entry.answers || transition.entry.state !== entry.state;
  const applied = await writer.apply({
    transition,
    link: chain(ctx.secrets, entry.head, entry, transition.event, digestAnswers(transition.entry.answers)),
    ...(changed ? indexed(ctx, transition.entry, definition) : { keys: [], search: "" }),
    owners: [actor.id, ...actor.holders],
    attachments: [],
    expected: entry.revision,
    answersChanged: changed,
  });
  if (!applied) throw new Undone(stale());
}

type Written = readonly [held: Held, transition: Transition];

/** Writes both, the smaller id first: two people who make one of the same two fiches never wait for each other. */
export async function writeBoth(ctx: Context, writer: EntryWriter, one: Written, other: Written): Promise<void> {
  const inOrder = one[0].entry.id < other[0].entry.id ? [one, other] : [other, one];
  for (const [held, transition] of inOrder) await write(ctx, writer, held, transition);
}

const placeOf = ({ member, id }: Entry): Fiche => ({ member, id });

interface Move {
  readonly from: Entry;
  readonly to: Entry;
  readonly by: Parameters<typeof withLinkMoved>[2];
}

/** Makes what refers to a fiche refer to another, wherever fiches of the other's member may be referred to. */
async function moveLinks(
  ctx: Context,
  tx: Tx,
  writer: EntryWriter,
  { from, to, by }: Move,
): Promise<readonly MovedLink[]> {
  const moved: MovedLink[] = [];
  for (const { member, definitions } of citingPlaces(ctx, from, to)) {
    const asked = { member, definitions, id: from.id, most: MOST_LINKS + 1 };
    const entries = await findCiting(tx, asked);
    if (moved.length + entries.length > MOST_LINKS)
      throw new Undone(problem("invalid", words.refusals.tooMany(MOST_LINKS)));
    for (const entry of entries) {
      const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
      const { head: _, ...bare } = entry;
      const move = withLinkMoved(definition.form, bare, by, { from: from.id, to: to.id });
      if (!move) continue;
      await write(ctx, writer, { entry, definition, actor: by.actor }, move.transition);
      moved.push({ ...placeOf(entry), pointers: move.pointers });
    }
  }
  return moved;
}

/** Where entries that refer to one fiche may be, and may refer to the other too. */
function citingPlaces(ctx: Context, from: Entry, to: Entry) {
  const reaches = (member: string, held: string) =>
    member === held || ctx.catalogue.sharing(from.definition, member).includes(held);
  return ctx.catalogue
    .members()
    .filter(({ id }) => reaches(id, from.member) && reaches(id, to.member))
    .map(({ id }) => ({
      member: id,
      definitions: ctx.catalogue
        .definitions(id)
        .filter(({ form }) => cites(form, from.definition) > 0)
        .map((definition) => definition.id),
    }))
    .filter(({ definitions }) => definitions.length > 0);
}
