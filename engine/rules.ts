import type { Json } from "./entry.ts";
import type { Field, Form, Rule, Scope } from "./form.ts";
import { isObject, own, segmentsOf } from "./json.ts";
import { type Context, type Resolved, resolveItem } from "./resolve.ts";
import type { Issue } from "./result.ts";

/**
 * The checks across fields that do not hold. A rule that lacks an answer holds, and so does one whose message would sit
 * on a field that is not asked: nobody could mend it.
 */
export function ruleIssues(form: Form, resolved: Resolved, context: Context): readonly Issue[] {
  if (form.rules.length === 0) {
    return [];
  }
  const issues: Issue[] = [];
  const scope: Scope = { ...context, answers: resolved.answers };
  for (const rule of form.rules) {
    if (rule.each === undefined) {
      if (rule.check.evaluate(scope) === false && isAsked(form.order, segmentsOf(rule.pointer), resolved.visible)) {
        issues.push({ code: rule.code, pointer: rule.pointer, message: rule.message });
      }
    } else {
      checkItems(form, rule, rule.each, resolved, scope, issues);
    }
  }
  return issues;
}

function checkItems(form: Form, rule: Rule, key: string, resolved: Resolved, scope: Scope, issues: Issue[]): void {
  const repeat = form.order.find((field) => field.key === key);
  const items = own(resolved.answers, key);
  if (repeat === undefined || !Array.isArray(items)) {
    return;
  }
  const segments = segmentsOf(rule.pointer);
  for (const [index, item] of (items as readonly Json[]).entries()) {
    if (isObject(item) && rule.check.evaluate({ ...scope, item }) === false) {
      const { visible } = resolveItem(repeat, item, resolved.answers, scope);
      if (isAsked(repeat.fields ?? [], segments, visible)) {
        issues.push({ code: rule.code, pointer: `${repeat.pointer}/${index}${rule.pointer}`, message: rule.message });
      }
    }
  }
}

function isAsked(fields: readonly Field[], segments: readonly string[], visible: (field: Field) => boolean): boolean {
  const [first, ...rest] = segments;
  const field = fields.find((candidate) => candidate.key === first);
  if (field === undefined) {
    return true;
  }
  if (!visible(field)) {
    return false;
  }
  return field.widget === "repeat" || isAsked(field.fields ?? [], rest, visible);
}
