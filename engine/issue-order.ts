import type { Field, Form } from "./form.ts";
import { segmentsOf } from "./json.ts";
import type { Issue } from "./result.ts";

/** Issues in the order in which the fields are asked, as an error summary lists them. */
export function inFormOrder(form: Form, issues: readonly Issue[]): readonly Issue[] {
  if (issues.length < 2) {
    return issues;
  }
  const fields = [...form.steps.flatMap((step) => step.fields), ...form.order];
  return issues
    .map((issue) => ({ issue, position: positionOf(fields, segmentsOf(issue.pointer)) }))
    .sort((a, b) => compare(a.position, b.position))
    .map(({ issue }) => issue);
}

function positionOf(fields: readonly Field[], segments: readonly string[]): readonly number[] {
  const position: number[] = [];
  let level = fields;
  for (const segment of segments) {
    const index = level.findIndex((field) => field.key === segment);
    if (index === -1) {
      // An item's index, or a key nobody knows: those come last.
      position.push(/^\d+$/.test(segment) ? Number(segment) : Number.MAX_SAFE_INTEGER);
    } else {
      position.push(index);
      level = level[index]?.fields ?? [];
    }
  }
  return position;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) {
      return 1;
    }
    if (left !== right) {
      return left - right;
    }
  }
  return a.length - b.length;
}
