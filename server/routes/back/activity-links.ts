import {
  type ActivityFigure,
  type ActivityTold,
  type CountedFigure,
  fieldAt,
  figureList,
  figureParams,
  type StatisticParams,
} from "../../../engine/index.ts";
import type { ActivitySaid } from "../../../renderer/activity/activity-view.ts";
import { EVERY_STATE } from "../../../renderer/back/list-state.ts";
import type { Report } from "../../activity/read.ts";
import { officesOf } from "../../identity/actor-for.ts";
import { statisticQuery } from "../figures/statistic-address.ts";
import type { AgentScope } from "./agent-scope.ts";
import { type Place, reach } from "./reach.ts";

/** Where each figure of a report leads its reader, and what it counts beyond what she reads. */
export function activityLinks(
  scope: AgentScope,
  { year }: Report,
  told: ActivityTold,
): Pick<ActivitySaid, "href" | "kept"> {
  const reached = new Map<string, readonly Place[]>();
  const placesOf = (id: string): readonly Place[] => {
    const known = reached.get(id) ?? reach(scope.ctx, scope.session, scope.home.id, id);
    reached.set(id, known);
    return known;
  };
  const members = told.places.map(({ member }) => member);
  const offices = officesOf(scope.ctx, scope.agent);
  return {
    href: (figure, member) =>
      figure.kind === "counted"
        ? listHref(scope, figure, year, { places: placesOf, members: member === null ? members : [member] })
        : null,
    kept: (figure: ActivityFigure) =>
      figure.kind === "counted" &&
      members.some((member) => {
        const definition = scope.ctx.catalogue.definition(member, figure.definition);
        return definition?.kept != null && !offices.includes(`${member}/${definition.unit ?? ""}`);
      }),
  };
}

interface Where {
  readonly places: (definition: string) => readonly Place[];
  readonly members: readonly string[];
}

function listHref(
  { home }: AgentScope,
  figure: CountedFigure,
  year: number,
  { places, members }: Where,
): string | null {
  const all = places(figure.definition);
  const own = all.filter(({ member }) => members.includes(member.id));
  const [first] = own;
  if (!first) return null;
  const narrowed = own.length < all.length ? own.map(({ member }) => member.id) : [];
  const { measure } = figure;
  const ref = measure.kind === "distinct" ? fieldAt(first.definition.form.order, measure.field)?.ref : undefined;
  if (ref !== undefined) {
    if (places(ref).length === 0) return null;
    const params: StatisticParams = {
      ...figureParams(figure, year),
      ...(narrowed.length > 0 && { collectivite: narrowed }),
    };
    const query = new URLSearchParams({ etat: EVERY_STATE, cite: statisticQuery(figure.definition, params) });
    return `/${home.id}/agent/${ref}?${query}`;
  }
  const pairs = [...figureList(figure, year, first.definition), ...narrowed.map((id) => ["collectivite", id] as const)];
  return `/${home.id}/agent/${figure.definition}?${new URLSearchParams(pairs.map(([name, value]) => [name, value]))}`;
}
