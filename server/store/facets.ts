import type { Row } from "postgres";
import type { CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
import { planningOf, planOf } from "./entry-list.ts";
import type { WordRow } from "./entry-search.ts";
import type { ListPlan } from "./list-plan.ts";
import type { ListQuery } from "./list-query.ts";
import { addCounted, onlyValue } from "./list-statement.ts";
import { Statement } from "./statement.ts";
import { readWords } from "./word-index.ts";

/** Entries counted at most for one facet: beyond, a number means "at least". */
export const COUNTED = 200;

/** What a list may be narrowed by, and how many entries each value would leave. */
export interface Facets {
  /** By `_etat`, `_attribuee` ("" for nobody), `_collectivite` or the key of a field, then by value. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Facets of which more than `COUNTED` entries remain. */
  readonly partial: ReadonlySet<string>;
}

/** One facet: its name, and the list without its own choice, since choosing another value replaces or adds to it. */
export interface Facet {
  readonly name: string;
  /** The same for facets without any choice: they count the same entries. */
  readonly queries: readonly ListQuery[];
}

/** What entries are counted by. */
const COLUMNS = "entry.state, entry.assignee, entry.k1, entry.k2, entry.k3, entry.k4, entry.k5, entry.k6";

interface FacetRow extends Row {
  facet: number;
  value: string | null;
  entries: number;
}

/**
 * Counts the entries of a list by each of these facets, among the first `COUNTED` ones that the list holds at each member. Facets
 * that count the same entries share one reading of them; all of a member's readings are one statement. Throws `BadParameter`.
 */
export async function countFacets(ctx: Context, facets: readonly Facet[]): Promise<Facets> {
  const now = ctx.clock().toISOString();
  const words = await readWords(
    ctx.db,
    facets.flatMap(({ queries }) => queries),
  );
  const groups = sharing(facets.map((facet, index) => ({ ...facet, index })));
  const members = [...new Set(facets.flatMap(({ queries }) => queries.map(({ member }) => member)))];
  const asked = new Map(members.map((member) => [member, readingsOf(groups, member, now, words.get(member) ?? [])]));
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => facetStatement(asked.get(member) ?? []).on<FacetRow[]>(tx),
    [...asked.values()].every((readings) => readings.every(({ plan }) => isPlannedOnce(plan))) ? "once" : "each time",
  );
  const counts = new Map(facets.map(({ name }) => [name, new Map<string, number>()]));
  const partial = new Set<string>();
  results.forEach((rows, rank) => {
    const totals = facets.map(() => 0);
    for (const { facet, value, entries } of rows) {
      const name = facets[facet]?.name ?? "";
      const found = counts.get(name);
      const key = name === "_collectivite" ? (members[rank] ?? "") : (value ?? "");
      found?.set(key, (found.get(key) ?? 0) + entries);
      totals[facet] = (totals[facet] ?? 0) + entries;
    }
    totals.forEach((total, facet) => {
      if (total >= COUNTED) partial.add(facets[facet]?.name ?? "");
    });
  });
  return { counts, partial };
}

const isPlannedOnce = (plan: ListPlan): boolean => onlyValue(plan) !== null || planningOf(plan) !== "each time";

/** A facet and its rank among those asked. */
type RankedFacet = Facet & { readonly index: number };

/** The facets that count the same entries, together. */
function sharing(facets: readonly RankedFacet[]): readonly (readonly RankedFacet[])[] {
  const groups = new Map<string, RankedFacet[]>();
  for (const facet of facets) {
    const key = JSON.stringify(facet.queries.map((query) => ({ ...query, definition: null })));
    groups.set(key, [...(groups.get(key) ?? []), facet]);
  }
  return [...groups.values()];
}

/** Entries of a member that some facets count. */
interface Counting {
  readonly facets: readonly RankedFacet[];
  readonly plan: ListPlan;
}

function readingsOf(
  groups: readonly (readonly RankedFacet[])[],
  member: string,
  now: string,
  words: readonly WordRow[],
): readonly Counting[] {
  return groups.flatMap((facets) => {
    const query = facets[0]?.queries.find((each) => each.member === member);
    return query ? [{ facets, plan: planOf(query, now, words) }] : [];
  });
}

/** The readings of the entries of a member, each counted by the facets that share it. */
function facetStatement(read: readonly Counting[]): Statement {
  const statement = new Statement();
  read.forEach(({ plan }, group) => {
    statement.word(`${group === 0 ? "with" : ","} matching${group} as materialized (select ${COLUMNS}`);
    addCounted(statement, plan, COUNTED).word(")");
  });
  const parts = read.flatMap(({ facets, plan }, group) =>
    facets.map(
      ({ name, index }) => `
      select ${index} as facet, ${columnOf(name, plan.query.definition)} as value, count(*)::integer as entries
      from matching${group} group by 2`,
    ),
  );
  return statement.word(parts.join(" union all "));
}

function columnOf(name: string, definition: CompiledDefinition): string {
  if (name === "_etat") return "state";
  if (name === "_attribuee") return "assignee::text";
  if (name === "_collectivite") return "null::text";
  const slot = definition.list.findIndex(({ key }) => key === name);
  if (slot < 0) throw new Error(`${name} is not listed: it cannot be counted`);
  return `k${slot + 1}`;
}
