import { type Form, type Context as ScopeContext, submit } from "../../../engine/index.ts";
import { filledFields } from "../../../renderer/back/filled-form.tsx";
import type { AgentScope, PageContext } from "./agent-scope.ts";
import { type FormPlace, filledForm, type Typed } from "./filled.ts";

export interface DrawnForm extends FormPlace {
  readonly form: Form;
  readonly typed: Typed;
  readonly context: ScopeContext;
}

/** Whether the script of the page asks for the fields drawn again: nothing may be done but that. */
export const isPartial = (c: PageContext): boolean => c.req.header("x-partial") !== undefined;

/** The fields that these answers call for, with why files were refused, and their messages when the page already showed some. */
export async function partialFields(c: PageContext, scope: AgentScope, drawn: DrawnForm): Promise<string> {
  const { form, typed, context } = drawn;
  const checked = c.req.header("x-partial") === "issues" ? submit(form, typed.answers, context) : null;
  const issues = [...(typed.issues ?? []), ...(checked === null || checked.ok ? [] : checked.issues)];
  return filledFields(await filledForm(scope, form, { ...typed, issues }, context, drawn));
}
