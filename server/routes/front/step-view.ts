import { type Answers, type Issue, type Journey, type JourneyStep, journey } from "../../../engine/index.ts";
import type { StepView } from "../../../renderer/front/step-page.tsx";
import type { FailedTrip } from "../../../renderer/strings-sources.ts";
import type { ReferenceView } from "../../../renderer/theme/form-context.ts";
import { fieldAt } from "../../field-path.ts";
import { seatViews } from "../../seat-views.ts";
import { slotViews } from "../../slot-views.ts";
import type { FormAction } from "../back/posted-answers.ts";
import { completionOf } from "../completion/completion-of.ts";
import type { DraftScope, PageContext } from "./front-scope.ts";
import { actorsFor, offeredTo, searchEntries, shown } from "./shown.ts";
import { sourceViews } from "./source-view.ts";
import { titleFor } from "./title-for.ts";

/** How a step is to be shown. */
export interface StepShow {
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly more: boolean;
  readonly editing: boolean;
  /** Why she has just come back from FranceConnect with nothing. */
  readonly trip?: FailedTrip | null;
  readonly search?: { readonly action: FormAction & { readonly type: "search" }; readonly q: string };
}

/** Everything the page of a step needs. */
export async function stepView(c: PageContext, scope: DraftScope, at: JourneyStep, show: StepShow): Promise<StepView> {
  const { ctx, member, definition, actor, context, base } = scope;
  const path = journey(definition.form, show.answers, context);
  const rank = path.steps.findIndex(({ step }) => step.id === at.step.id);
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: null };
  const names = await shown(reader, definition.form, show.answers, `${base}/fichiers`);
  return {
    serviceTitle: titleFor(definition.title, actor),
    service: definition.id,
    draft: scope.draft.id,
    revision: scope.draft.revision,
    form: definition.form,
    context,
    answers: show.answers,
    step: at.step,
    rank: Math.max(rank, 0) + 1,
    count: path.steps.length + 1,
    action: `${base}/${at.step.id}`,
    back: backOf(scope, path, rank, show.editing),
    issues: show.issues,
    more: show.more,
    editing: show.editing,
    prefilled: at.fields
      .filter(({ key }) => scope.draft.prefilled.includes(key) && show.answers[key] !== undefined)
      .map(({ title }) => title),
    renewal: rank <= 0 ? scope.draft.renewal : null,
    files: names.files,
    references: await withSearch(c, scope, names.references, show),
    offered: await offeredTo({ ctx, member: member.id }, actorsFor(ctx, c.var.session, scope), at.fields),
    slots: await slotViews(ctx, {
      ...{ member: member.id, definition, form: definition.form, answers: show.answers, context, entry: null },
      owners: [actor.id, ...actor.holders],
      fields: at.fields,
    }),
    seats: await seatViews(ctx, {
      ...{ member: member.id, definition, form: definition.form, answers: show.answers, context, entry: null },
      owners: [actor.id, ...actor.holders],
      fields: at.fields,
    }),
    maxFile: ctx.config.maxFile,
    sources: sourceViews(scope, at.step, show.trip ?? null),
    completion: await completionOf(scope, definition.form, show.answers, show.search?.action.pointer),
    autosave: true,
  };
}

function backOf({ base, member, definition }: DraftScope, path: Journey, rank: number, editing: boolean): string {
  if (editing) return `${base}/verifier`;
  const before = path.steps[rank - 1];
  return before === undefined ? `/${member.id}/${definition.id}` : `${base}/${before.step.id}`;
}

async function withSearch(
  c: PageContext,
  scope: DraftScope,
  references: ReadonlyMap<string, ReferenceView>,
  { search }: StepShow,
): Promise<ReadonlyMap<string, ReferenceView>> {
  const target = search && fieldAt(scope.definition.form.order, search.action.path)?.ref;
  if (search === undefined || target === undefined) return references;
  const { ctx, member } = scope;
  const actorIn = actorsFor(ctx, c.var.session, scope);
  const results = await searchEntries({ ctx, member: member.id }, actorIn, target, search.q);
  const { pointer } = search.action;
  return new Map(references).set(pointer, { ...references.get(pointer), query: search.q, results });
}
