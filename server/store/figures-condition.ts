import type { Condition, Operand } from "../../engine/index.ts";
import type { Statement } from "./statement.ts";

const LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
const DAYS = [
  "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
  "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
  "02-(0[1-9]|1[0-9]|2[0-8])",
].join("|");
/** A day that exists, as answers hold it: what follows may be read as one without failing. */
export const A_DAY = `'^([0-9]{4}-(${DAYS})|${LEAP}-02-29)$'`;

/** Adds the answer under a path of keys: as text, or as JSON. */
export function addAnswer(statement: Statement, path: readonly string[], as: "text" | "json"): Statement {
  const [first = ""] = path;
  if (path.length === 1) return statement.word(`(e.answers ${as === "text" ? "->>" : "->"}`).add`${first}::text)`;
  return statement.word(`(e.answers ${as === "text" ? "#>>" : "#>"}`).add`${[...path]}::text[])`;
}

/** Adds a condition on the entry `e`; null where CEL has neither true nor false. */
export function addCondition(statement: Statement, condition: Condition): Statement {
  statement.word("(");
  addInner(statement, condition);
  return statement.word(")");
}

function addInner(statement: Statement, condition: Condition): Statement {
  switch (condition.op) {
    case "and":
    case "or":
      addCondition(statement, condition.left);
      statement.word(condition.op);
      return addCondition(statement, condition.right);
    case "not":
      statement.word("not");
      return addCondition(statement, condition.of);
    case "if":
      return addChoice(statement, condition);
    case "constant":
      return statement.word(condition.value ? "true" : "false");
    case "holds":
      return addOperand(statement, condition.of);
    case "present":
      return addPresent(statement, condition.of);
    case "compare":
      addOperand(statement, condition.left);
      statement.word(condition.how);
      return addOperand(statement, condition.right);
    default:
      return addTest(statement, condition);
  }
}

function addTest(statement: Statement, condition: Extract<Condition, { op: "in" | "has" | "text" }>): Statement {
  if (condition.op === "has") {
    addOperand(statement, condition.list);
    return statement.add` ? ${condition.value}::text`;
  }
  if (condition.op === "in") {
    addOperand(statement, condition.left);
    if (condition.values.some((value) => typeof value === "number")) {
      return statement.add` = any(${condition.values.map(Number)}::float8[])`;
    }
    return statement.add` = any(${condition.values.map(String)}::text[])`;
  }
  const { how, left, text } = condition;
  if (how === "startsWith") statement.word("starts_with(");
  else if (how === "contains") statement.add`position(${text}::text in `;
  else statement.word("right(");
  addOperand(statement, left);
  if (how === "startsWith") return statement.add`, ${text}::text)`;
  if (how === "contains") return statement.word(") > 0");
  return statement.add`, ${[...text].length}::integer) = ${text}::text`;
}

/** Without a yes or a no to the question, there is no answer. */
function addChoice(statement: Statement, { when, yes, no }: Extract<Condition, { op: "if" }>): Statement {
  statement.word("case");
  addCondition(statement, when);
  statement.word("when true then");
  addCondition(statement, yes);
  statement.word("when false then");
  addCondition(statement, no);
  return statement.word("end");
}

/** An answer was given: neither absent, of another type, empty nor an empty list. */
function addPresent(statement: Statement, of: Operand): Statement {
  statement.word("coalesce(");
  addOperand(statement, of);
  if (of.kind === "field" && of.type === "list") return statement.word("<> '[]'::jsonb, false)");
  if (of.kind === "field" && of.type === "string") return statement.word("<> '', false)");
  return statement.word("is not null, false)");
}

/** Values of another type than the field's are as absent: an older version may have asked something else. */
function addOperand(statement: Statement, operand: Operand): Statement {
  switch (operand.kind) {
    case "constant":
      return addConstant(statement, operand.value);
    case "entry":
      // A moment compares with a day as its text does, to the millisecond.
      return statement.word(
        operand.column === "state"
          ? "e.state"
          : `to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C"`,
      );
    case "size":
      return addGuarded(statement, operand.path, "array", () => {
        statement.word("jsonb_array_length(");
        addAnswer(statement, operand.path, "json");
        return statement.word(")");
      });
    case "age":
      return addAge(statement, operand.path, operand.day);
    case "field":
      return addField(statement, operand);
  }
}

function addConstant(statement: Statement, value: string | number | boolean): Statement {
  if (typeof value === "number") return statement.add`${value}::float8`;
  if (typeof value === "boolean") return statement.word(value ? "true" : "false");
  return statement.add`${value}::text collate "C"`;
}

const JSON_TYPES = { string: "string", number: "number", boolean: "boolean", list: "array", date: "string" } as const;

function addField(statement: Statement, { path, type }: Extract<Operand, { kind: "field" }>): Statement {
  if (type === "date") return addDay(statement, path);
  return addGuarded(statement, path, JSON_TYPES[type], () => {
    addAnswer(statement, path, type === "string" ? "text" : "json");
    return statement.word(type === "number" ? "::float8" : type === "boolean" ? "::boolean" : "");
  });
}

function addGuarded(statement: Statement, path: readonly string[], type: string, add: () => Statement): Statement {
  statement.word("case when jsonb_typeof(");
  addAnswer(statement, path, "json");
  statement.word(`) = '${type}' then`);
  add();
  return statement.word("end");
}

/** The text of a date that exists, in the order of the calendar. */
function addDay(statement: Statement, path: readonly string[]): Statement {
  statement.word("case when");
  addAnswer(statement, path, "text");
  statement.word(`~ ${A_DAY} then`);
  addAnswer(statement, path, "text");
  return statement.word(`end collate "C"`);
}

/** Full years between a date and a day: whoever was born on 29 February is a year older on 1 March of other years. */
function addAge(statement: Statement, path: readonly string[], day: string): Statement {
  statement.word("case when");
  addAnswer(statement, path, "text");
  statement.word(`~ ${A_DAY} then`).add`${Number(day.slice(0, 4))}::integer - left(`;
  addAnswer(statement, path, "text");
  statement.add`, 4)::integer - case when ${day.slice(5)}::text collate "C" < substr(`;
  addAnswer(statement, path, "text");
  return statement.word(", 6) then 1 else 0 end end");
}
