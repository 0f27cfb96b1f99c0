import type { Answers, Json } from "./entry.ts";
import type { Form, Step } from "./form.ts";
import { inFormOrder } from "./issue-order.ts";
import { escapeSegment, isObject, segmentsOf } from "./json.ts";
import { requiredIssues } from "./required.ts";
import { type Context, type Resolved, resolve } from "./resolve.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import { ruleIssues } from "./rules.ts";

/** Enough to mend; a hostile body of a megabyte could name a hundred thousand. */
const MOST_ISSUES = 100;

/**
 * The answers to store, or every issue, in the order of the form: shape, types, formats and bounds, required visible
 * fields, rules. Hidden fields are dropped, computed ones filled, unknown ones refused. Never throws, whatever JSON comes.
 */
export function submit(form: Form, answers: Json, context: Context): Result<Answers> {
  if (!isObject(answers)) {
    return failed([{ code: "type", pointer: "", message: "Les réponses doivent être un objet JSON." }]);
  }
  const resolved = resolve(form, answers, context);
  const issues = issuesOf(form, resolved, context);
  return issues.length === 0 ? ok(resolved.answers) : failed(issues);
}

/** What is wrong in the visible fields of one step. */
export function checkStep(form: Form, step: Step, answers: Answers, context: Context): readonly Issue[] {
  const issues = issuesOf(form, resolve(form, answers, context), context);
  return issuesOfStep(step, issues);
}

/** Those of `issues` that sit on the fields of a step. */
export function issuesOfStep(step: Step, issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ pointer }) => {
    const [key] = segmentsOf(pointer);
    return step.fields.some((field) => field.key === key);
  });
}

/** Every issue of resolved answers; one place has one kind of issue, and a blank field only lacks its answer. */
export function issuesOf(form: Form, resolved: Resolved, context: Context): readonly Issue[] {
  const missing = requiredIssues(form, resolved, context);
  const wrong = form.validate(resolved.answers).filter((issue) => issue.code !== "required");
  const unstorable = unstorableIssues(resolved.answers);
  const broken = ruleIssues(form, resolved, context);
  if (missing.length + wrong.length + unstorable.length + broken.length === 0) {
    return [];
  }
  const taken = new Set(missing.map((issue) => issue.pointer));
  const issues = [...missing];
  for (const kind of [wrong, unstorable, broken]) {
    const free = kind.filter((issue) => !taken.has(issue.pointer));
    for (const issue of free) {
      taken.add(issue.pointer);
      issues.push(issue);
    }
  }
  return inFormOrder(form, issues.slice(0, MOST_ISSUES));
}

/** PostgreSQL stores neither a null character nor half of a surrogate pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const NULL_CHARACTER = "\0";
/** No schema the compiler accepts nests this deep; deeper values are refused by the schema anyway. */
const DEEPEST = 12;

function unstorableIssues(answers: Answers): readonly Issue[] {
  const issues: Issue[] = [];
  visitStrings(answers, "", 0, (text, pointer) => {
    if (text.includes(NULL_CHARACTER) || LONE_SURROGATE.test(text)) {
      const message =
        "Ce texte contient un caractère invisible qui ne peut pas être enregistré : effacez-le ou retapez-le.";
      issues.push({ code: "characters", pointer, message });
    }
  });
  return issues;
}

function visitStrings(
  value: Json,
  pointer: string,
  depth: number,
  visit: (text: string, pointer: string) => void,
): void {
  if (typeof value === "string") {
    visit(value, pointer);
  } else if (depth < DEEPEST && Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      visitStrings(item, `${pointer}/${index}`, depth + 1, visit);
    }
  } else if (depth < DEEPEST && isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      visitStrings(inner, `${pointer}/${escapeSegment(key)}`, depth + 1, visit);
    }
  }
}
