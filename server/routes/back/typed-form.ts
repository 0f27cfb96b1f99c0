import type { Form, Issue } from "../../../engine/index.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import type { Typed } from "./filled.ts";
import { afterAction, formAction, pointerOfName, postedAnswers } from "./posted-answers.ts";

/** A posted form: what was typed, and whether it asks to be shown again rather than sent. */
export interface TypedForm extends Typed {
  readonly issues: readonly Issue[];
  /** A button other than the one that sends, or a form that comes back after signing in. */
  readonly showAgain: boolean;
}

/** Reads a whole form as posted. Files that were refused become issues on their fields. */
export function typedForm(form: Form, read: ReadForm): TypedForm {
  const posted = postedAnswers(form, read);
  const action = formAction(read);
  const issues = read.refused.map(({ field, name, message }) => ({
    code: "attachment",
    pointer: pointerOfName(field),
    message: `${name} : ${message}`,
  }));
  const answers = action ? afterAction(form, posted, action) : posted;
  return {
    answers,
    issues,
    showAgain: action !== null || read.resumed,
    ...(action?.type === "search" && {
      search: {
        pointer: action.pointer,
        path: action.path,
        q: (read.fields.get(`_search:${action.pointer}`)?.at(-1) ?? "").trim().slice(0, 200),
      },
    }),
  };
}
