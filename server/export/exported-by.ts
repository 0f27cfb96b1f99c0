import type { Context } from "../context.ts";
import { actorsOf } from "../identity/actor-for.ts";
import type { AgentIdentity, Subject } from "../identity/subject.ts";
import { memberNames, type Reached, reach, reachedOf } from "../routes/back/reach.ts";
import type { ExportParams } from "../store/works.ts";
import { exportColumns } from "./columns.ts";
import type { Exported } from "./rows.ts";

/** A list as one agent may export it now. */
export interface ExportedList extends Exported, Reached {
  readonly agent: AgentIdentity;
}

/** What an agent exports of a list she reads, with the columns she asks for that she may know of; null when there is none. */
export function exportedBy(
  ctx: Context,
  who: Subject,
  agent: AgentIdentity,
  definition: string,
  { columns, values, layout: id }: Pick<ExportParams, "columns" | "values" | "layout">,
): ExportedList | null {
  const [reached] = reachedOf(reach(ctx, who, agent.member, definition));
  const [place] = reached?.places ?? [];
  if (!reached || !place) return null;
  const known = exportColumns(reached.definition, place.actor, reached.places.length > 1);
  const chosen = known.filter(({ key }) => columns.includes(key));
  const layout = reached.definition.layouts.find((each) => each.id === id);
  if (layout ? false : id !== undefined || chosen.length === 0) return null;
  const exported = {
    ...{ definition: reached.definition, members: memberNames(reached.places), columns: chosen, values },
    ...(layout && { layout }),
  };
  return { ...reached, ...exported, actorIn: actorsOf(ctx, who), agent };
}
