import { type Actor, canWorkQueue, type Entry, type EntryEvent, eventActor } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { chain, digestAnswers } from "../history.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { findAssignable } from "../store/assignees.ts";
import { entryWriter } from "../store/entry-write.ts";
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

/**
 * Gives an entry to an agent who may work it, or releases it; recorded in the history.
 * Refusals: `not-found`, `not-allowed` (a reader assigns nothing), `invalid` (no such agent), `stale`.
 */
export async function assignEntry(ctx: Context, request: AssignRequest): Promise<Outcome<{ readonly entry: Entry }>> {
  const found = await findVisible(ctx, request);
  if (!found) return refused(notFound());
  const { definition } = found;
  if (!request.actor.roles.includes("agent") || !canWorkQueue(definition, request.actor)) {
    return refused(problem("not-allowed", "Vous ne pouvez pas attribuer ce dossier."));
  }
  const { head, ...before } = found.entry;
  if (request.revision !== null && request.revision !== before.revision) return refused(stale());
  const assignee =
    request.assignee && (await findAssignable(ctx, { member: { id: request.member }, definition }, request.assignee));
  if (request.assignee !== null && !assignee) {
    const message = "Vous devez choisir un agent de ce service.";
    return refused(problem("invalid", message, [{ code: "assignee", pointer: "/assignee", message }]));
  }
  const at = ctx.clock().toISOString();
  const entry: Entry = {
    ...before,
    assignee: assignee ? assignee.id : null,
    revision: before.revision + 1,
    updatedAt: at,
  };
  const event: EntryEvent = {
    seq: entry.revision,
    type: ASSIGNED,
    from: entry.state,
    to: entry.state,
    actor: eventActor(request.actor),
    at,
    data: { answers: { agent: assignee ? assignee.name : null } },
  };
  const applied = await entryWriter(ctx).apply({
    transition: { ok: true, entry, event, effects: [] },
    link: chain(ctx.secrets, head, entry, event, digestAnswers(entry.answers)),
    keys: [],
    search: "",
    owners: [request.actor.id, ...request.actor.holders],
    attachments: [],
    expected: before.revision,
    answersChanged: false,
  });
  return applied ? done({ entry }) : refused(stale());
}
