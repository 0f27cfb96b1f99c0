import {
  BY_MONTH,
  BY_STATE,
  MERGED,
  type Period,
  parisMidnight,
  type Statistic,
  type StatisticField,
} from "../../engine/index.ts";
import { ELSEWHERE, MOST_GROUPS } from "./figures.ts";
import { type Answer, addValues, dayPath } from "./figures-filters.ts";
import { Statement } from "./statement.ts";

/** A number to count in a year and in the one before. Its statistic has no groups, and its period is the year. */
export interface Asked {
  readonly statistic: Statistic;
  /** Null: nothing is known of it, how things stood being told by no entry. */
  readonly before: Period | null;
}

/** What several figures of one definition amount to in a member: `n` and `v` by figure and year, as columns "n0", "v0", "m0", "w0". */
export type TotalsRow = Readonly<Record<string, number | string | null>>;

/** What one figure amounts to in one group. */
export interface GroupRow {
  readonly g: string;
  readonly n: number;
  readonly b: number | null;
}

/** Answers that a statement reads, each once for a row whatever the number of figures that ask it. */
class Read {
  readonly #columns = new Map<string, { readonly path: readonly string[]; readonly as: "text" | "json" }>();

  readonly answer: Answer = (statement, path, as) => statement.word(this.column(path, as));

  column(path: readonly string[], as: "text" | "json"): string {
    const key = JSON.stringify([as, ...path]);
    if (!this.#columns.has(key)) this.#columns.set(key, { path, as });
    return `x.a${[...this.#columns.keys()].indexOf(key)}`;
  }

  /** The entries of the definition, with those answers; `offset 0` keeps the planner from reading them once for each use. */
  addSource(statement: Statement, member: string, asked: readonly Asked[]): Statement {
    statement.word("from (select e.state, e.created_at");
    [...this.#columns.values()].forEach(({ path, as }, index) => {
      statement.word(`, e.answers ${as === "text" ? "#>>" : "#>"}`).add`${[...path]}::text[]`.word(`as a${index}`);
    });
    const definition = asked[0]?.statistic.definition ?? "";
    statement.add` from entry e where e.member_id = ${member} and e.definition = ${definition}`;
    addSpan(statement, asked);
    return statement.word("offset 0) as x");
  }
}

/** When every figure counts entries by when they came, those that came before or after are not read. */
function addSpan(statement: Statement, asked: readonly Asked[]): void {
  if (asked.some(({ statistic: { moment, period } }) => moment.kind !== "reception" || period.from === null)) return;
  const from = asked.flatMap(({ statistic, before }) => before?.from ?? statistic.period.from ?? []).sort()[0];
  const until = asked
    .flatMap(({ statistic }) => statistic.period.until ?? [])
    .sort()
    .at(-1);
  if (from === undefined || until === undefined) return;
  statement.add` and e.created_at >= ${parisMidnight(from)}::timestamptz and e.created_at < ${parisMidnight(until)}::timestamptz`;
}

/**
 * The one statement that counts several figures of a definition in a member, all of its entries being read once. `together`: the different
 * values of a field themselves, as digests, since several members may name the same.
 */
export function totalsStatement(asked: readonly Asked[], member: string, together: boolean): Statement {
  const read = new Read();
  const statement = new Statement().word("select");
  asked.forEach(({ statistic, before }, index) => {
    if (index > 0) statement.word(",");
    addTotals(statement, read, { statistic, period: statistic.period, names: [`n${index}`, `v${index}`], together });
    statement.word(",");
    addTotals(statement, read, { statistic, period: before, names: [`m${index}`, `w${index}`], together });
  });
  return read.addSource(statement, member, asked);
}

interface Totals {
  readonly statistic: Statistic;
  readonly period: Period | null;
  /** Of the columns: how many entries, and what they amount to. */
  readonly names: readonly [n: string, v: string];
  readonly together: boolean;
}

function addTotals(statement: Statement, read: Read, { statistic, period, names, together }: Totals): void {
  const [n, v] = names;
  if (period === null) {
    statement.word(`null::integer as ${n}, null::text as ${v}`);
    return;
  }
  const { measure } = statistic;
  const value = measure.kind === "distinct" || measure.kind === "number" ? measure.of : null;
  const text = value && read.column(value.path, "text");
  const number = value && measure.kind === "number" ? numberOf(read, value) : null;
  const having = number ? `${number} is not null` : text ? `${text} <> ''` : null;
  statement.word("(count(*)");
  addKept(statement, read, statistic, period, having);
  statement.word(`)::integer as ${n}, (`);
  if (number) statement.word(`sum(${number})`);
  else if (!text) {
    statement.word(`null)::text as ${v}`);
    return;
  } else if (together) statement.word(`string_agg(distinct hashtextextended(${text}, 0)::text, ' ')`);
  else statement.word(`count(distinct ${text})`);
  addKept(statement, read, statistic, period, having);
  statement.word(`)::text as ${v}`);
}

