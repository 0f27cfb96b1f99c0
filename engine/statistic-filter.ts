import type { ASTNode } from "@marcbachmann/cel-js";
import { namesOf } from "./cel-names.ts";
import { compileExpression } from "./expression.ts";
import type { Field } from "./form.ts";
import { failed, ok, type Result } from "./result.ts";
import type { StatisticField } from "./statistic.ts";

/** What a condition compares. A value that is absent, or not of the type, makes a comparison neither true nor false. */
export type Operand =
  | { readonly kind: "field"; readonly path: readonly string[]; readonly type: OperandType }
  /** A day "2026-01-31" or an instant for a date. */
  | { readonly kind: "constant"; readonly value: string | number | boolean }
  /** The entry's state, or the moment it was received. */
  | { readonly kind: "entry"; readonly column: "state" | "createdAt" }
  /** Full years between a date and a day. */
  | { readonly kind: "age"; readonly path: readonly string[]; readonly day: string }
  /** How many choices are ticked. */
  | { readonly kind: "size"; readonly path: readonly string[] };

export type OperandType = "string" | "number" | "boolean" | "date" | "list";
export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/**
 * A condition on one entry, in a form that a base can evaluate. Three outcomes, as in CEL: an absent answer makes what
 * reads it neither true nor false; `and`, `or` and `not` follow Kleene. Only what is true keeps an entry.
 */
export type Condition =
  | { readonly op: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly op: "not"; readonly of: Condition }
  | { readonly op: "if"; readonly when: Condition; readonly yes: Condition; readonly no: Condition }
  | { readonly op: "compare"; readonly how: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly op: "in"; readonly left: Operand; readonly values: readonly (string | number)[] }
  /** The list holds this choice. */
  | { readonly op: "has"; readonly list: Operand; readonly value: string }
  | {
      readonly op: "text";
      readonly how: "startsWith" | "endsWith" | "contains";
      readonly left: Operand;
      readonly text: string;
    }
  | { readonly op: "holds"; readonly of: Operand }
  | { readonly op: "present"; readonly of: Operand & { readonly kind: "field" } }
  | { readonly op: "constant"; readonly value: boolean };

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "==": "=",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};
const TEXT_CALLS = ["startsWith", "endsWith", "contains"] as const;

/** A part that the expression language has and a filter of figures has not. */
class Unsupported extends Error {}

/**
 * Reads a CEL expression as a condition: checked first like any expression of the definition, then limited to what a base
 * can compare. Issues point to `pointer`.
 * @param now ISO 8601, UTC: what `today` and `now` stand for
 */
export function readCondition(
  source: string,
  order: readonly Field[],
  fields: readonly StatisticField[],
  now: string,
  pointer: string,
): Result<Condition> {
  const compiled = compileExpression(source, namesOf(order), "bool");
  if (!compiled.ok) return failed([{ code: compiled.problem.code, pointer, message: compiled.problem.message }]);
  try {
    return ok(new Reader(fields, now).condition(compiled.ast));
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return failed([{ code: "statistic-expression", pointer, message: error.message }]);
  }
}

const unsupported = (node: ASTNode): never => {
  const part = node.input.slice(node.start, node.end);
  throw new Unsupported(`« ${part} » ne peut pas servir à filtrer des chiffres : comparez une réponse à une valeur.`);
};

class Reader {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #now: string;

  constructor(fields: readonly StatisticField[], now: string) {
    this.#fields = new Map(fields.map(({ key, field }) => [key, field]));
    this.#now = now;
  }

  condition(node: ASTNode): Condition {
    const value = this.#constant(node);
    if (typeof value === "boolean") return { op: "constant", value };
    if (node.op === "&&" || node.op === "||") {
      const [left, right] = node.args;
      const op = node.op === "&&" ? "and" : "or";
      return { op, left: this.condition(left), right: this.condition(right) };
    }
    if (node.op === "!_") return { op: "not", of: this.condition(node.args) };
    if (node.op === "?:") {
      const [when, yes, no] = node.args;
      return { op: "if", when: this.condition(when), yes: this.condition(yes), no: this.condition(no) };
    }
    if (node.op === "in") return this.#in(node);
    if (node.op === "call" || node.op === "rcall") return this.#call(node);
    const how = COMPARISONS[node.op];
    if (how !== undefined) return this.#compare(node, how);
    const of = this.#operand(node);
    return of.kind === "field" && of.type === "boolean" ? { op: "holds", of } : unsupported(node);
  }

