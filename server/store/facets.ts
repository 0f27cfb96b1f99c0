import type { Row } from "postgres";
import type { CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross } from "../db/with-actor.ts";
import { planOf } from "./entry-list.ts";
import type { WordRow } from "./entry-search.ts";
import type { ListQuery } from "./list-query.ts";
import { addCounted } from "./list-statement.ts";
import { Statement } from "./statement.ts";
import { readWords } from "./word-index.ts";

/** Entries counted at most for one facet: beyond, a number means "at least". */
export const COUNTED = 500;

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
 * that count the same entries share one reading of them; the readings run side by side. Throws `BadParameter`.
 */
export async function countFacets(ctx: Context, facets: readonly Facet[]): Promise<Facets> {
  const now = ctx.clock().toISOString();
  const words = await readWords(
    ctx.db,
    facets.flatMap(({ queries }) => queries),
  );
  const counted = await Promise.all(sharing(facets).map((group) => countTogether(ctx, group, now, words)));
  return {
    counts: new Map(counted.flatMap(({ counts }) => [...counts])),
    partial: new Set(counted.flatMap(({ partial }) => [...partial])),
  };
}

/** The facets that count the same entries, together. */
function sharing(facets: readonly Facet[]): readonly (readonly Facet[])[] {
  const groups = new Map<string, Facet[]>();
  for (const facet of facets) {
    const key = JSON.stringify(facet.queries.map((query) => ({ ...query, definition: null })));
    groups.set(key, [...(groups.get(key) ?? []), facet]);
  }
  return [...groups.values()];
}

async function countTogether(
  ctx: Context,
  facets: readonly Facet[],
  now: string,
  words: ReadonlyMap<string, readonly WordRow[]>,
): Promise<Facets> {
  const queries = facets[0]?.queries ?? [];
  const results = await readAcross(
    ctx.db,
    queries.map(({ member }) => member),
    (tx, member) => facetStatement(facets, member, now, words.get(member) ?? []).on<FacetRow[]>(tx),
    "each time",
  );
  const counts = new Map(facets.map(({ name }) => [name, new Map<string, number>()]));
  const partial = new Set<string>();
  results.forEach((rows, index) => {
    for (const { facet, value, entries } of rows) {
      const name = facets[facet]?.name ?? "";
      const found = counts.get(name);
      const key = name === "_collectivite" ? (queries[index]?.member ?? "") : (value ?? "");
      found?.set(key, (found.get(key) ?? 0) + entries);
      if (rows.filter((row) => row.facet === facet).reduce((sum, row) => sum + row.entries, 0) >= COUNTED)
        partial.add(name);
    }
  });
  return { counts, partial };
}

/** One reading of the entries of a member, counted by each of the facets that share it. */
function facetStatement(facets: readonly Facet[], member: string, now: string, words: readonly WordRow[]): Statement {
  const query = facets[0]?.queries.find((each) => each.member === member);
  if (!query) throw new Error(`no facet counts the entries of ${member}`);
  const statement = new Statement().word(`with matching as materialized (select ${COLUMNS}`);
  addCounted(statement, planOf(query, now, words), COUNTED);
  const parts = facets.map(
    ({ name }, index) => `
      select ${index} as facet, ${columnOf(name, query.definition)} as value, count(*)::integer as entries
      from matching group by 2`,
  );
  return statement.word(`) ${parts.join(" union all ")}`);
}

function columnOf(name: string, definition: CompiledDefinition): string {
  if (name === "_etat") return "state";
  if (name === "_attribuee") return "assignee::text";
  if (name === "_collectivite") return "null::text";
  const slot = definition.list.findIndex(({ key }) => key === name);
  if (slot < 0) throw new Error(`${name} is not listed: it cannot be counted`);
  return `k${slot + 1}`;
}
