import { type AnswerSection, type Answers, type Context, displayAnswers, type Form } from "../../../engine/index.ts";

/** Answers as the person who gave them reads them, with what was worked out from them: a price is hers to check. */
export function citizenAnswers(
  form: Form,
  answers: Answers,
  context: Context,
  labels: ReadonlyMap<string, string>,
): readonly AnswerSection[] {
  return displayAnswers(form, answers, context, labels);
}
