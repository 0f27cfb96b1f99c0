import { MERGED, ONLINE, parisMidnight, type Statistic, type ValueFilter } from "../../engine/index.ts";
import { A_DAY, addAnswer, addCondition } from "./figures-condition.ts";
import { Statement } from "./statement.ts";

/** What narrows a statistic to some entries `e` of a member. */
export function addFilters(statement: Statement, statistic: Statistic, { member }: { readonly member: string }): void {
  const { definition, states, moment, channels, values, condition, outcomes, merges } = statistic;
  statement.add` where e.member_id = ${member} and e.definition = ${definition}`;
  const kept = moment.kind === "outcome" ? outcomes.filter((state) => states?.includes(state) ?? true) : states;
  if (kept) statement.add` and e.state = any(${[...kept]}::text[])`;
  else if (merges) statement.add` and e.state <> ${MERGED}`;
  addPeriod(statement, statistic);
  if (channels) statement.add` and coalesce(opened.data ->> 'channel', ${ONLINE}) = any(${[...channels]}::text[])`;
  for (const filter of values) addValues(statement.word("and"), filter);
  if (condition) {
    statement.word("and");
    addCondition(statement, condition);
    statement.word("is true");
  }
}

/** Writes the answer under a path, where a statement reads it. */
export type Answer = (statement: Statement, path: readonly string[], as: "text" | "json") => Statement;

/** Entries that have one of some values, or one in a range, or none: as a list of them says it. */
export function addValues(statement: Statement, filter: ValueFilter, answer: Answer = addAnswer): void {
  const { of, values, ranges, empty, ids } = filter;
  if (of.through) {
    answer(statement, of.through.path, "text");
    statement.add` in (select unnest(${[...(ids ?? [])]}::text[]))`;
    return;
  }
  statement.word("(false");
  if (values.length > 0) {
    statement.word("or");
    answer(statement, of.path, of.field.type === "array" ? "json" : "text");
    if (of.field.type === "array") statement.add` ?| ${[...values]}::text[]`;
    else statement.add` = any(${[...values]}::text[])`;
  }
  for (const range of ranges) addRange(statement.word("or"), filter, range, answer);
  if (empty) {
    statement.word("or");
    answer(statement, of.path, "json");
    statement.word("is null");
  }
  statement.word(")");
}

/** Days as their texts, numbers as numbers; what is neither is in no range. */
function addRange(
  statement: Statement,
  { of }: ValueFilter,
  { from, to }: ValueFilter["ranges"][number],
  answer: Answer,
): void {
  const days = of.field.widget === "date";
  statement.word("(true");
  for (const [bound, how] of [
    [from, ">="],
    [to, "<="],
  ] as const) {
    if (bound === null) continue;
    statement.word("and");
    if (days) {
      answer(statement, of.path, "text");
      statement.word(`collate "C" ${how}`).add`${String(bound)}::text`;
      continue;
    }
    statement.word("case when jsonb_typeof(");
    answer(statement, of.path, "json");
    statement.word(") = 'number' then");
    answer(statement, of.path, "json");
    statement.word(`::float8 ${how}`).add`${Number(bound)}::float8 end`;
  }
  statement.word(")");
}

/** When an entry counts: a moment, or for a date it holds the text of the day. */
export function addMoment(statement: Statement, { moment }: Pick<Statistic, "moment">): void {
  if (moment.kind === "reception") statement.word("e.created_at");
  else if (moment.kind === "outcome") statement.word("coalesce(settled.at, e.created_at)");
  else addAnswer(statement, moment.of.path, "text");
}

function addPeriod(statement: Statement, statistic: Statistic): void {
  const { from, until } = statistic.period;
  const { moment } = statistic;
  const isDay = moment.kind === "field";
  if (isDay && moment.of.many) {
    statement.word("and jsonb_path_exists(e.answers,")
      .add`${dayPath(moment.of.path, statistic.period)}::text::jsonpath)`;
    return;
  }
  if (isDay) {
    statement.word("and");
    addMoment(statement, statistic);
    statement.word(`~ ${A_DAY} and`);
    addMoment(statement, statistic);
    statement.word(`>= '1000'`);
  }
  for (const [bound, how] of [
    [from, ">="],
    [until, "<"],
  ] as const) {
    if (bound === null) continue;
    statement.word("and");
    addMoment(statement, statistic);
    statement.word(isDay ? `collate "C" ${how}` : how);
    if (isDay) statement.add`${bound}::text`;
    else statement.add`${parisMidnight(bound)}::timestamptz`;
  }
}

/** The SQL/JSON path of the days of a list that are in a period. */
export function dayPath(path: readonly string[], { from, until }: Statistic["period"]): string {
  const bounds = [
    ...(from === null ? [] : [`@ >= ${JSON.stringify(from)}`]),
    ...(until === null ? [] : [`@ < ${JSON.stringify(until)}`]),
  ];
  const keys = path.map((key) => JSON.stringify(key)).join(".");
  return `$.${keys} ? (${bounds.length === 0 ? "true" : bounds.join(" && ")})`.replace(" ? (true)", "");
}

/** The ids of the entries of a definition that a filter on what others refer to keeps. */
export function idsStatement(member: string, definition: string, filter: ValueFilter): Statement {
  const { through: _, ...own } = filter.of;
  const statement = new Statement().add`select e.id::text as id from entry e
    where e.member_id = ${member} and e.definition = ${definition} and`;
  addValues(statement, { ...filter, of: own });
  return statement;
}

/** What some entries of a definition say under a path, by id. */
export function valuesStatement(
  member: string,
  definition: string,
  path: readonly string[],
  ids: readonly string[],
): Statement {
  const statement = new Statement().word("select e.id::text as id, coalesce(left(btrim(");
  addAnswer(statement, path, "text");
  return statement.add`), 120), '') as value from entry e
    where e.member_id = ${member} and e.definition = ${definition} and e.id = any(${[...ids]}::uuid[])`;
}
