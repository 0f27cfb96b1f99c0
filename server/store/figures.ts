import {
  type Dimension,
  type FigureRow,
  ONLINE,
  parisMidnight,
  type Statistic,
  type StatisticField,
  startsOf,
} from "../../engine/index.ts";
import { A_DAY, addAnswer } from "./figures-condition.ts";
import { addFilters, addMoment } from "./figures-filters.ts";
import { Statement } from "./statement.ts";

/** Groups of one member's answer, beyond which a table says nothing. */
export const MOST_GROUPS = 2000;
/** Values that several members put together, or that name entries. */
export const MOST_VALUES = 200_000;

/** Where a statistic is counted: one member, the unit its definition has there, and its name for both. */
export interface FigurePlace {
  readonly member: string;
  readonly unit: string;
  /** Definitions whose entries are not read here: what refers to them is not followed. */
  readonly closed?: readonly string[];
}

/** Stands before the id of a fiche that is not this member's, in the place of what it would say. */
export const ELSEWHERE = "→";

/**
 * The one statement that gives a member's part of a statistic, as rows of `FigureRow`. Values are parameters, names come
 * from the checked statistic only. `together`: the values themselves, since several members make each quantile. Its
 * transaction has the settings of `figuresSettings`.
 */
export function figuresStatement(statistic: Statistic, place: FigurePlace, together: boolean): Statement {
  const statement = new Statement();
  const values = together && needsValues(statistic);
  statement.word("select g1::text, g2::text,");
  addAggregates(statement, statistic, values);
  statement.word("from (select");
  addDimension(statement, statistic, place, 0);
  statement.word("as g1,");
  addDimension(statement, statistic, place, 1);
  statement.word("as g2,");
  addValue(statement, statistic);
  statement.word("as v");
  addSource(statement, statistic, place);
  addFilters(statement, statistic, place);
  statement.word(") as fact");
  if (statistic.measure.kind === "distinct") statement.word("where v <> ''");
  else if (isMeasured(statistic)) statement.word("where v is not null");
  statement.word(values ? "group by g1, g2, v" : "group by g1, g2");
  return statement.add` limit ${(values ? MOST_VALUES : MOST_GROUPS) + 1}`;
}

/** The statement that gives the different values a statistic counts in a member, as rows of `id`. */
export function namedStatement(statistic: Statistic, place: FigurePlace): Statement {
  const statement = new Statement().word("select distinct v as id from (select");
  addValue(statement, statistic);
  statement.word("as v");
  addSource(statement, statistic, place);
  addFilters(statement, statistic, place);
  return statement.word(") as fact where v <> ''").bounds(MOST_VALUES);
}

const isMeasured = ({ measure }: Statistic): boolean => measure.kind === "number" || measure.kind === "delay";

/** Whether its value is told by all values only, one of them or how many differ, which parts of members cannot give. */
export const needsValues = ({ measure }: Statistic): boolean =>
  measure.kind === "distinct" ||
  ((measure.kind === "number" || measure.kind === "delay") && measure.summary.kind === "quantile");

/** Whether a dimension goes through a reference: what it names may be another member's, and is looked for there. */
export const followsReference = ({ by }: Statistic): boolean =>
  by.some((dimension) => dimension.kind === "field" && dimension.of.through !== undefined);

function addAggregates(statement: Statement, { measure }: Statistic, values: boolean): void {
  const summary = measure.kind === "number" || measure.kind === "delay" ? measure.summary : null;
  statement.word("count(*)::integer as n,");
  statement.word(
    summary?.kind === "sum" || summary?.kind === "average" ? "sum(v)::float8 as s," : "null::float8 as s,",
  );
  if (summary?.kind === "quantile" && !values) {
    statement.add`percentile_cont(${summary.at}::float8) within group (order by v::float8) as q,`;
  } else if (measure.kind === "distinct" && !values) statement.word("count(distinct v)::float8 as q,");
  else statement.word("null::float8 as q,");
  if (summary?.kind === "within")
    statement.add`(count(*) filter (where v <= ${summary.days * 24}::integer))::integer as k,`;
  else statement.word("null::integer as k,");
  if (!values) statement.word("null::float8 as x");
  // Fifty-three bits of a digest: two texts of a table are taken for one less often than the base loses a page.
  else if (measure.kind === "distinct") statement.word("(hashtextextended(v, 0) >> 11)::float8 as x");
  else statement.word("v::float8 as x");
}

/** The narrow table tells states and moments; the others stand beside the answers. */
function needsEntry(statistic: Statistic): boolean {
  const { by, measure, moment, values, condition } = statistic;
  const read = by.some(({ kind }) => kind === "field" || kind === "assignee");
  return (
    read ||
    measure.kind === "number" ||
    measure.kind === "distinct" ||
    moment.kind === "field" ||
    values.length > 0 ||
    condition !== null
  );
}

