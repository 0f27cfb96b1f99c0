import type { ASTNode } from "@marcbachmann/cel-js";
import { LIMITS } from "./cel.ts";
import type { Names } from "./cel-names.ts";
import type { Field } from "./form.ts";

/** What reading an expression tells, before types are checked. */
export interface Survey {
  /** Top-level names, those bound by `all`, `map`… excepted. */
  readonly reads: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** False when nothing can absorb an absent answer: then one missing name settles the result. */
  readonly absorbs: boolean;
  /** How deep `all`, `exists`, `map`… are nested. */
  readonly comprehensions: number;
  /** Texts compared with a field that offers choices, and are none of them. */
  readonly wrongChoices: readonly { readonly field: Field; readonly text: string }[];
}

const BINDING = new Set(["all", "exists", "exists_one", "map", "filter"]);
const ABSORBING = new Set(["||", "&&", "?:"]);
const ABSORBING_CALLS = new Set(["present", "has", ...BINDING]);

/** What a bound name stands for: the fields of an item. */
type Bound = ReadonlyMap<string, readonly Field[] | undefined>;

/** Walks a parsed expression once. */
export function survey(root: ASTNode, names: Names): Survey {
  const reads = new Set<string>();
  const calls = new Set<string>();
  const wrongChoices: { field: Field; text: string }[] = [];
  let absorbs = false;
  let comprehensions = 0;

  const visit = (node: ASTNode, bound: Bound, depth: number): void => {
    if (node.op === "id" && !bound.has(node.args)) reads.add(node.args);
    if (ABSORBING.has(node.op)) absorbs = true;
    const name = node.op === "call" || node.op === "rcall" ? node.args[0] : undefined;
    if (name !== undefined) {
      calls.add(name);
      if (ABSORBING_CALLS.has(name)) absorbs = true;
    }
    for (const text of comparedTexts(node)) checkChoice(text.field, text.literals, bound);
    if (node.op === "rcall" && BINDING.has(node.args[0])) {
      const [, receiver, [variable, ...rest]] = node.args;
      comprehensions = Math.max(comprehensions, depth + 1);
      visit(receiver, bound, depth);
      const inner = new Map(bound);
      if (variable?.op === "id") inner.set(variable.args, listFields(receiver, bound));
      for (const child of rest) visit(child, inner, depth + 1);
      return;
    }
    for (const child of children(node)) visit(child, bound, depth);
  };

  const checkChoice = (node: ASTNode, literals: readonly string[], bound: Bound) => {
    const field = fieldAt(node, bound);
    if (!field?.choices) return;
    const values = field.choices.map((choice) => choice.value);
    for (const text of literals) if (!values.includes(text)) wrongChoices.push({ field, text });
  };
  const fieldAt = (node: ASTNode, bound: Bound): Field | undefined => {
    const found = resolveNode(node, names, bound);
    return found && !isList(found) ? found : undefined;
  };
  const listFields = (node: ASTNode, bound: Bound) => fieldAt(node, bound)?.fields;

  visit(root, new Map(), 0);
  return { reads, calls, absorbs, comprehensions, wrongChoices };
}

/** True when `all`, `map`… are nested deeper than allowed. */
export const tooNested = (found: Survey): boolean => found.comprehensions > LIMITS.comprehensions;

/** The field an expression is, when it is only a path ("document", "adresse.commune", "text(document)"). */
export function pathField(node: ASTNode, names: Names): Field | undefined {
  const inner = node.op === "call" && node.args[0] === "text" ? node.args[1][0] : node;
  const found = inner && resolveNode(inner, names, new Map());
  return found && !isList(found) ? found : undefined;
}

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

/** Literal texts compared with a path: `a == "x"`, `a in ["x", "y"]`, `"x" in a`. */
function comparedTexts(node: ASTNode): readonly { readonly field: ASTNode; readonly literals: readonly string[] }[] {
  if (node.op !== "==" && node.op !== "!=" && node.op !== "in") return [];
  const [left, right] = node.args;
  return [
    { field: left, literals: texts(right) },
    { field: right, literals: texts(left) },
  ].filter((pair) => pair.literals.length > 0);
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
