import {
  type Actor,
  type CompiledDefinition,
  canWorkQueue,
  type Entry,
  type EntryEvent,
  eventActor,
} from "../../engine/index.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { chain, digestAnswers } from "../history.ts";
import { done, notFound, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { type Assignee, findAssignable } from "../store/assignees.ts";
import { type EntryWriter, entryWriter } from "../store/entry-write.ts";
import { findVisible, stale } from "./send-event.ts";

export interface AssignRequest {
  readonly member: string;
  readonly definitionId: string;
  readonly id: string;
  readonly actor: Actor;
  /** Agent id, or null to release. */
  readonly assignee: string | null;
  readonly revision: number | null;
}

/** The fact recorded when an entry changes hands. */
export const ASSIGNED = "assigner";

/** An agent to give an entry to, or null to release it, once known to be one of those who may work it. */
export interface GiveRequest extends Omit<AssignRequest, "assignee"> {
  readonly assignee: Assignee | null;
  /** Given with many others at once: the history says so. */
  readonly bulk?: boolean;
}

/**
 * Gives an entry to an agent who may work it, or releases it; recorded in the history.
 * Refusals: `not-found`, `not-allowed` (a reader assigns nothing), `invalid` (no such agent), `stale`.
 */
export async function assignEntry(ctx: Context, request: AssignRequest): Promise<Outcome<{ readonly entry: Entry }>> {
  const found = await findGivable(ctx, request, entryWriter(ctx));
  if (!found.ok) return found;
  const { definition } = found.value;
  const assignee =
    request.assignee && (await findAssignable(ctx, { member: { id: request.member }, definition }, request.assignee));
  if (request.assignee !== null && !assignee) return refused(nobodyHere());
  return give(ctx, { ...request, assignee: assignee || null }, found.value, entryWriter(ctx));
}

/** No agent who may work the entry is called so. */
export function nobodyHere() {
  const message = "Vous devez choisir un agent de ce service.";
  return problem("invalid", message, [{ code: "assignee", pointer: "/assignee", message }]);
}

/** An entry that is hers already changes hands no more. */
export function alreadyGiven() {
  return problem("invalid", workWords.reasons.given, [
    { code: GIVEN, pointer: "/assignee", message: workWords.reasons.given },
  ]);
}

const GIVEN = "given";

/** Whether an entry was refused because it is already as it was to be. */
export const isAlreadyGiven = ({ issues }: Pick<Problem, "issues">): boolean =>
  issues.some(({ code }) => code === GIVEN);

/** The same within a transaction, to an agent already found. Refusals: `not-found`, `not-allowed`, `stale`, `invalid` (hers). */
export async function giveEntry(
  ctx: Context,
  request: GiveRequest,
  tx: Tx,
): Promise<Outcome<{ readonly entry: Entry }>> {
  const writer = entryWriter(ctx, tx);
  const found = await findGivable(ctx, request, writer);
  if (!found.ok) return found;
  if (found.value.entry.assignee === (request.assignee?.id ?? null)) return refused(alreadyGiven());
  return give(ctx, request, found.value, writer);
}

type Found = NonNullable<Awaited<ReturnType<typeof findVisible>>>;

/** The entry, when this actor may give it to somebody and nobody changed it since she saw it. */
async function findGivable(
  ctx: Context,
  request: Omit<AssignRequest, "assignee">,
  writer: EntryWriter,
): Promise<Outcome<Found>> {
  const found = await findVisible(ctx, request, writer);
  if (!found) return refused(notFound());
  if (!mayAssign(found.definition, request.actor)) {
    return refused(problem("not-allowed", "Vous ne pouvez pas attribuer ce dossier."));
  }
  if (request.revision !== null && request.revision !== found.entry.revision) return refused(stale());
  return done(found);
}

/** Whether this actor gives entries of a definition to agents. */
export const mayAssign = (definition: CompiledDefinition, actor: Actor): boolean =>
  actor.roles.includes("agent") && canWorkQueue(definition, actor);

async function give(
  ctx: Context,
  { actor, assignee, bulk }: GiveRequest,
  found: Found,
  writer: EntryWriter,
): Promise<Outcome<{ readonly entry: Entry }>> {
  const { head, ...before } = found.entry;
  const at = ctx.clock().toISOString();
  const entry: Entry = { ...before, assignee: assignee?.id ?? null, revision: before.revision + 1, updatedAt: at };
  const event: EntryEvent = {
    seq: entry.revision,
    type: ASSIGNED,
    from: entry.state,
    to: entry.state,
    actor: eventActor(actor),
    at,
    data: { ...(bulk === true && { bulk }), answers: { agent: assignee?.name ?? null } },
  };
  const applied = await writer.apply({
    transition: { ok: true, entry, event, effects: [], bookings: [], seats: [] },
    link: chain(ctx.secrets, head, entry, event, digestAnswers(entry.answers)),
    keys: [],
    search: "",
    owners: [actor.id, ...actor.holders],
    attachments: [],
    expected: before.revision,
    answersChanged: false,
  });
  return applied ? done({ entry }) : refused(stale());
}