const needsState = ({ by, states, moment, merges }: Statistic): boolean =>
  states !== null || merges || moment.kind === "outcome" || by.some(({ kind }) => kind === "state");

/** Without any state to tell, the index of entries by moment of reception is the shortest. */
const isNarrow = (statistic: Statistic): boolean => !needsEntry(statistic) && needsState(statistic);

const needsChannel = ({ by, channels }: Statistic): boolean =>
  channels !== null || by.some(({ kind }) => kind === "channel");

function addSource(statement: Statement, statistic: Statistic, place: FigurePlace): void {
  const { member } = place;
  const id = isNarrow(statistic) ? "e.entry_id" : "e.id";
  statement.word(isNarrow(statistic) ? "from entry_state e" : "from entry e");
  if (statistic.moment.kind === "outcome") {
    statement.add` left join (select entry_id, max(at) as at from entry_event
      where member_id = ${member} and to_state = any(${[...statistic.outcomes]}::text[])`;
    statement.word(`and ${MOVED} group by entry_id) settled on settled.entry_id = ${id}`);
  }
  if (needsChannel(statistic)) {
    statement.word(`left join entry_event opened on opened.member_id = e.member_id and opened.entry_id = ${id}
      and opened.seq = 1 and opened.data ? 'channel'`);
  }
  if (statistic.measure.kind === "delay") addDelay(statement, statistic.measure, statistic.opening, member, id);
  if (statistic.measure.kind === "distinct" && statistic.measure.of.many) {
    const path = statistic.measure.of.path.map((key) => JSON.stringify(key)).join(".");
    statement.add` left join lateral jsonb_path_query(e.answers, ${`$.${path}`}::text::jsonpath) as listed (value) on true`;
  }
  for (const [index, dimension] of statistic.by.entries()) {
    if (dimension.kind === "field" && dimension.of.through) addThrough(statement, dimension.of, place, index);
    if (dimension.kind !== "field" || dimension.of.field.type !== "array") continue;
    statement.word("left join lateral jsonb_array_elements_text(case jsonb_typeof(");
    addAnswer(statement, dimension.of.path, "json");
    statement.word(") when 'array' then");
    addAnswer(statement, dimension.of.path, "json");
    statement.word(`end) as many${index} (value) on true`);
  }
}

/** Joins what a field of the entries referred to says, as far as they are this member's: the others are looked for where they are. */
function addThrough(statement: Statement, { path, through }: StatisticField, place: FigurePlace, index: number): void {
  if (!through || place.closed?.includes(through.definition)) return;
  statement.word("left join (select e.id::text as id,");
  addAnswer(statement, path, "text");
  statement.add` as value from entry e where e.member_id = ${place.member} and e.definition = ${through.definition})`;
  statement.word(`as referred${index} on referred${index}.id =`);
  addAnswer(statement, through.path, "text");
}

/** What the index of arrivals holds: an event that changed the state, the opening left out. */
const MOVED = "from_state is not null and from_state <> to_state";

/** Joins when each delay begins and ends: `began` unless from reception, and `ended`. Entries that did not arrive have none. */
function addDelay(
  statement: Statement,
  { from, to }: Extract<Statistic["measure"], { kind: "delay" }>,
  opening: Statistic["opening"],
  member: string,
  id: string,
): void {
  if (from === null || (from === opening.state && !opening.varies)) {
    statement.add` join (select entry_id, min(at) as at from entry_event
      where member_id = ${member} and to_state = any(${[...to]}::text[])`;
    statement.word(`and ${MOVED} group by entry_id) ended on ended.entry_id = ${id}`);
    return;
  }
  statement.add` join (select began.entry_id, began.at as since, min(arrival.at) as at
    from (select entry_id, min(at) as at from entry_event where member_id = ${member} and to_state = ${from}`;
  statement.word(opening.varies ? "and from_state is distinct from to_state" : `and ${MOVED}`);
  statement.add` group by entry_id) began
    join entry_event arrival on arrival.member_id = ${member} and arrival.entry_id = began.entry_id
      and arrival.at >= began.at and arrival.to_state = any(${[...to]}::text[])
      and arrival.from_state is not null and arrival.from_state <> arrival.to_state
    group by began.entry_id, began.at) ended`;
  statement.word(`on ended.entry_id = ${id}`);
}

