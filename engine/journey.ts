import type { Answers } from "./entry.ts";
import type { Field, Form, Step } from "./form.ts";
import { type Context, resolve } from "./resolve.ts";
import type { Issue } from "./result.ts";
import { issuesOf, issuesOfStep } from "./submit.ts";

/** One page to fill. */
export interface JourneyStep {
  readonly step: Step;
  /** Top-level fields to ask, visible and not computed. */
  readonly fields: readonly Field[];
  readonly complete: boolean;
  readonly issues: readonly Issue[];
}

/** The path of these answers through a form. */
export interface Journey {
  readonly steps: readonly JourneyStep[];
  /** Resolved: hidden fields dropped, computed fields filled. */
  readonly answers: Answers;
  /** For top-level fields and the fields of groups. */
  readonly visible: (field: Field) => boolean;
}

/** The steps that have something to ask, worked out from the answers: no cursor is stored. */
export function journey(form: Form, answers: Answers, context: Context): Journey {
  const resolved = resolve(form, answers, context);
  const issues = issuesOf(form, resolved, context);
  const steps: JourneyStep[] = [];
  for (const step of form.steps) {
    const fields = step.fields.filter((field) => field.computed === undefined && resolved.visible(field));
    if (fields.length > 0) {
      const own = issuesOfStep(step, issues);
      steps.push({ step, fields, complete: own.length === 0, issues: own });
    }
  }
  return { steps, answers: resolved.answers, visible: resolved.visible };
}

/** The step after this one; undefined after the last, the first for a step that is not on the path. */
export function nextStep(path: Journey, id: string): JourneyStep | undefined {
  return path.steps[path.steps.findIndex(({ step }) => step.id === id) + 1];
}

/** The step before this one; undefined before the first. */
export function previousStep(path: Journey, id: string): JourneyStep | undefined {
  const index = path.steps.findIndex(({ step }) => step.id === id);
  return index <= 0 ? undefined : path.steps[index - 1];
}

/** Where to send someone who wants to finish; undefined when all is filled. */
export const firstIncomplete = (path: Journey): JourneyStep | undefined => path.steps.find((step) => !step.complete);
