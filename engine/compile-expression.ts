import type { Names } from "./cel-names.ts";
import { type Compiled, compileExpression, type Expected } from "./expression.ts";
import type { At, Report } from "./report.ts";

/** An expression that passed every check. */
export type CheckedExpression = Extract<Compiled, { readonly ok: true }>;

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
