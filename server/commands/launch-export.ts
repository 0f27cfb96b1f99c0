import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, refused, tooMany } from "../problem.ts";
import { countUnderWay, type ExportParams, insertWork } from "../store/works.ts";
import { MOST_WORKS } from "./plan-work.ts";

/** How long an export that never ended is kept, in milliseconds; its file, once written, has a life of its own. */
const LIFE = 7 * 86_400_000;

/** Asks the worker for the file of an export; answers the work. Refusals: `too-many` (she has others under way). */
export async function launchExport(
  ctx: Context,
  agent: AgentIdentity,
  definition: string,
  params: ExportParams,
): Promise<Outcome<string>> {
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const { member } = agent;
  const launched = await withActor(ctx.db, { member }, async (tx) => {
    if ((await countUnderWay(tx, member, agent.id)) >= MOST_WORKS) return false;
    await insertWork(tx, {
      ...{ id, member, agent: agent.id, kind: "export", definition, state: "waiting", params },
      ...{ total: null, now, expiresAt: new Date(now.getTime() + LIFE) },
    });
    return true;
  });
  if (!launched) return refused(tooMany(60, workWords.confirm.tooManyAtOnce(MOST_WORKS)));
  ctx.wake();
  return done(id);
}
