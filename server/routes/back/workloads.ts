import { type CompiledDefinition, canWorkQueue } from "../../../engine/index.ts";
import type { Workload } from "../../../renderer/back/queue-nav.tsx";
import type { Context } from "../../context.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { Session } from "../../identity/subject.ts";
import { countStates } from "../../store/entries.ts";
import { listEntries } from "../../store/entry-list.ts";

/** The definitions of her member an agent may work or consult. */
export function workable(ctx: Context, session: Session, member: string): readonly CompiledDefinition[] {
  return ctx.catalogue
    .definitions(member)
    .filter((definition) => canWorkQueue(definition, actorFor(ctx, session, member, definition)));
}

/** What waits in each of these definitions. */
export function workloads(
  ctx: Context,
  member: string,
  definitions: readonly CompiledDefinition[],
): Promise<readonly Workload[]> {
  return Promise.all(definitions.map((definition) => workload(ctx, member, definition)));
}

async function workload(ctx: Context, member: string, definition: CompiledDefinition): Promise<Workload> {
  const tasks = [...definition.workflow.states.values()].filter((state) => state.task).map((state) => state.id);
  const counts = await countStates(ctx, { member, definition });
  const waiting = tasks.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const oldest =
    waiting === 0
      ? undefined
      : (await listEntries(ctx, { member, definition, state: tasks, sort: "createdAt", limit: 1 })).items[0];
  return {
    definition: definition.id,
    title: definition.title,
    kind: definition.kind,
    counts,
    waiting,
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    oldest: oldest?.createdAt ?? null,
  };
}
