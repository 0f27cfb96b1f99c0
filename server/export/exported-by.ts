import { countKey } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { actorsOf } from "../identity/actor-for.ts";
import type { AgentIdentity, Subject } from "../identity/subject.ts";
import { referableFrom } from "../routes/back/list-references.ts";
import { memberNames, type Reached, reach, reachedOf } from "../routes/back/reach.ts";
import { countedRelations, relationsOf } from "../routes/back/relations-of.ts";
import type { ExportParams } from "../store/works.ts";
import { type ExportColumn, exportColumns } from "./columns.ts";
import type { Exported } from "./rows.ts";
import { throughColumns } from "./through-columns.ts";

/** A list as one agent may export it now. */
export interface ExportedList extends Exported, Reached {
  readonly agent: AgentIdentity;
}

/** Every column she may export of a list: its own, then what they lead to. */
export function columnsFor(
  ctx: Context,
  who: Subject,
  member: string,
  { definition, places }: Reached,
): readonly ExportColumn[] {
  const [place] = places;
  if (!place) return [];
  const relations = relationsOf(ctx, who, member, definition).map(({ relation }) => relation);
  return [
    ...exportColumns(definition, place.actor, places.length > 1),
    ...throughColumns(definition, { referable: referableFrom(ctx, member, definition), relations }),
  ];
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
  const relations = relationsOf(ctx, who, agent.member, reached.definition);
  const known = columnsFor(ctx, who, agent.member, reached);
  const chosen = known.filter(({ key }) => columns.includes(key));
  const layout = reached.definition.layouts.find((each) => each.id === id);
  if (layout ? false : id !== undefined || chosen.length === 0) return null;
  const exported = {
    ...{ definition: reached.definition, members: memberNames(reached.places), columns: chosen, values },
    counted: countedRelations(relations.filter(({ relation }) => chosen.some(({ key }) => key === countKey(relation)))),
    ...(layout && { layout }),
  };
  return { ...reached, ...exported, actorIn: actorsOf(ctx, who), agent };
}
