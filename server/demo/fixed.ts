import { can } from "../../engine/index.ts";
import { openEntry } from "../commands/open-entry.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import { actorFor } from "../identity/actor-for.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import type { Outcome } from "../problem.ts";
import type { FixedEntries } from "./files.ts";

const DAY = 86_400_000;

/** Opens entries written word for word in a group's file, each step on its day, by an agent who may. Their ids, in order. */
export async function playFixed(
  ctx: Context,
  fixed: FixedEntries,
  agents: readonly AgentIdentity[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  const { member, definition: id, daysAgo } = fixed;
  const definition = ctx.catalogue.definition(member, id);
  if (!definition) throw new Error(`The demo's ${member} does not offer ${id}`);
  const actor = agents
    .filter((agent) => agent.member === member)
    .map((agent) => actorFor(ctx, { account: null, agent, grants: [], visitor: null, via: null }, member, definition))
    .find((one) => can(definition, one, "open"));
  if (!actor) throw new Error(`The demo has nobody in ${member} to open ${id}`);
  const on = (step: number): Context => {
    const time = ctx.clock().getTime() - (daysAgo[step] ?? 0) * DAY;
    return { ...ctx, background: true, clock: () => new Date(time), wake: () => undefined };
  };
  for (const { answers, events } of fixed.each) {
    const { view } = expected(await openEntry(on(0), { member, definition, actor, answers }));
    ids.push(view.id);
    for (const [index, { type, answers: said }] of events.entries()) {
      const event = {
        member,
        definitionId: id,
        id: view.id,
        actor,
        type,
        revision: null,
        ...(said && { answers: said }),
      };
      expected(await sendEvent(on(index + 1), event));
    }
  }
  return ids;
}

/** The demo's own files are at fault when a step is refused. */
function expected<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`The demo cannot play its fixed entries: ${JSON.stringify(outcome.problem)}`);
}
