import type { CompiledDefinition } from "../../engine/index.ts";
import type { Referable } from "./list-columns.ts";
import type { ListState } from "./list-state.ts";

/** Entries of a list counted by what it may be narrowed by. */
export interface FacetCounts {
  /** By facet (`_etat`, `_attribuee`, `_collectivite`, the key of a column), then by value; "" for none. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Facets whose numbers mean "at least". */
  readonly partial: ReadonlySet<string>;
}

/** What every control of a list needs. */
export interface ListTools {
  /** Address of the list. */
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** Names by id of the members the list covers. */
  readonly members: ReadonlyMap<string, string>;
  /** Names of those who may work it, by id. */
  readonly agents: ReadonlyMap<string, string>;
  readonly me: string;
  readonly facets: FacetCounts;
  readonly referable: Referable;
  /** Title of the definition whose entries refer to those shown, when a statistic of it narrows the list. */
  readonly citing: string | null;
}
