import type { CompiledDefinition } from "./definition.ts";
import type { Dimension, Measure, Statistic } from "./statistic.ts";
import { shifted, startOf, startsOf } from "./statistic-period.ts";

/** What the base answers for one group of entries of one member. */
export interface FigureRow {
  /** Values of the two dimensions; null without the dimension, "" without a value. */
  readonly g1: string | null;
  readonly g2: string | null;
  /** Entries counted: those that have the number or the delay measured. */
  readonly n: number;
  /** Sum of the values. */
  readonly s: number | null;
  /** Quantile, or number of different values, of this group, when no other member has a part in it. */
  readonly q: number | null;
  /** Delays kept within the limit. */
  readonly k: number | null;
  /** One of the values, of which there are `n`, when several members make it together; of a text, a number that stands for it. */
  readonly x: number | null;
}

export interface Cell {
  /** In the unit of the measure: entries, parts of one, the field's own, or hours for a delay. Null: nothing to measure. */
  readonly value: number | null;
  /** On how many entries it stands. */
  readonly n: number;
}

/** A table of figures. Without a second dimension there is one column, whose key is null; without any, one row too. */
export interface StatisticTable {
  readonly rows: readonly (string | null)[];
  readonly columns: readonly (string | null)[];
  /** By row, then by column. */
  readonly cells: readonly (readonly Cell[])[];
  /** Totals of rows and columns mean something: what is counted adds up. */
  readonly adds: boolean;
  /** Entries in all. */
  readonly n: number;
}

interface Sums {
  n: number;
  s: number;
  k: number;
  q: number | null;
  readonly values: [x: number, n: number][];
}

/** Puts the rows of every member together. `definition` gives the order of states and choices. */
export function statisticTable(
  statistic: Statistic,
  definition: CompiledDefinition,
  found: readonly FigureRow[],
): StatisticTable {
  const sums = new Map<string, Sums>();
  for (const row of found) add(sums, row);
  const [first, second] = statistic.by;
  const rows = keysOf(found, "g1", first, statistic, definition, sums);
  const columns = keysOf(found, "g2", second, statistic, definition, sums);
  const total = [...sums.values()].reduce((all, { n }) => all + n, 0);
  const cells = rows.map((row) =>
    columns.map((column) => cellOf(sums.get(keyOf(row, column)), statistic.measure, total)),
  );
  return { rows, columns, cells, adds: adds(statistic), n: total };
}

const keyOf = (g1: string | null, g2: string | null): string => JSON.stringify([g1, g2]);

function add(sums: Map<string, Sums>, { g1, g2, n, s, q, k, x }: FigureRow): void {
  const key = keyOf(g1, g2);
  const known = sums.get(key) ?? { n: 0, s: 0, k: 0, q: null, values: [] };
  known.n += n;
  known.s += s ?? 0;
  known.k += k ?? 0;
  known.q = q ?? known.q;
  if (x !== null) known.values.push([x, n]);
  sums.set(key, known);
}

/** A field with several values counts an entry several times: its groups do not add up. */
function adds({ measure, by }: Statistic): boolean {
  const once = by.every((dimension) => dimension.kind !== "field" || dimension.of.field.type !== "array");
  const sum = measure.kind === "number" && measure.summary.kind === "sum";
  return once && (measure.kind === "count" || measure.kind === "share" || sum);
}

function cellOf(sums: Sums | undefined, measure: Measure, total: number): Cell {
  const n = sums?.n ?? 0;
  return { value: measured(sums, measure, total), n };
}

function measured(sums: Sums | undefined, measure: Measure, total: number): number | null {
  const n = sums?.n ?? 0;
  if (measure.kind === "count") return n;
  if (measure.kind === "share") return total === 0 ? null : n / total;
  if (measure.kind === "distinct") return different(sums);
  if (sums === undefined || n === 0) return null;
  const { summary } = measure;
  if (summary.kind === "sum") return sums.s;
  if (summary.kind === "average") return sums.s / n;
  if (summary.kind === "within") return sums.k / n;
  return sums.values.length > 0 ? quantile(sums.values, summary.at) : sums.q;
}

const different = (sums: Sums | undefined): number =>
  sums === undefined ? 0 : sums.values.length > 0 ? new Set(sums.values.map(([x]) => x)).size : (sums.q ?? 0);

/** The value at a part of the way through all of them, between two of them in proportion: `percentile_cont`. */
export function quantile(values: readonly (readonly [x: number, n: number])[], at: number): number | null {
  const sorted = [...values].sort(([a], [b]) => a - b);
  const count = sorted.reduce((all, [, n]) => all + n, 0);
  if (count === 0) return null;
  const place = at * (count - 1);
  const below = nth(sorted, Math.floor(place));
  const above = nth(sorted, Math.ceil(place));
  return below + (above - below) * (place - Math.floor(place));
}

function nth(sorted: readonly (readonly [x: number, n: number])[], rank: number): number {
  let before = 0;
  for (const [x, n] of sorted) {
    before += n;
    if (rank < before) return x;
  }
  return sorted.at(-1)?.[0] ?? 0;
}

function keysOf(
  found: readonly FigureRow[],
  part: "g1" | "g2",
  dimension: Dimension | undefined,
  statistic: Statistic,
  definition: CompiledDefinition,
  sums: ReadonlyMap<string, Sums>,
): readonly (string | null)[] {
  if (!dimension) return [null];
  const keys = [...new Set(found.map((row) => row[part] ?? ""))];
  if (dimension.kind === "time") return times(keys, dimension.unit, statistic);
  const order = fixedOrder(dimension, definition);
  const weights = new Map<string, number>();
  for (const [key, { n }] of sums) {
    const group = (JSON.parse(key) as [string | null, string | null])[part === "g1" ? 0 : 1] ?? "";
    weights.set(group, (weights.get(group) ?? 0) + n);
  }
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return keys.sort(
    (a, b) =>
      Number(a === "") - Number(b === "") ||
      rank(a) - rank(b) ||
      (weights.get(b) ?? 0) - (weights.get(a) ?? 0) ||
      a.localeCompare(b, "fr"),
  );
}

/** The order that a definition gives to the values of a dimension; none for the others, sorted by size. */
function fixedOrder(dimension: Dimension, { workflow }: CompiledDefinition): readonly string[] {
  if (dimension.kind === "state") return [...workflow.states.keys()];
  if (dimension.kind !== "field") return [];
  const { choices, type } = dimension.of.field;
  return type === "boolean" ? ["true", "false"] : (choices?.map(({ value }) => value) ?? []);
}

const MOST_GAPS = 800;

/** Units of time in order, without a gap: all those of the period, or those between the first and the last found. */
function times(
  keys: readonly string[],
  unit: "day" | "week" | "month" | "quarter" | "year",
  { period }: Statistic,
): readonly string[] {
  const dated = keys.filter((key) => key !== "").sort();
  const first = period.from === null ? dated[0] : startOf(unit, period.from);
  const last = dated.at(-1);
  const until = period.until ?? (last && shifted(unit, last, 1));
  const none = keys.includes("") ? [""] : [];
  if (first === undefined || !until) return none;
  const all = startsOf(unit, first, until, MOST_GAPS);
  return [...(all.length > MOST_GAPS ? dated : all), ...none];
}
