import type { ASTNode } from "@marcbachmann/cel-js";
import { running } from "./cel.ts";
import type { Field, Form } from "./form.ts";
import { isSourced } from "./sourced.ts";

/**
 * Whether a question may be asked where no source is: on paper. One that is asked only of who chose how a source is to know
 * her (`quotient.par == 'identite'`) is not.
 */
export function isAskedByHand({ when }: Pick<Field, "when">, form: Form): boolean {
  if (when === undefined) return true;
  const keys = form.order.filter(isSourced).map(({ key }) => key);
  return keys.length === 0 || !isNever(running.parse(when.source).ast, keys);
}

function isNever(node: ASTNode, keys: readonly string[]): boolean {
  switch (node.op) {
    case "&&":
      return node.args.some((side) => isNever(side, keys));
    case "||":
      return node.args.every((side) => isNever(side, keys));
    case "==":
      return node.args.some((side) => isWay(side, keys));
    default:
      return false;
  }
}

/** "quotient.par" */
const isWay = (node: ASTNode, keys: readonly string[]): boolean =>
  node.op === "." && node.args[1] === "par" && node.args[0].op === "id" && keys.includes(node.args[0].args);
