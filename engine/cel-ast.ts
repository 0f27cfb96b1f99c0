import type { ASTNode } from "@marcbachmann/cel-js";
import { LIMITS, parseDate } from "./cel.ts";
import type { Names } from "./cel-names.ts";
import type { Field } from "./form.ts";

/** What reading an expression tells, before types are checked. */
export interface Survey {
  /** Top-level names, those bound by `all`, `map`… excepted. */
  readonly reads: ReadonlySet<string>;
  /** The same, as far as members are named: "adresse.commune". */
  readonly paths: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** False when nothing can absorb an absent answer: then one missing name settles the result. */
  readonly absorbs: boolean;
  /** How deep `all`, `exists`, `map`… are nested. */
  readonly comprehensions: number;
  /** Texts compared with a field that offers choices, and are none of them. */
  readonly wrongChoices: readonly { readonly field: Field; readonly text: string }[];
  /** Texts given to `date(…)` that are no date. */
  readonly wrongDates: readonly string[];
  /** Tables named by `tariff(…)`; null where the name is not written out. */
  readonly tariffs: readonly (string | null)[];
}

const BINDING = new Set(["all", "exists", "exists_one", "map", "filter"]);
const ABSORBING = new Set(["||", "&&", "?:"]);
const ABSORBING_CALLS = new Set(["present", "has", ...BINDING]);

/** What a bound name stands for: the fields of an item. */
type Bound = ReadonlyMap<string, readonly Field[] | undefined>;

/** Walks a parsed expression once. */
export function survey(root: ASTNode, names: Names): Survey {
  const paths = new Set<string>();
  const calls = new Set<string>();
  const wrongChoices: { field: Field; text: string }[] = [];
  const wrongDates: string[] = [];
  const tariffs: (string | null)[] = [];
  let absorbs = false;
  let comprehensions = 0;

  const visit = (node: ASTNode, bound: Bound, depth: number): void => {
    const path = freePath(node, bound);
    if (path !== undefined) {
      paths.add(path);
      return;
    }
    const name = calledBy(node);
    if (name !== undefined) calls.add(name);
    tariffs.push(...namedTariffs(node));
    absorbs ||= ABSORBING.has(node.op) || ABSORBING_CALLS.has(name ?? "");
    wrongChoices.push(...comparedTexts(node).flatMap((pair) => outside(pair, names, bound)));
    wrongDates.push(...literalDates(node).filter((text) => parseDate(text) === null));
    const binding = bindingOf(node, names, bound);
    if (!binding) {
      for (const child of children(node)) visit(child, bound, depth);
      return;
    }
    comprehensions = Math.max(comprehensions, depth + 1);
    visit(binding.list, bound, depth);
    for (const child of binding.body) visit(child, binding.bound, depth + 1);
  };

  visit(root, new Map(), 0);
  const reads = new Set([...paths].map(rootOf));
  return { reads, paths, calls, absorbs, comprehensions, wrongChoices, wrongDates, tariffs };
}

const literalDates = (node: ASTNode): readonly string[] =>
  node.op === "call" && node.args[0] === "date" ? node.args[1].flatMap(texts) : [];

const namedTariffs = (node: ASTNode): readonly (string | null)[] =>
  node.op === "call" && node.args[0] === "tariff" ? [node.args[1].flatMap(texts)[0] ?? null] : [];

const calledBy = (node: ASTNode): string | undefined =>
  node.op === "call" || node.op === "rcall" ? node.args[0] : undefined;

/** The list, the body and the names of `liste.all(item, …)` and its like. */
function bindingOf(node: ASTNode, names: Names, bound: Bound) {
  if (node.op !== "rcall" || !BINDING.has(node.args[0])) return undefined;
  const [, list, [variable, ...body]] = node.args;
  const inner = new Map(bound);
  if (variable?.op === "id") inner.set(variable.args, fieldAt(list, names, bound)?.fields);
  return { list, body, bound: inner };
}

/** The literals of a comparison that are no choice of the field they are compared with. */
function outside(
  { path, literals }: Comparison,
  names: Names,
  bound: Bound,
): readonly { field: Field; text: string }[] {
  const field = fieldAt(path, names, bound);
  if (!field?.choices) return [];
  const values = field.choices.map((choice) => choice.value);
  return literals.filter((text) => !values.includes(text)).map((text) => ({ field, text }));
}

function fieldAt(node: ASTNode, names: Names, bound: Bound): Field | undefined {
  const found = resolveNode(node, names, bound);
  return found && !isList(found) ? found : undefined;
}

/** "adresse.commune" for such a node, unless its first name is bound by `all`, `map`… */
function freePath(node: ASTNode, bound: Bound): string | undefined {
  if (node.op === "id") return bound.has(node.args) ? undefined : node.args;
  if (node.op !== ".") return undefined;
  const owner = freePath(node.args[0], bound);
  return owner && `${owner}.${node.args[1]}`;
}

/** The top-level name of a path. */
export const rootOf = (path: string): string => path.split(".", 1)[0] ?? path;

/** True when `all`, `map`… are nested deeper than allowed. */
export const tooNested = (found: Survey): boolean => found.comprehensions > LIMITS.comprehensions;

/** The field an expression is, when it is only a path ("document", "adresse.commune"). */
export const pathField = (node: ASTNode, names: Names): Field | undefined => fieldAt(node, names, new Map());

const isList = (value: Field | readonly Field[]): value is readonly Field[] => Array.isArray(value);

function resolveNode(node: ASTNode, names: Names, bound: Bound): Field | readonly Field[] | undefined {
  if (node.op === "id") return bound.has(node.args) ? bound.get(node.args) : names.fields.get(node.args);
  if (node.op !== ".") return undefined;
  const [left, key] = node.args;
  const owner = resolveNode(left, names, bound);
  if (!owner) return undefined;
  const fields = isList(owner) ? owner : owner.type === "object" ? owner.fields : undefined;
  return fields?.find((field) => field.key === key);
}

interface Comparison {
  readonly path: ASTNode;
  readonly literals: readonly string[];
}

/** Literal texts compared with something: `a == "x"`, `a in ["x", "y"]`, `"x" in a`. */
function comparedTexts(node: ASTNode): readonly Comparison[] {
  if (node.op !== "==" && node.op !== "!=" && node.op !== "in") return [];
  const [left, right] = node.args;
  const sides = [
    { path: left, literals: texts(right) },
    { path: right, literals: texts(left) },
  ];
  return sides.filter((side) => side.literals.length > 0);
}

function texts(node: ASTNode): readonly string[] {
  if (node.op === "value") return typeof node.args === "string" ? [node.args] : [];
  return node.op === "list" ? node.args.flatMap(texts) : [];
}

function children(node: ASTNode): readonly ASTNode[] {
  return (Array.isArray(node.args) ? node.args : [node.args]).flat(2).filter(isNode);
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === "object" && value !== null && "op" in value && "args" in value;