/** The number that an answer is, or null. */
function numberOf(read: Read, { path }: StatisticField): string {
  const column = read.column(path, "json");
  return `case when jsonb_typeof(${column}) = 'number' then ${column}::float8 end`;
}

/** The entries that count in a period. */
function addKept(
  statement: Statement,
  read: Read,
  { states, merges, moment, values }: Statistic,
  period: Period,
  having: string | null,
): void {
  statement.word("filter (where true");
  if (having) statement.word(`and ${having}`);
  if (states) statement.add` and x.state = any(${[...states]}::text[])`;
  else if (merges) statement.add` and x.state <> ${MERGED}`;
  addPeriod(statement, read, moment, period);
  for (const filter of values) addValues(statement.word("and"), filter, read.answer);
  statement.word(")");
}

function addPeriod(statement: Statement, read: Read, moment: Statistic["moment"], period: Period): void {
  if (moment.kind === "field" && moment.of.many) {
    const [list = "", ...day] = moment.of.path;
    statement.word(`and jsonb_path_exists(${read.column([list], "json")},`);
    statement.add`${dayPath(day, period)}::text::jsonpath)`;
    return;
  }
  const field = moment.kind === "field";
  const column = field ? `${read.column(moment.of.path, "text")} collate "C"` : "x.created_at";
  for (const [bound, how] of [
    [period.from, ">="],
    [period.until, "<"],
  ] as const) {
    if (bound === null) continue;
    statement.word(`and ${column} ${how}`);
    if (field) statement.add`${bound}::text`;
    else statement.add`${parisMidnight(bound)}::timestamptz`;
  }
}

/**
 * The one statement that tells a figure of a member apart by a field, its states or the months of the year. What a field of an entry of
 * another member says stands as its id after `ELSEWHERE`.
 */
export function groupsStatement(
  { statistic, before }: Asked,
  by: string,
  of: StatisticField | null,
  member: string,
): Statement {
  const read = new Read();
  const value = statistic.measure.kind === "number" ? numberOf(read, statistic.measure.of) : null;
  const total = value ? `sum(${value})` : "count(*)";
  const statement = new Statement().word(
    `select * from (select ${groupOf(read, statistic, by, of)} as g, coalesce(${total}`,
  );
  addKept(statement, read, statistic, statistic.period, null);
  statement.word(", 0)::float8 as n,");
  if (before === null) statement.word("null::float8 as b");
  else {
    statement.word(`coalesce(${total}`);
    addKept(statement, read, statistic, before, null);
    statement.word(", 0)::float8 as b");
  }
  read.addSource(statement, member, [{ statistic, before }]);
  if (of?.field.type === "array") {
    const column = read.column(of.path, "json");
    statement.word(`left join lateral jsonb_array_elements_text(case jsonb_typeof(${column}) when 'array' then ${column} end)
      as many (value) on true`);
  }
  if (of?.through) {
    statement.word("left join (select e.id::text as id, e.answers #>>").add`${[...of.path]}::text[]`;
    statement.add` as value from entry e where e.member_id = ${member} and e.definition = ${of.through.definition})`;
    statement.word(`as referred on referred.id = ${read.column(of.through.path, "text")}`);
  }
  return statement.word(
    `group by 1) as told where n <> 0 or b <> 0 limit ${of?.through ? MOST_REFERRED : MOST_GROUPS + 1}`,
  );
}

/** Groups that a field of what entries refer to makes at most, those of other members standing each for itself. */
const MOST_REFERRED = 200_000;

function groupOf(read: Read, { moment }: Statistic, by: string, of: StatisticField | null): string {
  if (by === BY_STATE) return "x.state";
  if (by === BY_MONTH) {
    if (moment.kind !== "field") return "to_char(x.created_at at time zone 'Europe/Paris', 'MM')";
    return moment.of.many ? "''" : `coalesce(substr(${read.column(moment.of.path, "text")}, 6, 2), '')`;
  }
  if (of === null) return "''";
  if (of.field.type === "array") {
    read.column(of.path, "json");
    return "coalesce(many.value, '')";
  }
  if (!of.through) return `coalesce(left(btrim(${read.column(of.path, "text")}), 120), '')`;
  const id = read.column(of.through.path, "text");
  return `case when ${id} is null then '' when referred.id is not null then coalesce(left(btrim(referred.value), 120), '')
    else '${ELSEWHERE}' || ${id} end`;
}
