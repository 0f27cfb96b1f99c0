import {
  type Field,
  type FieldFilter,
  type FilterRange,
  fieldAt,
  filterKind,
  keyOf,
  keySlots,
  normalise,
  parisMidnight,
  readFilter,
} from "../../engine/index.ts";
import { isUuid } from "./entries.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import type { Statement } from "./statement.ts";

/** Filters of a list, told apart by what answers them. */
export interface Conditions {
  /** Columns of the tables, whose comparisons an index may serve. */
  readonly columns: readonly ColumnCondition[];
  /** Paths of the answers, which only reading each entry can tell. */
  readonly answers: readonly AnswerCondition[];
}

/**
 * What a query asks entries to refer to, by fields that no column holds: ids, any of them, for each such field. The words of what
 * they cite find them, where their answers alone would have to be read one by one.
 */
export function citedIn({ definition, filters }: ListQuery): readonly (readonly string[])[] {
  return Object.entries(filters ?? {}).flatMap(([name, texts]) => {
    const field = fieldAt(definition.form.order, name);
    const held = field?.type !== "array" && keySlots(definition).some(({ column }) => column.key === name);
    return field?.ref === undefined || held || texts.length === 0 || !texts.every(isUuid) ? [] : [texts];
  });
}

export interface ColumnCondition {
  readonly column: "created_at" | "updated_at" | "due" | `k${number}`;
  readonly type: "text" | "timestamptz" | "date";
  /** A value few entries share is asked: an index of its own finds them at once. */
  readonly sharp: boolean;
  readonly values: readonly string[];
  /** Up to, not including, `before`; `to` is included. */
  readonly ranges: readonly {
    readonly from: string | null;
    readonly to: string | null;
    readonly before: string | null;
  }[];
}

interface AnswerCondition {
  readonly path: string;
  /** SQL/JSON predicates on the value, any of them; empty when only the lack of an answer is asked. */
  readonly tests: readonly string[];
  readonly empty: boolean;
}

/** Instants that a list may be filtered on beside its fields. */
const INSTANTS: Readonly<Record<string, "created_at" | "updated_at">> = {
  _recue: "created_at",
  _modifiee: "updated_at",
};

/** The last day to answer, in the table of queues alone. */
export const DUE = "_echeance";

/** Whether a condition is on the last day to answer. */
export const onDue = ({ columns }: Conditions): boolean => columns.some(({ type }) => type === "date");

/** The conditions on listed fields alone. */
export const onKeys = ({ columns }: Conditions): Conditions => ({
  columns: columns.filter(({ type }) => type === "text"),
  answers: [],
});

/** The conditions on one moment alone. */
export const onMoment = ({ columns }: Conditions, instant: "created_at" | "updated_at"): Conditions => ({
  columns: columns.filter(({ column }) => column === instant),
  answers: [],
});

/** Whether a value is asked that few entries share: an index of `entry` finds them at once. */
export const isSharp = ({ columns }: Conditions): boolean => columns.some(({ sharp }) => sharp);

/**
 * The filters of a query as conditions. Throws `BadParameter` for a field that does not exist, or that is kept from
 * who asks.
 * @param now ISO 8601
 */
export function readConditions(query: ListQuery, now: string): Conditions {
  const columns: ColumnCondition[] = [];
  const answers: AnswerCondition[] = [];
  for (const [name, texts] of Object.entries(query.filters ?? {})) {
    const instant = Object.hasOwn(INSTANTS, name) ? INSTANTS[name] : undefined;
    if (name === DUE) {
      columns.push({ ...onDay("due", readFilter("days", texts, now)), type: "date" });
      continue;
    }
    if (instant !== undefined) {
      columns.push(onInstant(instant, readFilter("days", texts, now)));
      continue;
    }
    const field = fieldNamed(query, name);
    const kind = filterKind(field);
    const filter = readFilter(kind, texts, now);
    const slot = keySlots(query.definition).find(({ column }) => column.key === name);
    if (slot && field.type !== "array") columns.push(onKey(`k${slot.slot + 1}`, field, filter));
    else answers.push(onAnswer(name, kind === "words", filter));
  }
  return { columns, answers };
}

function fieldNamed({ definition, holders }: ListQuery, name: string): Field {
  const top = definition.form.order.find((each) => each.key === name.split(".")[0]);
  const field = fieldAt(definition.form.order, name);
  // Whoever is not at work here guesses no internal answer by filtering on it.
  if (!field || (holders && top?.internal)) {
    throw new BadParameter(`filter[${name}]`, `Le champ « ${name} » n’existe pas dans ce formulaire.`);
  }
  return field;
}

/** Days of Paris, as the instants they begin and end at. */
function onInstant(column: ColumnCondition["column"], { ranges }: FieldFilter): ColumnCondition {
  return {
    column,
    type: "timestamptz",
    sharp: false,
    values: [],
    ranges: ranges.map(({ from, to }) => ({
      from: typeof from === "string" ? parisMidnight(from) : null,
      to: null,
      before: typeof to === "string" ? parisMidnight(dayAfter(to)) : null,
    })),
  };
}