  #compare(node: ASTNode, how: Comparison): Condition {
    const [left, right] = (node.args as readonly ASTNode[]).map((side) => this.#operand(side));
    if (!left || !right) return unsupported(node);
    const ordered = how !== "=" && how !== "<>";
    const types = [typeOf(left), typeOf(right)].filter((type) => type !== "constant");
    // Texts have an order in the base that is not that of the expression language.
    if (types.some((type) => type === "list" || (ordered && (type === "string" || type === "boolean")))) {
      return unsupported(node);
    }
    const sides = [beside(left, right), beside(right, left)] as const;
    if (sides[0] === null || sides[1] === null) return unsupported(node);
    return { op: "compare", how, left: sides[0], right: sides[1] };
  }

  #in(node: ASTNode & { readonly op: "in" }): Condition {
    const [left, right] = node.args;
    if (right.op === "list") {
      const values = right.args.map((item) => this.#constant(item));
      const kept = values.flatMap((value) => (typeof value === "string" || typeof value === "number" ? [value] : []));
      const operand = this.#operand(left);
      if (kept.length < values.length || !["string", "number"].includes(typeOf(operand))) return unsupported(node);
      return { op: "in", left: operand, values: kept };
    }
    const list = this.#operand(right);
    const value = this.#constant(left);
    if (typeOf(list) !== "list" || typeof value !== "string") return unsupported(node);
    return { op: "has", list, value };
  }

  #call(node: ASTNode & { readonly op: "call" | "rcall" }): Condition {
    if (node.op === "call") {
      const [name, [argument]] = node.args;
      const of = name === "present" && argument ? this.#operand(argument) : undefined;
      return of?.kind === "field" ? { op: "present", of } : unsupported(node);
    }
    const [name, receiver, [argument]] = node.args;
    const how = TEXT_CALLS.find((each) => each === name);
    const left = how && this.#operand(receiver);
    const text = argument && this.#constant(argument);
    if (!how || !left || typeOf(left) !== "string" || typeof text !== "string") return unsupported(node);
    return { op: "text", how, left, text };
  }

  #operand(node: ASTNode): Operand {
    const value = this.#constant(node);
    if (value !== undefined) return { kind: "constant", value };
    const path = pathOf(node);
    if (path !== undefined) return this.#read(node, path);
    if (node.op === "call" && node.args[0] === "age") return this.#age(node, node.args[1]);
    const sized =
      node.op === "rcall" && node.args[0] === "size"
        ? node.args[1]
        : node.op === "call" && node.args[0] === "size"
          ? node.args[1][0]
          : undefined;
    const of = sized && this.#operand(sized);
    return of?.kind === "field" && of.type === "list" ? { kind: "size", path: of.path } : unsupported(node);
  }

  #read(node: ASTNode, path: string): Operand {
    if (path === "entry.state") return { kind: "entry", column: "state" };
    if (path === "entry.createdAt") return { kind: "entry", column: "createdAt" };
    const field = this.#fields.get(path);
    const type = field && typeOfField(field);
    return type ? { kind: "field", path: path.split("."), type } : unsupported(node);
  }

  #age(node: ASTNode, [birth, day]: readonly ASTNode[]): Operand {
    const of = birth && this.#operand(birth);
    const end = day && this.#constant(day);
    if (of?.kind !== "field" || of.type !== "date" || typeof end !== "string") return unsupported(node);
    return { kind: "age", path: of.path, day: end.slice(0, 10) };
  }

  /** The value of what reads no answer; undefined for anything else. */
  #constant(node: ASTNode): string | number | boolean | undefined {
    if (node.op === "list") return undefined;
    const source = node.input.slice(node.start, node.end);
    const compiled = compileExpression(source, namesOf([]), "any");
    if (!compiled.ok || [...compiled.paths].some((path) => path !== "today" && path !== "now")) return undefined;
    const value = compiled.expression.evaluate({ answers: {}, now: this.#now });
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
  }
}

/** What is compared with the moment of reception is a moment too: a day begins at midnight UTC, as in an expression. */
function beside(operand: Operand, other: Operand): Operand | null {
  if (other.kind !== "entry" || other.column !== "createdAt" || operand.kind === "entry") return operand;
  if (operand.kind !== "constant" || typeof operand.value !== "string") return null;
  return operand.value.length === 10 ? { ...operand, value: `${operand.value}T00:00:00.000Z` } : operand;
}

function pathOf(node: ASTNode): string | undefined {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner && `${owner}.${node.args[1]}`;
}

function typeOfField(field: Field): OperandType | undefined {
  if (field.type === "array") return field.fields ? undefined : "list";
  if (field.type === "integer" || field.type === "number") return "number";
  if (field.type === "boolean") return "boolean";
  if (field.type === "object") return undefined;
  return field.widget === "date" ? "date" : "string";
}

function typeOf(operand: Operand): OperandType | "constant" {
  if (operand.kind === "field") return operand.type;
  if (operand.kind === "entry") return operand.column === "state" ? "string" : "date";
  return operand.kind === "constant" ? "constant" : "number";
}
