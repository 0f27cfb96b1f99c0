import type { Actor } from "../../engine/index.ts";
import { workWords } from "../../renderer/strings-works.ts";
import { giveEntry, isAlreadyGiven, nobodyHere } from "../commands/assign-entry.ts";
import { type Assignees, assigneesOf } from "../commands/assignees.ts";
import { oweMailing, type Texts } from "../commands/owe-mailing.ts";
import { decisionsFor } from "../commands/plan-work.ts";
import { refusalSentence } from "../commands/refusal-sentence.ts";
import { sendEvent } from "../commands/send-event.ts";
import { isSending } from "../commands/sending.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { actorsOf } from "../identity/actor-for.ts";
import { type AgentIdentity, agentSubject } from "../identity/subject.ts";
import { notFound, type Outcome, refused } from "../problem.ts";
import {
  agentNow,
  type BulkTurn,
  claimItem,
  endBulk,
  type Item,
  type ItemOutcome,
  missItem,
  settleItem,
} from "../store/work-turns.ts";
import type { BulkAction } from "../store/works.ts";

/** Entries done with before another work has its turn. */
const SLICE = 50;
/** Times an entry that fails for no reason we know is tried. */
const MOST_ATTEMPTS = 3;

/**
 * Does some of a bulk work: each entry in a transaction of its own, with what became of it, under the rights its agent has
 * at that instant. Killed anywhere, an entry is done and told, or neither. False when there was nothing to do: what is left
 * is in the hands of others.
 */
export async function runBulk(ctx: Context, turn: BulkTurn): Promise<boolean> {
  const { member, definition, params } = turn;
  const gives = params.action?.type === "assign" || params.action?.type === "share";
  const assignees: Assignees = gives ? await assigneesOf(ctx, member, definition) : new Map();
  const decisions = await decisionsFor(ctx, turn, params.action);
  const texts: Texts = new Map();
  for (let done = 0; done < SLICE; done += 1) {
    if (await runItem(ctx, turn, { assignees, decisions, texts })) continue;
    return (await endBulk(ctx.db, turn, ctx.clock())) || done > 0;
  }
  return true;
}

/** False when no item was free. A surprise is counted on its item, so that it holds nothing else up. */
async function runItem(ctx: Context, turn: BulkTurn, means: Omit<Means, "actors" | "agent">): Promise<boolean> {
  let item: Item | null = null;
  try {
    await withActor(ctx.db, { member: turn.member }, async (tx) => {
      const now = ctx.clock();
      const [claimed, agent] = await Promise.all([claimItem(tx, turn), agentNow(tx, turn.member, turn.agent, now)]);
      item = claimed;
      if (!claimed) return;
      const actors = agent && actorsOf(ctx, agentSubject(agent));
      const outcome =
        agent === null || actors === null
          ? refused(notFound())
          : await act(ctx, tx, turn, claimed, { agent, actors, ...means });
      await settleItem(tx, turn, claimed, told(outcome, turn.params.action), now);
    });
  } catch (err) {
    if (item === null) throw err;
    ctx.log.error({ err, work: turn.id }, "work failed on an entry");
    await missItem(ctx.db, turn, item, MOST_ATTEMPTS, workWords.reasons.failed, ctx.clock());
  }
  return item !== null;
}

interface Means {
  readonly agent: AgentIdentity;
  readonly actors: ReturnType<typeof actorsOf>;
  readonly assignees: Assignees;
  readonly decisions: Awaited<ReturnType<typeof decisionsFor>>;
  readonly texts: Texts;
}

async function act(
  ctx: Context,
  tx: Tx,
  turn: BulkTurn,
  item: Item,
  { agent, actors, assignees, decisions, texts }: Means,
): Promise<Outcome<unknown>> {
  const { definition: id } = turn;
  const { action } = turn.params;
  const { entryMember: member, entryId, revision, assignee: part } = item;
  const definition = ctx.catalogue.definition(member, id);
  if (!definition || !action) return refused(notFound());
  if (isSending(action)) return oweMailing(ctx, tx, turn, item, { agent, actorIn: actors, texts });
  const actor: Actor = actors(member, definition);
  const request = { member, definitionId: id, id: entryId, actor, revision, bulk: true };
  if (action.type === "event") {
    return sendEvent(ctx, { ...request, actorIn: actors, type: action.event, answers: action.answers }, tx);
  }
  if (action.type === "meeting") {
    const decision = decisions.get(entryId);
    if (!decision) return refused(notFound());
    const { event, answers, standing } = decision;
    return sendEvent(ctx, { ...request, actorIn: actors, type: event, answers, standing }, tx);
  }
  const wanted = action.type === "assign" ? action.assignee : part;
  const released = action.type === "assign" && wanted === null;
  const assignee = released ? null : assignees.get(member)?.get(wanted ?? "");
  return assignee === undefined ? refused(nobodyHere()) : giveEntry(ctx, { ...request, assignee }, tx);
}

function told(outcome: Outcome<unknown>, action: BulkAction | undefined): ItemOutcome {
  if (outcome.ok) return { outcome: "done", reason: null };
  const { problem } = outcome;
  if (problem.code === "stale") return { outcome: "changed", reason: workWords.reasons.changed };
  if (isAlreadyGiven(problem)) {
    return { outcome: "same", reason: action?.type === "share" ? workWords.reasons.kept : workWords.reasons.given };
  }
  return { outcome: "refused", reason: refusalSentence(problem) };
}