function addValue(statement: Statement, { measure, opening }: Statistic): void {
  if (measure.kind === "number") {
    statement.word("case when jsonb_typeof(");
    addAnswer(statement, measure.of.path, "json");
    statement.word(") = 'number' then");
    addAnswer(statement, measure.of.path, "json");
    statement.word("::float8 end");
  } else if (measure.kind === "delay") {
    const fromReception = measure.from === null || (measure.from === opening.state && !opening.varies);
    const since = fromReception ? "e.created_at" : "ended.since";
    // Whole hours: few enough values for several members to be put together exactly.
    statement.word(`floor(date_part('epoch', ended.at - ${since}) / 3600)::integer`);
  } else if (measure.kind !== "distinct") statement.word("1");
  else if (measure.of.many) statement.word("listed.value #>> '{}'");
  else addAnswer(statement, measure.of.path, "text");
}

function addDimension(statement: Statement, statistic: Statistic, place: FigurePlace, index: number): Statement {
  const dimension = statistic.by[index];
  if (!dimension) return statement.word("null::text");
  switch (dimension.kind) {
    case "state":
      return statement.word("e.state");
    case "member":
      return statement.add`${place.member}::text`;
    case "unit":
      return statement.add`${place.unit}::text`;
    case "channel":
      return statement.add`coalesce(opened.data ->> 'channel', ${ONLINE})`;
    case "assignee":
      return statement.word("coalesce(e.assignee::text, '')");
    case "time":
      return addTime(statement, statistic, dimension);
    case "field":
      if (dimension.of.through) return addFollowed(statement, dimension.of, place, index);
      if (dimension.of.field.type === "array") return statement.word(`coalesce(many${index}.value, '')`);
      statement.word("coalesce(left(btrim(");
      addAnswer(statement, dimension.of.path, "text");
      return statement.word("), 120), '')");
  }
}

/** What the entry referred to says, or its id where it is not this member's. */
function addFollowed(statement: Statement, { through }: StatisticField, place: FigurePlace, index: number): Statement {
  statement.word("coalesce(");
  if (through && !place.closed?.includes(through.definition)) {
    const own = `coalesce(left(btrim(referred${index}.value), 120), '')`;
    statement.word(`case when referred${index}.id is not null then ${own} end,`);
  }
  statement.word(`'${ELSEWHERE}' ||`);
  return addAnswer(statement, through?.path ?? [], "text").word(", '')");
}

/**
 * The unit of time of the moment: the rank of its first day among those of the period, which costs a third of what cutting
 * the moment in the calendar of Paris does; or that day, when the period has no bounds.
 */
function addTime(
  statement: Statement,
  statistic: Statistic,
  { unit }: Extract<Dimension, { kind: "time" }>,
): Statement {
  if (rankedStarts(statistic)) {
    statement.word("width_bucket(");
    addMoment(statement, statistic);
    return statement.word(`, (select current_setting('${STARTS}')::timestamptz[]))`);
  }
  statement.word(`to_char(date_trunc('${unit}',`);
  if (statistic.moment.kind === "field") {
    // The base may read what is no day before it has left it out.
    statement.word("case when");
    addMoment(statement, statistic);
    statement.word(`~ ${A_DAY} and`);
    addMoment(statement, statistic);
    statement.word(">= '1000' then");
    addMoment(statement, statistic);
    statement.word("::date end)");
  } else {
    addMoment(statement, statistic);
    statement.word("at time zone 'Europe/Paris')");
  }
  return statement.word(", 'YYYY-MM-DD')");
}

/** The first days of the units of time of a bounded period of moments, or null. */
function rankedStarts({ by, moment, period: { from, until } }: Statistic): readonly string[] | null {
  const time = by.find(({ kind }) => kind === "time");
  if (time?.kind !== "time" || moment.kind === "field" || from === null || until === null) return null;
  return startsOf(time.unit, from, until);
}

const STARTS = "guichet.starts";

/**
 * What the transaction of a statistic's statements holds for all of them: when its units of time begin. The list is long and
 * the same for every member, and finding a midnight of Paris costs six microseconds.
 */
export function figuresSettings(statistic: Statistic): Readonly<Record<string, string>> {
  const starts = rankedStarts(statistic);
  return starts ? { [STARTS]: `{${starts.map(parisMidnight).join()}}` } : {};
}

/** The rows of the statements with units of time as their first days. */
export function withDays(statistic: Statistic, rows: readonly FigureRow[]): readonly FigureRow[] {
  const starts = rankedStarts(statistic);
  if (!starts) return rows;
  const index = statistic.by.findIndex(({ kind }) => kind === "time");
  const day = (rank: string | null) => starts[Number(rank) - 1] ?? "";
  return rows.map((row) => (index === 0 ? { ...row, g1: day(row.g1) } : { ...row, g2: day(row.g2) }));
}
