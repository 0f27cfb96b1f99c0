import { type AnswerSection, type Answers, type Context, displayAnswers, type Form } from "../../../engine/index.ts";

/** Answers as the person who gave them reads them: what was worked out from them is not hers to check. */
export function citizenAnswers(
  form: Form,
  answers: Answers,
  context: Context,
  labels: ReadonlyMap<string, string>,
): readonly AnswerSection[] {
  return displayAnswers(form, answers, context, labels)
    .map(({ step, rows }) => ({ step, rows: rows.filter(({ field }) => field.computed === undefined) }))
    .filter(({ rows }) => rows.length > 0);
}
