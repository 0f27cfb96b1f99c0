import { withAssigned } from "./assigned.ts";
import type { Answers, Json } from "./entry.ts";
import type { Form, Step } from "./form.ts";
import { inFormOrder } from "./issue-order.ts";
import { escapeSegment, isObject, type JsonObject, segmentsOf } from "./json.ts";
import { nirIssues } from "./nir.ts";
import { requiredIssues } from "./required.ts";
import { type Context, type Resolved, resolve } from "./resolve.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import { ruleIssues } from "./rules.ts";
import { withSourced } from "./sourced.ts";
import { UNPRICED, unpricedIssues } from "./unpriced.ts";

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
  const resolved = resolve(form, withAssigned(form, withSourced(form, answers, context), context), context);
  const issues = issuesOf(form, resolved, context);
  return issues.length === 0 ? ok(resolved.answers) : failed(issues);
}

/**
 * The same for an edit of these fields alone: the rest stays as it is stored, and what was wrong there already keeps nobody from
 * mending these. What else the edit breaks is refused.
 */
export function submitPart(
  form: Form,
  keys: readonly string[],
  sent: Json,
  context: Context & { readonly stored: Answers },
): Result<Answers> {
  if (!isObject(sent)) return submit(form, sent, context);
  const other = Object.keys(sent).find((key) => !keys.includes(key));
  if (other !== undefined) {
    const message = `« ${other} » ne se modifie pas par cette action.`;
    return failed([{ code: "additionalProperties", pointer: `/${escapeSegment(other)}`, message }]);
  }
  const { stored } = context;
  const kept = Object.entries(stored).filter(([key]) => !keys.includes(key));
  const answers = { ...Object.fromEntries(kept), ...sent };
  const settled = (given: Answers) =>
    resolve(form, withAssigned(form, withSourced(form, given, context), context), context);
  const resolved = settled(answers);
  const known = new Set(issuesOf(form, settled(stored), context).map(({ code, pointer }) => `${code} ${pointer}`));
  const issues = issuesOf(form, resolved, context).filter(
    ({ code, pointer }) => keys.includes(segmentsOf(pointer)[0] ?? "") || !known.has(`${code} ${pointer}`),
  );
  return issues.length === 0 ? ok(resolved.answers) : failed(issues);
}

/** What is wrong in the visible fields of one step. */
export function checkStep(form: Form, step: Step, answers: Answers, context: Context): readonly Issue[] {
  const issues = issuesOf(form, resolve(form, answers, context), context);
  return issuesOfStep(step, issues);
}

/** Those of `issues` that sit on the fields of a step. A price that lacks is not mended where it is shown. */
export function issuesOfStep(step: Step, issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ code, pointer }) => {
    if (code === UNPRICED) return false;
    const [key] = segmentsOf(pointer);
    return step.fields.some((field) => field.key === key);
  });
}

/** Every issue of resolved answers; one place has one kind of issue, and a blank field only lacks its answer. */
export function issuesOf(form: Form, resolved: Resolved, context: Context): readonly Issue[] {
  const unfit = unfitIssues(resolved.answers);
  if (unfit.some((issue) => issue.code === TOO_DEEP)) {
    return unfit;
  }
  const missing = newlyMissing(form, requiredIssues(form, resolved, context), context);
  const wrong = form.validate(resolved.answers);
  const broken = ruleIssues(form, resolved, context);
  const forbidden = nirIssues(form, resolved.answers);
  if (missing.length + wrong.length + unfit.length + forbidden.length + broken.length === 0) {
    return unpricedIssues(form, resolved, context);
  }
  const taken = new Set<string>();
  const issues: Issue[] = [];
  for (const kind of [missing, forbidden, wrong, unfit, broken]) {
    const free = kind.filter((issue) => !taken.has(issue.pointer));
    for (const issue of free) {
      taken.add(issue.pointer);
      issues.push(issue);
    }
  }
  return inFormOrder(form, issues.slice(0, MOST_ISSUES));
}

/** What an entry still to be completed lacked already may go on lacking, but for what it must have at least. */
function newlyMissing(form: Form, missing: readonly Issue[], context: Context): readonly Issue[] {
  const { incomplete } = form;
  if (missing.length === 0 || incomplete === undefined || context.stored === undefined) return missing;
  const { stored, ...rest } = context;
  const lacked = new Set(requiredIssues(form, resolve(form, stored, rest), rest).map(({ pointer }) => pointer));
  return missing.filter(({ pointer }) => !lacked.has(pointer) || incomplete.includes(segmentsOf(pointer)[0] ?? ""));
}

/** PostgreSQL stores neither a null character nor half of a surrogate pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const NULL_CHARACTER = "\0";
const TOO_DEEP = "depth";
/** Far beyond what a form nests, far below what exhausts a recursive comparison. */
const DEEPEST = 32;

function unfitIssues(answers: Answers): readonly Issue[] {
  const issues: Issue[] = [];
  visit(answers, "", 0, issues);
  return issues;
}

function visit(value: Json, pointer: string, depth: number, issues: Issue[]): void {
  if (typeof value === "string") {
    if (value.includes(NULL_CHARACTER) || LONE_SURROGATE.test(value)) {
      const message = "Ce texte contient un caractère qui ne peut pas être enregistré : effacez-le ou retapez-le.";
      issues.push({ code: "characters", pointer, message });
    }
  } else if (typeof value === "object" && value !== null) {
    if (depth >= DEEPEST) {
      issues.push({ code: TOO_DEEP, pointer, message: "Ces réponses sont imbriquées trop profondément." });
    } else {
      for (const key of Object.keys(value)) {
        visit((value as JsonObject)[key] ?? null, `${pointer}/${escapeSegment(key)}`, depth + 1, issues);
      }
    }
  }
}
