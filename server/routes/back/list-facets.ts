import type { CompiledDefinition } from "../../../engine/index.ts";
import { EVERY_STATE, type ListState } from "../../../renderer/back/list-state.ts";
import type { FacetCounts } from "../../../renderer/back/list-tools.ts";
import type { Context } from "../../context.ts";
import { countFacets, type Facet } from "../../store/facets.ts";
import { type Listed, listQueries } from "./list-query.ts";

/** What a list of this definition may be narrowed by with a number beside each value. */
export function facetNames({ kind, list }: CompiledDefinition, members: number): readonly string[] {
  const fields = list.filter(({ field }) => field.type !== "array" && (field.choices || field.type === "boolean"));
  return [
    "_etat",
    ...(kind === "service" ? ["_attribuee"] : []),
    ...(members > 1 ? ["_collectivite"] : []),
    ...fields.map(({ key }) => key),
  ];
}

/**
 * Counts a list by each of its facets, each without its own choice: choosing another value there adds to it. Whatever the
 * sort, entries are counted in the order they came, which an index holds.
 */
export function facetsOf(ctx: Context, listed: Listed, state: ListState): Promise<FacetCounts> {
  const sort = state.q === "" ? "-createdAt" : state.sort;
  const facets = facetNames(listed.definition, listed.places.length).map((name): Facet => {
    const without = { ...withoutChoice(state, name), sort, after: null, before: null };
    return { name, queries: listQueries(listed, without, 1) };
  });
  return countFacets(ctx, facets);
}

function withoutChoice(state: ListState, facet: string): ListState {
  switch (facet) {
    case "_etat":
      return { ...state, tab: EVERY_STATE, states: [] };
    case "_attribuee":
      return { ...state, who: "all", assignees: [] };
    case "_collectivite":
      return { ...state, members: [] };
    default: {
      const filters = new Map(state.filters);
      filters.delete(facet);
      return { ...state, filters };
    }
  }
}