function onDay(column: ColumnCondition["column"], { ranges }: FieldFilter): ColumnCondition {
  const day = (value: FilterRange["from"]) => (typeof value === "string" ? value : null);
  return {
    column,
    type: "date",
    sharp: false,
    values: [],
    ranges: ranges.map(({ from, to }) => ({ from: day(from), to: day(to), before: null })),
  };
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function onKey(
  column: ColumnCondition["column"],
  field: Field,
  { values, ranges, empty }: FieldFilter,
): ColumnCondition {
  const bound = (value: FilterRange["from"]) => (value === null ? null : keyOf(field, value));
  const chosen = field.choices !== undefined || field.type === "boolean";
  return {
    column,
    type: "text",
    sharp: !chosen && !empty && ranges.length === 0,
    values: [...values.map((value) => keyOf(field, value)), ...(empty ? [""] : [])],
    // No answer is an empty key: it comes before all others, and belongs to no range.
    ranges: ranges.map(({ from, to }) => ({ from: bound(from) ?? "!", to: bound(to), before: null })),
  };
}

function onAnswer(name: string, words: boolean, { values, ranges, empty }: FieldFilter): AnswerCondition {
  const path = `$.${name
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")}`;
  const literal = (value: string | number | boolean) => JSON.stringify(value);
  const tests = [
    ...values.map((value) =>
      words && typeof value === "string"
        ? `@ like_regex ${literal(likeness(value))} flag "i"`
        : `@ == ${literal(value)}`,
    ),
    ...ranges.map(({ from, to }) =>
      [from === null ? null : `@ >= ${literal(from)}`, to === null ? null : `@ <= ${literal(to)}`]
        .filter((each) => each !== null)
        .join(" && "),
    ),
  ];
  return { path, tests, empty };
}

const ACCENTED: Readonly<Record<string, string>> = {
  a: "[aàáâäãå]",
  c: "[cç]",
  e: "[eéèêë]",
  i: "[iíîï]",
  n: "[nñ]",
  o: "[oóôöõ]",
  u: "[uúùûü]",
  y: "[yÿý]",
};

/** A pattern of the texts that `normalise` makes equal to this one. */
function likeness(text: string): string {
  const words = normalise(text)
    .split(" ")
    .map((word) => Array.from(word.replace(/oe/g, "œ").replace(/ae/g, "æ"), letterLike).join(""));
  return `^[^[:alnum:]]*${words.join("[^[:alnum:]]+")}[^[:alnum:]]*$`;
}

function letterLike(letter: string): string {
  if (letter === "œ") return `(œ|${ACCENTED["o"]}${ACCENTED["e"]})`;
  if (letter === "æ") return `(æ|${ACCENTED["a"]}${ACCENTED["e"]})`;
  return ACCENTED[letter] ?? letter;
}

/** Adds the conditions that columns answer, as table `own` holds them when it does. */
export function addColumnConditions(statement: Statement, { columns }: Conditions, own: "entry" | "entry_state"): void {
  for (const { column, type, values, ranges } of columns) {
    const name = `${column === "due" ? "entry_state" : own}.${column}`;
    statement.word("and (false");
    if (values.length > 0) statement.word(`or ${name}`).add`= any(${[...values]})`;
    for (const range of ranges) within(statement, name, type, range);
    statement.word(")");
  }
}

function within(
  statement: Statement,
  name: string,
  type: ColumnCondition["type"],
  { from, to, before }: ColumnCondition["ranges"][number],
): void {
  statement.word("or (true");
  if (from !== null) bound(statement, `and ${name} >=`, from, type);
  if (to !== null) bound(statement, `and ${name} <=`, to, type);
  if (before !== null) bound(statement, `and ${name} <`, before, type);
  statement.word(")");
}

function bound(statement: Statement, left: string, value: string, type: ColumnCondition["type"]): void {
  statement.word(left);
  if (type === "text") statement.add`${value}::text`;
  else if (type === "date") statement.add`${value}::date`;
  else statement.add`${value}::timestamptz`;
}

/** Adds the conditions that only the answers tell. */
export function addAnswerConditions(statement: Statement, { answers }: Conditions): void {
  for (const { path, tests, empty } of answers) {
    statement.word("and (false");
    if (empty) statement.add` or not jsonb_path_exists(entry.answers, ${path}::text::jsonpath)`;
    if (tests.length > 0) {
      const wanted = `${path} ? (${tests.map((test) => `(${test})`).join(" || ")})`;
      statement.add` or jsonb_path_exists(entry.answers, ${wanted}::text::jsonpath, '{}', true)`;
    }
    statement.word(")");
  }
}
