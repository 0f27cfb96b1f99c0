import type { Answers, CompiledDefinition, Context as EngineContext } from "../../../engine/index.ts";
import { renderStep, renderStepFields, type StepView } from "../../../renderer/front/step-page.tsx";
import { overlayWords as words } from "../../../renderer/strings-overlay.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tryOverlay } from "../../overlay-work.ts";
import { notFound } from "../../problem.ts";
import { type PageContext, refuse } from "../back/agent-scope.ts";
import { isPartial } from "../back/partial-fields.ts";
import { postedAnswers } from "../back/posted-answers.ts";
import { type OverlayScope, overlayScope } from "./overlay-scope.ts";

/** GET …/apercu/{step}: the form as citizens would see it. What is typed in it goes nowhere. */
export async function overlayPreviewRoute(c: PageContext): Promise<Response> {
  const seen = await preview(c);
  if (seen instanceof Response) return seen;
  const [first] = seen.definition.form.steps;
  const asked = c.req.param("step");
  if (asked === undefined && first) return c.redirect(`${seen.scope.base}/apercu/${first.id}`, 303);
  const view = stepView(seen, asked ?? "", {});
  return view ? c.html(renderStep(c.var.site(seen.scope.member.id), view)) : refuse(c, notFound());
}

/** POST of a step: shows the next one. */
export async function overlayPreviewNextRoute(c: PageContext): Promise<Response> {
  const seen = await preview(c);
  if (seen instanceof Response) return seen;
  const form = await readForm(c);
  const { scope, definition } = seen;
  const asked = c.req.param("step") ?? "";
  if (isPartial(c)) {
    const view = stepView(seen, asked, postedAnswers(definition.form, form));
    return view ? c.html(renderStepFields(view)) : refuse(c, notFound());
  }
  const { steps } = definition.form;
  const next = steps[steps.findIndex(({ id }) => id === asked) + 1];
  return c.redirect(next ? `${scope.base}/apercu/${next.id}` : scope.base, 303);
}

interface Preview {
  readonly scope: OverlayScope;
  readonly definition: CompiledDefinition;
  readonly context: EngineContext;
}

async function preview(c: PageContext): Promise<Preview | Response> {
  const scope = await overlayScope(c);
  if (scope instanceof Response) return scope;
  const tried = scope.work.conflicts.length > 0 ? null : await tryOverlay(scope.work);
  // What is in the way is listed there.
  if (!tried?.ok) return c.redirect(scope.base, 303);
  return { scope, definition: tried.value, context: { now: scope.now, actor: { kind: "citizen", roles: [] } } };
}

function stepView({ scope, definition, context }: Preview, asked: string, answers: Answers): StepView | null {
  const { steps } = definition.form;
  const rank = steps.findIndex(({ id }) => id === asked);
  const step = steps[rank];
  if (!step) return null;
  const before = steps[rank - 1];
  return {
    serviceTitle: words.previewTitle(definition.title),
    service: definition.id,
    draft: "",
    revision: 0,
    form: definition.form,
    context,
    answers,
    step,
    rank: rank + 1,
    count: steps.length,
    action: `${scope.base}/apercu/${step.id}`,
    back: before ? `${scope.base}/apercu/${before.id}` : scope.base,
    issues: [],
    more: false,
    editing: false,
    files: new Map(),
    references: new Map(),
    slots: new Map(),
    maxFile: scope.ctx.config.maxFile,
    autosave: false,
    prefilled: [],
  };
}
