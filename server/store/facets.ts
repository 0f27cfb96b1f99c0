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
 * Counts the entries of a list by each of these facets, in one statement for each member: among the first `COUNTED` ones
 * that the list holds there. Throws `BadParameter`.
 */
export async function countFacets(ctx: Context, facets: readonly Facet[]): Promise<Facets> {
  const members = [...new Set(facets.flatMap(({ queries }) => queries.map(({ member }) => member)))];
  const now = ctx.clock().toISOString();
  const words = await readWords(
    ctx.db,
    facets.flatMap(({ queries }) => queries),
  );
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => facetStatement(facets, member, now, words.get(member) ?? []).on<FacetRow[]>(tx),
    "each time",
  );
  const counts = new Map(facets.map(({ name }) => [name, new Map<string, number>()]));
  const partial = new Set<string>();
  results.forEach((rows, index) => {
    for (const { facet, value, entries } of rows) {
      const name = facets[facet]?.name ?? "";
      const found = counts.get(name);
      const key = name === "_collectivite" ? (members[index] ?? "") : (value ?? "");
      found?.set(key, (found.get(key) ?? 0) + entries);
      if (rows.filter((row) => row.facet === facet).reduce((sum, row) => sum + row.entries, 0) >= COUNTED)
        partial.add(name);
    }
  });
  return { counts, partial };
}

/** Facets that count the same entries share one reading of them. */
function facetStatement(facets: readonly Facet[], member: string, now: string, words: readonly WordRow[]): Statement {
  const bases: string[] = [];
  const statement = new Statement().word("with");
  const parts = facets.flatMap(({ name, queries }, index) => {
    const query = queries.find((each) => each.member === member);
    if (!query) return [];
    const key = JSON.stringify({ ...query, definition: null });
    let base = bases.indexOf(key);
    if (base < 0) {
      base = bases.push(key) - 1;
      statement.word(`${base === 0 ? "" : ","} matching${base} as materialized (select ${COLUMNS}`);
      addCounted(statement, planOf(query, now, words), COUNTED);
      statement.word(")");
    }
    return `select ${index} as facet, ${columnOf(name, query.definition)} as value, count(*)::integer as entries
      from matching${base} group by 2`;
  });
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
