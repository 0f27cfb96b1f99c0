import type { Workload } from "../../../renderer/back/queue-nav.tsx";
import type { Context } from "../../context.ts";
import { countAcross } from "../../store/entries.ts";
import { listAcross } from "../../store/list-across.ts";
import type { Reached } from "./reach.ts";

/** What waits in each of these definitions, wherever the agent sees them. */
export function workloads(ctx: Context, reached: readonly Reached[]): Promise<readonly Workload[]> {
  return Promise.all(reached.map((each) => workload(ctx, each)));
}

async function workload(ctx: Context, { definition, places }: Reached): Promise<Workload> {
  const tasks = [...definition.workflow.states.values()].filter((state) => state.task).map((state) => state.id);
  const queries = places.map((place) => ({ member: place.member.id, definition: place.definition }));
  const counts = await countAcross(ctx, queries);
  const waiting = tasks.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const oldest =
    waiting === 0
      ? undefined
      : (
          await listAcross(
            ctx,
            queries.map((query) => ({ ...query, state: tasks, sort: "createdAt", limit: 1 })),
          )
        ).items[0];
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
