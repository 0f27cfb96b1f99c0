import { meetingWords as words } from "../../renderer/strings-meetings.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import type { SeenLine } from "../meeting.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import type { Meeting } from "../store/meetings.ts";
import { insertItems } from "../store/work-items.ts";
import {
  type BulkAction,
  type BulkParams,
  type BulkWork,
  dropPreparing,
  findWork,
  insertWork,
} from "../store/works.ts";
import { movedLines } from "./meeting-lines.ts";
import { planWork } from "./plan-work.ts";
import type { ActorIn } from "./write-entry.ts";

const DAY = 86_400_000;
/** What an agent may have in preparation, this one left out. */
const OTHERS_PREPARING = 4;

/**
 * Prepares the decisions of a ranked meeting as one work on many entries, for its agent to read before it is launched. Refusals:
 * `not-found` (not ranked, or decided), `stale` (entries moved, nobody said what becomes of them).
 */
export async function planDecisions(
  ctx: Context,
  by: AgentIdentity,
  actorIn: ActorIn,
  meeting: Meeting,
  seen: readonly SeenLine[],
): Promise<Outcome<string>> {
  if (meeting.rankedAt === null || meeting.decidedAt !== null) return refused(problem("not-found", words.notRanked));
  if (movedLines(seen).length > 0) return refused(problem("stale", words.moveFirst));
  const entries = seen.flatMap(({ line, entry }) => {
    if (line.leaves !== null || !entry) return [];
    const { member, id, reference, revision } = entry;
    return [{ member, id, reference, revision }];
  });
  if (entries.length === 0) return refused(problem("not-found", words.errors.nobody));
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const { member, definition, list } = meeting;
  const params: BulkParams = { list, offers: [], alone: [] };
  await withActor(ctx.db, { member }, async (tx) => {
    await dropPreparing(tx, member, by.id, OTHERS_PREPARING);
    await insertWork(tx, {
      ...{ id, member, agent: by.id, kind: "bulk", definition, state: "preparing", params },
      ...{ total: entries.length, now, expiresAt: new Date(now.getTime() + DAY) },
    });
    await insertItems(tx, { member, id }, entries);
  });
  const work = await findWork(ctx.db, member, by.id, id);
  const action: BulkAction = { type: "meeting", meeting: meeting.id, revision: meeting.revision };
  const planned = work?.kind === "bulk" ? await planWork(ctx, work as BulkWork, actorIn, action) : null;
  return planned?.ok === false ? planned : done(id);
}
