import type { ASTNode } from "@marcbachmann/cel-js";
import type { Names } from "./cel-names.ts";
import { compileExpression, type Expected } from "./expression.ts";
import type { Expression } from "./form.ts";
import type { At, Report } from "./report.ts";

export interface CheckedExpression {
  readonly expression: Expression;
  readonly paths: ReadonlySet<string>;
  readonly ast: ASTNode;
}

/** Compiles an expression written at a place of a file; undefined when it is wrong, which is reported there. */
export function checkedExpression(
  source: string,
  names: Names,
  expected: Expected,
  at: At,
  report: Report,
): CheckedExpression | undefined {
  const result = compileExpression(source, names, expected);
  if (result.ok) return result;
  report.add(result.problem.code, at, result.problem.message);
  return undefined;
}
